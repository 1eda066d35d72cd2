// Within base/crypto only: libsodium must be initialised before its first use.
#ifndef SPARKGATE_BASE_CRYPTO_SODIUM_H_
#define SPARKGATE_BASE_CRYPTO_SODIUM_H_

namespace sparkgate {

// Cheap after the first call; thread-safe. Ends the process if libsodium can't start.
void EnsureSodium();

}  // namespace sparkgate

#endif  // SPARKGATE_BASE_CRYPTO_SODIUM_H_
