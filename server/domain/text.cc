#include "server/domain/text.h"

#include <fmt/format.h>

#include "base/error.h"

namespace sparkgate::server {

Rune ReadRune(std::string_view text) {
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(0);
  const size_t bytes = first < 0x80    ? 1
                       : first >= 0xF8 ? 0
                       : first >= 0xF0 ? 4
                       : first >= 0xE0 ? 3
                       : first >= 0xC0 ? 2
                                       : 0;
  if (bytes == 0 || text.size() < bytes) return {};
  uint32_t value = bytes == 1 ? first : first & (0xFFu >> (bytes + 1));
  for (size_t i = 1; i < bytes; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return {};
    value = (value << 6) | (byte(i) & 0x3Fu);
  }
  // Longer than it need be, half of a UTF-16 pair, or beyond Unicode: no code point.
  constexpr uint32_t kSmallest[] = {0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
  if (value < kSmallest[bytes] || surrogate || value > 0x10FFFF) return {};
  return {value, bytes};
}

std::string TextProblem(std::string_view text, int most) {
  int characters = 0;
  while (!text.empty()) {
    const Rune rune = ReadRune(text);
    if (rune.bytes == 0) return "is not valid UTF-8";
    ++characters;
    text.remove_prefix(rune.bytes);
  }
  return characters <= most ? "" : fmt::format("is over {} characters", most);
}

absl::Status CheckText(std::string_view text, int most, std::string_view field) {
  const std::string problem = TextProblem(text, most);
  return problem.empty() ? absl::OkStatus() : InvalidField(field, problem);
}

}  // namespace sparkgate::server
