#include "base/crypto/hash.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include <sodium.h>

#include "base/crypto/sodium.h"

namespace sparkgate {
namespace {

std::string Base64(std::string_view bytes, int variant) {
  EnsureSodium();
  std::string out(sodium_base64_encoded_len(bytes.size(), variant), '\0');
  sodium_bin2base64(out.data(), out.size(), Raw(bytes), bytes.size(), variant);
  out.pop_back();  // libsodium counts a final NUL
  return out;
}

std::optional<std::string> Unbase64(std::string_view text, int variant) {
  EnsureSodium();
  std::string out(text.size() / 4 * 3 + 3, '\0');
  size_t size = 0;
  const char* end = nullptr;
  if (sodium_base642bin(Raw(out), out.size(), text.data(), text.size(), nullptr, &size, &end,
                        variant) != 0 ||
      end != text.data() + text.size()) {
    return std::nullopt;
  }
  out.resize(size);
  return out;
}

void AppendNumber(std::string& out, uint64_t number) {
  for (int shift = 0; shift < 64; shift += 8) out.push_back(static_cast<char>(number >> shift));
}

// Its size in front: ("ab", "c") and ("a", "bc") must not be the same input.
void AppendSized(std::string& out, std::string_view text) {
  AppendNumber(out, text.size());
  out.append(text);
}

}  // namespace

void EnsureSodium() {
  // A function's static is initialised once, whoever comes first.
  static const bool ready = [] {
    if (sodium_init() >= 0) return true;
    std::fputs("libsodium can't be initialised\n", stderr);
    std::abort();
  }();
  (void)ready;
}

std::string Sha256(std::string_view data) {
  EnsureSodium();
  std::string out(crypto_hash_sha256_BYTES, '\0');
  crypto_hash_sha256(Raw(out), Raw(data), data.size());
  return out;
}

std::string HmacSha256(std::string_view key, std::string_view data) {
  EnsureSodium();
  std::string out(crypto_auth_hmacsha256_BYTES, '\0');
  crypto_auth_hmacsha256_state state;  // the one-shot function takes keys of 32 bytes only
  crypto_auth_hmacsha256_init(&state, Raw(key), key.size());
  crypto_auth_hmacsha256_update(&state, Raw(data), data.size());
  crypto_auth_hmacsha256_final(&state, Raw(out));
  sodium_memzero(&state, sizeof(state));
  return out;
}

std::string RandomBytes(size_t count) {
  EnsureSodium();
  std::string out(count, '\0');
  randombytes_buf(out.data(), out.size());
  return out;
}

std::string ToHex(std::string_view bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  out.reserve(bytes.size() * 2);
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    out.push_back(kDigits[byte >> 4]);
    out.push_back(kDigits[byte & 15]);
  }
  return out;
}

std::string ToBase64(std::string_view bytes) {
  return Base64(bytes, sodium_base64_VARIANT_ORIGINAL);
}

std::string ToBase64Url(std::string_view bytes) {
  return Base64(bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

std::optional<std::string> FromBase64(std::string_view text) {
  return Unbase64(text, sodium_base64_VARIANT_ORIGINAL);
}

std::optional<std::string> FromBase64Url(std::string_view text) {
  return Unbase64(text, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

std::string ToBase32(std::string_view bytes) {
  constexpr std::string_view kAlphabet = "abcdefghijklmnopqrstuvwxyz234567";
  std::string out;
  out.reserve((bytes.size() * 8 + 4) / 5);
  uint32_t window = 0;
  int bits = 0;
  for (const char c : bytes) {
    window = (window << 8) | static_cast<unsigned char>(c);
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      out.push_back(kAlphabet[(window >> bits) & 31]);
    }
  }
  if (bits > 0) out.push_back(kAlphabet[(window << (5 - bits)) & 31]);
  return out;
}

bool ConstantTimeEquals(std::string_view a, std::string_view b) {
  EnsureSodium();
  return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

KeyedRandom::KeyedRandom(std::string seed) : seed_(std::move(seed)), key_(32, '\0') {
  EnsureSodium();
  const std::string input = "sparkgate random 1" + seed_;
  crypto_generichash(Raw(key_), key_.size(), Raw(input), input.size(), nullptr, 0);
}

std::string KeyedRandom::Bytes(std::string_view purpose, std::string_view parent, uint64_t ordinal,
                               size_t count) const {
  constexpr size_t kBlock = crypto_generichash_BYTES_MAX;
  std::string input;
  input.reserve(purpose.size() + parent.size() + 32);
  AppendSized(input, purpose);
  AppendSized(input, parent);
  AppendNumber(input, ordinal);
  const size_t prefix = input.size();

  std::string out;
  std::string block(kBlock, '\0');
  for (uint64_t index = 0; out.size() < count; ++index) {
    input.resize(prefix);
    AppendNumber(input, index);
    crypto_generichash(Raw(block), kBlock, Raw(input), input.size(), Raw(key_), key_.size());
    out.append(block, 0, std::min(kBlock, count - out.size()));
  }
  return out;
}

uint64_t KeyedRandom::Number(std::string_view purpose, std::string_view parent,
                             uint64_t ordinal) const {
  uint64_t number = 0;
  int shift = 0;
  for (const char c : Bytes(purpose, parent, ordinal, 8)) {
    number |= uint64_t{static_cast<unsigned char>(c)} << shift;
    shift += 8;
  }
  return number;
}

double KeyedRandom::Fraction(std::string_view purpose, std::string_view parent,
                             uint64_t ordinal) const {
  // The 53 bits that a double keeps exactly, so 1.0 can't come out by rounding.
  return static_cast<double>(Number(purpose, parent, ordinal) >> 11) * 0x1p-53;
}

}  // namespace sparkgate
