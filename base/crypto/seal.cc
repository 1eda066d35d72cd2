#include "base/crypto/seal.h"

#include <cstdio>
#include <cstdlib>
#include <utility>

#include <sodium.h>

#include "base/crypto/hash.h"
#include "base/crypto/sodium.h"
#include "base/error.h"

namespace sparkgate {
namespace {

constexpr size_t kNonceBytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr size_t kTagBytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
static_assert(kSealKeyBytes == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);

// One answer for every cause: a difference would tell an attacker how near he came.
absl::Status Broken() {
  return Error(absl::StatusCode::kDataLoss,
               "a sealed value doesn't open: another key, another place, or damaged bytes",
               {.reason = "SEAL_BROKEN", .who = Actor::kOperator});
}

}  // namespace

std::string Seal(std::string_view key, std::string_view plaintext, std::string_view context) {
  EnsureSodium();
  if (key.size() != kSealKeyBytes) {
    // A mistake in the program, and going on would lose what is to be sealed.
    std::fputs("Seal: the key has the wrong size\n", stderr);
    std::abort();
  }
  // 24 random bytes don't repeat in the life of a key.
  std::string out = RandomBytes(kNonceBytes);
  out.resize(kNonceBytes + plaintext.size() + kTagBytes);
  auto* raw = reinterpret_cast<unsigned char*>(out.data());
  unsigned long long size = 0;
  crypto_aead_xchacha20poly1305_ietf_encrypt(raw + kNonceBytes, &size, Raw(plaintext),
                                             plaintext.size(), Raw(context), context.size(),
                                             nullptr, raw, Raw(key));
  return ToBase64Url(out);
}

absl::StatusOr<std::string> Unseal(std::string_view key, std::string_view sealed,
                                   std::string_view context) {
  EnsureSodium();
  const std::optional<std::string> bytes = FromBase64Url(sealed);
  if (key.size() != kSealKeyBytes || !bytes || bytes->size() < kNonceBytes + kTagBytes) {
    return Broken();
  }
  std::string out(bytes->size() - kNonceBytes - kTagBytes, '\0');
  unsigned long long size = 0;
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(
          reinterpret_cast<unsigned char*>(out.data()), &size, nullptr, Raw(*bytes) + kNonceBytes,
          bytes->size() - kNonceBytes, Raw(context), context.size(), Raw(*bytes), Raw(key)) != 0) {
    return Broken();
  }
  return out;
}

}  // namespace sparkgate
