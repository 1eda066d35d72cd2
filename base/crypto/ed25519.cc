#include "base/crypto/ed25519.h"

#include <sodium.h>

#include "base/crypto/sodium.h"

namespace sparkgate {

static_assert(kEd25519SeedBytes == crypto_sign_SEEDBYTES);

std::string Ed25519KeyFromSeed(std::string_view seed) {
  EnsureSodium();
  std::string public_key(crypto_sign_PUBLICKEYBYTES, '\0');
  std::string key(crypto_sign_SECRETKEYBYTES, '\0');
  crypto_sign_seed_keypair(Raw(public_key), Raw(key), Raw(seed));
  return key;
}

std::string_view Ed25519PublicKey(std::string_view key) { return key.substr(kEd25519SeedBytes); }

std::string Ed25519Sign(std::string_view key, std::string_view message) {
  EnsureSodium();
  std::string signature(crypto_sign_BYTES, '\0');
  crypto_sign_detached(Raw(signature), nullptr, Raw(message), message.size(), Raw(key));
  return signature;
}

bool Ed25519Verifies(std::string_view public_key, std::string_view message,
                     std::string_view signature) {
  EnsureSodium();
  return public_key.size() == crypto_sign_PUBLICKEYBYTES && signature.size() == crypto_sign_BYTES &&
         crypto_sign_verify_detached(Raw(signature), Raw(message), message.size(),
                                     Raw(public_key)) == 0;
}

}  // namespace sparkgate
