#include "client/cli/render/table.h"

#include <algorithm>
#include <utility>

#include "client/cli/render/format.h"

namespace sparkgate::cli {
namespace {

constexpr size_t kGap = 2;
constexpr size_t kShortestCut = 24;  // no cell is cut shorter

// How wide each column is drawn, of those that are `full` wide when nothing is cut; columns that
// have no place are left out at the end. The first one is never touched.
std::vector<size_t> Fit(std::vector<size_t> full, size_t room) {
  size_t needed = full.empty() ? 0 : full[0];
  size_t kept = 1;
  while (kept < full.size() && needed + kGap + std::min(full[kept], kShortestCut) <= room) {
    needed += kGap + std::min(full[kept++], kShortestCut);
  }
  full.resize(std::min(full.size(), kept));
  size_t total = 0;
  for (const size_t width : full) total += width + kGap;
  // The widest gives first, so that what is short stays whole.
  for (; total > room + kGap && full.size() > 1; --total) {
    size_t& widest = *std::max_element(full.begin() + 1, full.end());
    if (widest <= kShortestCut) break;
    --widest;
  }
  return full;
}

}  // namespace

void Table::Add(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }

std::string Table::Render(size_t indent, size_t width) const {
  std::vector<size_t> widths;
  for (size_t column = 0; column < columns_.size(); ++column) {
    widths.push_back(DisplayWidth(columns_[column].title));
    for (const auto& row : rows_)
      widths.back() = std::max(widths.back(), DisplayWidth(row[column]));
  }
  if (width != 0) widths = Fit(std::move(widths), width > indent ? width - indent : 0);

  std::string result;
  const auto add_line = [&](auto cell_of) {
    std::string line(indent, ' ');
    for (size_t column = 0; column < widths.size(); ++column) {
      const std::string cell = Truncate(cell_of(column), widths[column]);
      const std::string padding(widths[column] - DisplayWidth(cell), ' ');
      line += columns_[column].right ? padding + cell : cell + padding;
      line += std::string(kGap, ' ');
    }
    line.erase(line.find_last_not_of(' ') + 1);
    result += line + "\n";
  };
  add_line([&](size_t column) -> const std::string& { return columns_[column].title; });
  for (const auto& row : rows_) {
    add_line([&](size_t column) -> const std::string& { return row[column]; });
  }
  return result;
}

}  // namespace sparkgate::cli
