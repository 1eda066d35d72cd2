#include "base/wording.h"

#include <algorithm>
#include <numeric>

#include <fmt/format.h>

namespace sparkgate {
namespace {

// Levenshtein distance.
size_t Distance(std::string_view a, std::string_view b) {
  std::vector<size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), 0);
  for (size_t i = 1; i <= a.size(); ++i) {
    size_t diagonal = row[0];
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t above = row[j];
      row[j] = std::min({above + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0u : 1u)});
      diagonal = above;
    }
  }
  return row[b.size()];
}

}  // namespace

std::string Nearest(std::string_view word, const std::vector<std::string>& candidates) {
  // A third of the word may be wrong; a word that was only begun is near as well.
  size_t best_distance = word.size() / 3 + 2;
  std::string best;
  for (const std::string& candidate : candidates) {
    const bool begun = word.size() >= 3 && candidate.starts_with(word);
    const size_t distance = begun ? 1 : Distance(word, candidate);
    if (distance < best_distance) {
      best_distance = distance;
      best = candidate;
    }
  }
  return best;
}

std::string DidYouMean(std::string_view word, const std::vector<std::string>& candidates) {
  const std::string nearest = Nearest(word, candidates);
  return nearest.empty() ? "" : fmt::format("; did you mean '{}'?", nearest);
}

std::string Wrap(std::string_view text, size_t indent, size_t width) {
  const std::string margin(indent, ' ');
  std::string result;
  size_t column = 0;
  size_t position = 0;
  while (position < text.size()) {
    if (text[position] == '\n') {
      result += '\n';
      column = 0;
      ++position;
      continue;
    }
    if (text[position] == ' ') {
      ++position;
      continue;
    }
    const std::string_view word =
        text.substr(position, text.find_first_of(" \n", position) - position);
    if (column > 0 && column + 1 + word.size() > width) {
      result += '\n';
      column = 0;
    }
    result += column == 0 ? margin : " ";
    result += word;
    column += word.size() + (column == 0 ? indent : 1);
    position += word.size();
  }
  if (!result.empty() && result.back() != '\n') result += '\n';
  return result;
}

}  // namespace sparkgate
