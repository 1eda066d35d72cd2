// Authenticated encryption of small secrets (XChaCha20-Poly1305). The context binds a ciphertext to
// its place: opening it with another context fails, so a sealed value can't be moved to another
// row.
#ifndef SPARKGATE_BASE_CRYPTO_SEAL_H_
#define SPARKGATE_BASE_CRYPTO_SEAL_H_

#include <string>
#include <string_view>

#include <absl/status/statusor.h>

namespace sparkgate {

inline constexpr size_t kSealKeyBytes = 32;

// base64url text of nonce and ciphertext. `key` is kSealKeyBytes raw bytes.
std::string Seal(std::string_view key, std::string_view plaintext, std::string_view context);

// DATA_LOSS (reason SEAL_BROKEN) when the key, the context or a byte is not what was sealed.
absl::StatusOr<std::string> Unseal(std::string_view key, std::string_view sealed,
                                   std::string_view context);

}  // namespace sparkgate

#endif  // SPARKGATE_BASE_CRYPTO_SEAL_H_
