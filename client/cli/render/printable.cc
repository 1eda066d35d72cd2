#include <cstdint>

#include <fmt/format.h>

#include "client/cli/render/format.h"

namespace sparkgate::cli {
namespace {

struct Rune {
  uint32_t code = 0;
  size_t size = 1;
  bool valid = false;
};

// The first character of `text`, which isn't empty.
Rune Next(std::string_view text) {
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(0);
  if (first < 0x80) return {first, 1, true};
  const size_t size = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4 || text.size() < size) return {};
  uint32_t code = first & (0xffu >> (size + 1));
  for (size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xc0) != 0x80) return {};
    code = (code << 6) | (byte(i) & 0x3fu);
  }
  return {code, size, true};
}

size_t WidthOf(uint32_t code) {
  if ((code >= 0x300 && code <= 0x36f) || code == 0x200d || (code >= 0xfe00 && code <= 0xfe0f)) {
    return 0;  // combining marks and joiners
  }
  const bool wide = (code >= 0x1100 && code <= 0x115f) || (code >= 0x2e80 && code <= 0xa4cf) ||
                    (code >= 0xac00 && code <= 0xd7a3) || (code >= 0xf900 && code <= 0xfaff) ||
                    (code >= 0xfe30 && code <= 0xfe6f) || (code >= 0xff00 && code <= 0xff60) ||
                    (code >= 0xffe0 && code <= 0xffe6) || (code >= 0x1f300 && code <= 0x1faff) ||
                    (code >= 0x20000 && code <= 0x3fffd);
  return wide ? 2 : 1;
}

// Controls, and the marks that turn the direction of what follows.
bool IsDangerous(uint32_t code) {
  return code < 0x20 || (code >= 0x7f && code <= 0x9f) || (code >= 0x202a && code <= 0x202e) ||
         (code >= 0x2066 && code <= 0x2069);
}

}  // namespace

std::string Printable(std::string_view text) {
  std::string result;
  while (!text.empty()) {
    const Rune rune = Next(text);
    if (!rune.valid) {
      result += '?';
    } else if (rune.code == '\n') {
      result += "\\n";
    } else if (IsDangerous(rune.code)) {
      result += fmt::format("\\x{:02x}", rune.code);
    } else {
      result += text.substr(0, rune.size);
    }
    text.remove_prefix(rune.size);
  }
  return result;
}

size_t DisplayWidth(std::string_view text) {
  size_t width = 0;
  while (!text.empty()) {
    const Rune rune = Next(text);
    width += rune.valid ? WidthOf(rune.code) : 1;
    text.remove_prefix(rune.size);
  }
  return width;
}

std::string Truncate(std::string_view text, size_t width) {
  if (DisplayWidth(text) <= width) return std::string(text);
  std::string result;
  size_t used = 1;  // for the ellipsis
  while (!text.empty()) {
    const Rune rune = Next(text);
    used += rune.valid ? WidthOf(rune.code) : 1;
    if (used > width) break;
    result += text.substr(0, rune.size);
    text.remove_prefix(rune.size);
  }
  return result + "…";
}

}  // namespace sparkgate::cli
