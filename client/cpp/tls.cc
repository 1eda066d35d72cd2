#include "client/cpp/tls.h"

#include <fstream>
#include <iterator>

#include <fmt/format.h>

namespace sparkgate::client {
namespace {

absl::Status ReadPem(const std::string& path, std::string& text) {
  if (path.empty()) return absl::OkStatus();
  std::ifstream file(path, std::ios::binary);
  text.assign(std::istreambuf_iterator<char>(file), {});
  if (!file.is_open() || file.bad()) {
    return absl::InvalidArgumentError(fmt::format("{} can't be read", path));
  }
  if (text.find("-----BEGIN ") == std::string::npos) {
    return absl::InvalidArgumentError(fmt::format("{} isn't in PEM format", path));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::shared_ptr<grpc::ChannelCredentials>> TlsCredentials(const TlsFiles& files) {
  if (files.certificate.empty() != files.key.empty()) {
    return absl::InvalidArgumentError("a client's certificate and its key go together");
  }
  grpc::SslCredentialsOptions options;
  for (const absl::Status& read : {ReadPem(files.ca, options.pem_root_certs),
                                   ReadPem(files.certificate, options.pem_cert_chain),
                                   ReadPem(files.key, options.pem_private_key)}) {
    if (!read.ok()) return read;
  }
  return grpc::SslCredentials(options);
}

}  // namespace sparkgate::client
