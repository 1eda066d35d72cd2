// Hashes, encodings and randomness. libsodium underneath; nothing of it shows here.
#ifndef SPARKGATE_BASE_CRYPTO_HASH_H_
#define SPARKGATE_BASE_CRYPTO_HASH_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sparkgate {

std::string Sha256(std::string_view data);                            // 32 raw bytes
std::string HmacSha256(std::string_view key, std::string_view data);  // 32 raw bytes
std::string RandomBytes(size_t count);                                // from the kernel

std::string ToHex(std::string_view bytes);     // lowercase
std::string ToBase64(std::string_view bytes);  // + and /, padded
std::optional<std::string> FromBase64(std::string_view text);
std::string ToBase64Url(std::string_view bytes);  // - and _, no padding
std::optional<std::string> FromBase64Url(std::string_view text);
std::string ToBase32(std::string_view bytes);  // lowercase RFC 4648 alphabet, no padding

// Equality that takes as long for a near miss as for a far one. For secrets.
bool ConstantTimeEquals(std::string_view a, std::string_view b);

// Randomness that is never drawn in sequence: each value is a keyed hash of what it is for. Two
// callers that work on disjoint objects can't disturb each other, and the same seed gives the same
// bytes on every run and every machine. Immutable, thread-safe.
//
// key = BLAKE2b-256("sparkgate random 1" + seed); block i of a value is the 64 bytes of
// BLAKE2b-512(key, size(purpose) purpose size(parent) parent ordinal i), each number as 8 bytes in
// little-endian order. Stored worlds depend on it: it never changes.
class KeyedRandom {
 public:
  explicit KeyedRandom(std::string seed);
  // `purpose` says what it is for ("auth_code"), `parent` whose it is, `ordinal` which one under
  // that parent. Any `count` of bytes.
  std::string Bytes(std::string_view purpose, std::string_view parent, uint64_t ordinal,
                    size_t count) const;
  uint64_t Number(std::string_view purpose, std::string_view parent, uint64_t ordinal) const;
  double Fraction(std::string_view purpose, std::string_view parent,
                  uint64_t ordinal) const;  // [0,1)
  const std::string& seed() const { return seed_; }

 private:
  std::string seed_;
  std::string key_;  // what the seed, of any length, comes to
};

}  // namespace sparkgate

#endif  // SPARKGATE_BASE_CRYPTO_HASH_H_
