#include "client/cli/docs.h"

#include <vector>

#include <absl/strings/ascii.h>
#include <absl/strings/str_split.h>

namespace sparkgate::cli {
namespace {

std::vector<std::string> Lines(std::string_view text) {
  return absl::StrSplit(std::string(text), '\n');
}

}  // namespace

std::string Paragraphs(std::string_view comment) {
  std::string result;
  bool new_paragraph = true;
  for (const std::string& raw : Lines(comment)) {
    const std::string line(absl::StripAsciiWhitespace(raw));
    if (line.empty()) {
      new_paragraph = true;
      continue;
    }
    // A line that is set in stands for itself: an item of a list.
    new_paragraph = new_paragraph || raw.starts_with("  ");
    if (!result.empty()) result += new_paragraph ? "\n" : " ";
    result += line;
    new_paragraph = false;
  }
  return result;
}

std::string FirstSentence(const std::string& text) {
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\n') return text.substr(0, i);
    if (text[i] == '.' && i > 0 && absl::ascii_islower(static_cast<unsigned char>(text[i - 1])) &&
        (i + 1 == text.size() || text[i + 1] == ' ')) {
      return text.substr(0, i + 1);
    }
  }
  return text;
}

}  // namespace sparkgate::cli
