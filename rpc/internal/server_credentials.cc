#include "rpc/internal/server_credentials.h"

#include <algorithm>

#include <grpc/grpc_security_constants.h>
#include <grpcpp/security/tls_certificate_provider.h>
#include <grpcpp/security/tls_credentials_options.h>

namespace sparkgate::rpc::internal {

std::shared_ptr<grpc::ServerCredentials> MakeServerCredentials(
    const std::optional<TlsFiles>& files) {
  namespace tls = grpc::experimental;
  if (!files.has_value()) return grpc::InsecureServerCredentials();
  // It reads once before it returns, then every so often on a thread of its own, which ends with
  // it. Less than a second ends the process.
  const auto seconds = std::max<int64_t>(1, absl::ToInt64Seconds(files->look_again));
  tls::TlsServerCredentialsOptions options(std::make_shared<tls::FileWatcherCertificateProvider>(
      files->key, files->certificate, files->client_ca, static_cast<unsigned>(seconds)));
  options.watch_identity_key_cert_pairs();
  if (!files->client_ca.empty()) {
    options.watch_root_certs();
    options.set_cert_request_type(GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY);
  }
  return tls::TlsServerCredentials(options);
}

}  // namespace sparkgate::rpc::internal
