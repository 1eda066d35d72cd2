#include "server/store/sql/fold.h"

#include <cstdint>

namespace sparkgate::server::sql {
namespace {

bool Between(uint32_t c, uint32_t first, uint32_t last) { return c >= first && c <= last; }

// Of the characters that UTF-8 writes in two bytes, those that have cases (Unicode's simple
// folding; the dotless and dotted Turkish i stay apart).
uint32_t FoldTwoByte(uint32_t c) {
  if (Between(c, 0xC0, 0xDE) && c != 0xD7) return c + 0x20;
  if (Between(c, 0x100, 0x12F) || Between(c, 0x132, 0x137) || Between(c, 0x14A, 0x177)) {
    return c | 1;
  }
  if (Between(c, 0x139, 0x148) || Between(c, 0x179, 0x17E)) return c + (c & 1);
  if (c == 0x178) return 0xFF;
  if (c == 0x386) return 0x3AC;
  if (Between(c, 0x388, 0x38A)) return c + 0x25;
  if (c == 0x38C) return 0x3CC;
  if (Between(c, 0x38E, 0x38F)) return c + 0x3F;
  if (Between(c, 0x391, 0x3AB) && c != 0x3A2) return c + 0x20;
  if (c == 0x3C2) return 0x3C3;  // final sigma
  if (Between(c, 0x400, 0x40F)) return c + 0x50;
  if (Between(c, 0x410, 0x42F)) return c + 0x20;
  if (Between(c, 0x460, 0x481) || Between(c, 0x48A, 0x4BF) || Between(c, 0x4D0, 0x52F)) {
    return c | 1;
  }
  return c;
}

}  // namespace

std::string Fold(std::string_view text) {
  std::string folded(text);
  for (size_t i = 0; i < folded.size(); ++i) {
    const auto lead = static_cast<uint8_t>(folded[i]);
    if (lead >= 'A' && lead <= 'Z') {
      folded[i] = static_cast<char>(lead + 0x20);
    } else if (Between(lead, 0xC3, 0xD4) && i + 1 < folded.size()) {
      const auto trail = static_cast<uint8_t>(folded[i + 1]);
      if (!Between(trail, 0x80, 0xBF)) continue;
      const uint32_t c = FoldTwoByte((lead & 0x1Fu) << 6 | (trail & 0x3Fu));
      folded[i] = static_cast<char>(0xC0 | c >> 6);
      folded[++i] = static_cast<char>(0x80 | (c & 0x3F));
    }
  }
  return folded;
}

std::string LikePattern(std::string_view part) {
  std::string pattern = "%";
  for (const char c : part) {
    if (c == '%' || c == '_' || c == '\\') pattern += '\\';
    pattern += c;
  }
  return pattern + "%";
}

}  // namespace sparkgate::server::sql
