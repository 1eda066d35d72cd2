#include "base/ids.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstdint>

namespace sparkgate {

std::string MakeTimeOrderedId(absl::Time now, std::string_view entropy) {
  // Crockford's alphabet: in ASCII order, so that text sorts as the numbers do, and without the
  // letters that people confuse.
  constexpr std::string_view kAlphabet = "0123456789abcdefghjkmnpqrstvwxyz";
  constexpr int64_t kMaxMillis = (int64_t{1} << 48) - 1;
  assert(entropy.size() >= 10);

  const auto millis =
      static_cast<uint64_t>(std::clamp<int64_t>(absl::ToUnixMillis(now), 0, kMaxMillis));
  std::array<uint8_t, 16> bytes{};
  for (size_t i = 0; i < 6; ++i) bytes[i] = static_cast<uint8_t>(millis >> (40 - 8 * i));
  for (size_t i = 0; i < std::min<size_t>(10, entropy.size()); ++i) {
    bytes[6 + i] = static_cast<uint8_t>(entropy[i]);
  }

  // 128 bits are 26 characters of 5 with two blank bits in front.
  std::string id(26, '0');
  uint32_t window = 0;
  int bits = 2;
  size_t next = 0;
  for (const uint8_t byte : bytes) {
    window = (window << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      id[next++] = kAlphabet[(window >> bits) & 31];
    }
  }
  return id;
}

}  // namespace sparkgate
