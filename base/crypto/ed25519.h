// Ed25519 signatures (RFC 8032): who has the public key can check, but not sign. libsodium
// underneath.
#ifndef SPARKGATE_BASE_CRYPTO_ED25519_H_
#define SPARKGATE_BASE_CRYPTO_ED25519_H_

#include <string>
#include <string_view>

namespace sparkgate {

inline constexpr size_t kEd25519SeedBytes = 32;

// The key that a seed of kEd25519SeedBytes makes: the seed, and behind it the 32 bytes of the
// public key.
std::string Ed25519KeyFromSeed(std::string_view seed);
// The public half of what Ed25519KeyFromSeed made.
std::string_view Ed25519PublicKey(std::string_view key);
// 64 bytes. `key` is what Ed25519KeyFromSeed made.
std::string Ed25519Sign(std::string_view key, std::string_view message);
bool Ed25519Verifies(std::string_view public_key, std::string_view message,
                     std::string_view signature);

}  // namespace sparkgate

#endif  // SPARKGATE_BASE_CRYPTO_ED25519_H_
