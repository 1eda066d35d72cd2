// TLS of a server: its certificate, and those of the clients it takes, from files that are read
// again while it runs, so that a renewed certificate needs no restart.
#ifndef SPARKGATE_RPC_TLS_H_
#define SPARKGATE_RPC_TLS_H_

#include <string>

#include <absl/status/status.h>
#include <absl/time/time.h>

namespace sparkgate::rpc {

// PEM files.
struct TlsFiles {
  std::string certificate;  // the server's, with those between it and the root
  std::string key;
  std::string client_ca;  // not "": clients must show a certificate that one of these has signed
  absl::Duration look_again = absl::Seconds(10);  // real time; whole seconds, 1 s at least
};

// Whether the files are there and hold what they should: INVALID_FIELD, naming tls_certificate,
// tls_key or tls_client_ca. gRPC itself would start all the same and refuse every connection.
absl::Status CheckTlsFiles(const TlsFiles& files);

}  // namespace sparkgate::rpc

#endif  // SPARKGATE_RPC_TLS_H_
