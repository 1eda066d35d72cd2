#include "client/cli/render/table.h"

#include <algorithm>

#include "client/cli/render/format.h"

namespace sparkgate::cli {
namespace {

constexpr size_t kGap = 2;
constexpr size_t kLongestCell = 36;  // of columns that may be cut

}  // namespace

void Table::Add(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }

std::string Table::Render(size_t indent, size_t width) const {
  std::vector<size_t> widths;
  size_t used = indent;
  for (size_t column = 0; column < columns_.size(); ++column) {
    size_t widest = DisplayWidth(columns_[column].title);
    for (const auto& row : rows_) widest = std::max(widest, DisplayWidth(row[column]));
    if (width != 0 && column != 0) {
      widest = std::min(widest, kLongestCell);
      if (used + widest > width) break;
    }
    widths.push_back(widest);
    used += widest + kGap;
  }

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
