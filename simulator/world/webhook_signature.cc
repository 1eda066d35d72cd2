#include "simulator/world/webhook_signature.h"

#include <cstdint>
#include <iterator>
#include <optional>

#include <fmt/format.h>

#include "base/crypto/hash.h"
#include "simulator/world/utf8.h"

namespace sparkgate::simulator {
namespace {

constexpr char32_t kReplacement = 0xFFFD;

}  // namespace

std::string EscapeNonAscii(std::string_view utf8) {
  std::string out;
  out.reserve(utf8.size());
  while (!utf8.empty()) {
    if (static_cast<unsigned char>(utf8.front()) < 0x80) {
      out += utf8.front();
      utf8.remove_prefix(1);
      continue;
    }
    const std::optional<char32_t> taken = TakeCodePoint(utf8);
    const auto point = static_cast<uint32_t>(taken.value_or(kReplacement));
    if (point < 0x10000) {
      fmt::format_to(std::back_inserter(out), "\\u{:04x}", point);
    } else {
      const uint32_t beyond = point - 0x10000;
      fmt::format_to(std::back_inserter(out), "\\u{:04x}\\u{:04x}", 0xD800 + (beyond >> 10),
                     0xDC00 + (beyond & 0x3FF));
    }
  }
  return out;
}

std::string SignWebhook(std::string_view app_secret, std::string_view body) {
  return ToHex(HmacSha256(app_secret, EscapeNonAscii(body)));
}

}  // namespace sparkgate::simulator
