// Within base/crypto only: libsodium must be initialised before its first use, and takes
// bytes as unsigned char.
#ifndef SPARKGATE_BASE_CRYPTO_SODIUM_H_
#define SPARKGATE_BASE_CRYPTO_SODIUM_H_

#include <string>
#include <string_view>

namespace sparkgate {

// Cheap after the first call; thread-safe. Ends the process if libsodium can't start.
void EnsureSodium();

inline const unsigned char* Raw(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
inline unsigned char* Raw(std::string& text) {
  return reinterpret_cast<unsigned char*>(text.data());
}

}  // namespace sparkgate

#endif  // SPARKGATE_BASE_CRYPTO_SODIUM_H_
