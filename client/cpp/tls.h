// TLS of a client: whom it believes, and what it shows. For ConnectionOptions::credentials.
#ifndef SPARKGATE_CLIENT_CPP_TLS_H_
#define SPARKGATE_CLIENT_CPP_TLS_H_

#include <memory>
#include <string>

#include <absl/status/statusor.h>
#include <grpcpp/security/credentials.h>

namespace sparkgate::client {

// PEM files, read once.
struct TlsFiles {
  std::string ca = {};           // roots that the server's certificate may have; "": the system's
  std::string certificate = {};  // shown to a server that asks for one; "": none
  std::string key = {};          // of that certificate
};

// INVALID_ARGUMENT, naming the file, of what can't be read or isn't PEM, and of a certificate
// without its key or the other way round.
absl::StatusOr<std::shared_ptr<grpc::ChannelCredentials>> TlsCredentials(const TlsFiles& files);

}  // namespace sparkgate::client

#endif  // SPARKGATE_CLIENT_CPP_TLS_H_
