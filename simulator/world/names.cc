#include "simulator/world/names.h"

#include <algorithm>
#include <iterator>
#include <optional>

#include "simulator/world/utf8.h"

namespace sparkgate::simulator {
namespace {

struct Range {
  char32_t first;
  char32_t last;
};

bool In(char32_t point, const Range* begin, const Range* end) {
  return std::any_of(begin, end,
                     [point](const Range& r) { return point >= r.first && point <= r.last; });
}

// East Asian wide blocks: Hangul, CJK and kana, compatibility, full-width forms, extensions.
constexpr Range kWide[] = {{0x1100, 0x115F}, {0x2E80, 0xA4CF},  {0xAC00, 0xD7A3},
                           {0xF900, 0xFAFF}, {0xFE30, 0xFE6F},  {0xFF00, 0xFF60},
                           {0xFFE0, 0xFFE6}, {0x20000, 0x3FFFD}};

constexpr Range kEmoji[] = {{0x200D, 0x200D},  {0x20E3, 0x20E3}, {0x2600, 0x27BF},
                            {0x2B50, 0x2B55},  {0xFE0F, 0xFE0F}, {0x1F000, 0x1FAFF},
                            {0xE0020, 0xE007F}};

size_t UnitsOf(char32_t point) { return In(point, std::begin(kWide), std::end(kWide)) ? 2 : 1; }

}  // namespace

std::optional<size_t> TextUnits(std::string_view utf8) {
  size_t units = 0;
  while (!utf8.empty()) {
    const std::optional<char32_t> point = TakeCodePoint(utf8);
    if (!point) return std::nullopt;
    units += UnitsOf(*point);
  }
  return units;
}

NameProblem CheckName(std::string_view utf8) {
  size_t units = 0;
  while (!utf8.empty()) {
    const std::optional<char32_t> point = TakeCodePoint(utf8);
    if (!point) return NameProblem::kNotUtf8;
    if (In(*point, std::begin(kEmoji), std::end(kEmoji))) return NameProblem::kEmoji;
    units += UnitsOf(*point);
    if (units > kMaxNameUnits) return NameProblem::kTooLong;
  }
  return NameProblem::kNone;
}

}  // namespace sparkgate::simulator
