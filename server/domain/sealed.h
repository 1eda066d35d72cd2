// A secret as it is kept: ciphertext, bound to its row. Opened only by usecases/vault.
#ifndef SPARKGATE_SERVER_DOMAIN_SEALED_H_
#define SPARKGATE_SERVER_DOMAIN_SEALED_H_

#include <string>

namespace sparkgate::server {

struct Sealed {
  std::string text;  // base64url; "" = no secret
  bool empty() const { return text.empty(); }
  friend bool operator==(const Sealed&, const Sealed&) = default;
};

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_DOMAIN_SEALED_H_
