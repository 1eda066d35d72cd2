#include "rpc/tls.h"

#include <string_view>

#include <fmt/format.h>

#include "base/error.h"
#include "base/files.h"

namespace sparkgate::rpc {
namespace {

absl::Status CheckPem(const std::string& path, std::string_view field, std::string_view what,
                      std::string_view label) {
  const absl::StatusOr<std::string> text = ReadFile(path);
  if (!text.ok()) {
    return InvalidField(
        field, fmt::format("{} can't be read: {}", path, std::string(text.status().message())));
  }
  const size_t begin = text->find("-----BEGIN ");
  if (begin == std::string::npos || text->find(label, begin) == std::string::npos) {
    return InvalidField(field, fmt::format("{} holds no {} in PEM format", path, what));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckTlsFiles(const TlsFiles& files) {
  SG_RETURN_IF_ERROR(
      CheckPem(files.certificate, "tls_certificate", "certificate", " CERTIFICATE-----"));
  SG_RETURN_IF_ERROR(CheckPem(files.key, "tls_key", "private key", "PRIVATE KEY-----"));
  if (files.client_ca.empty()) return absl::OkStatus();
  return CheckPem(files.client_ca, "tls_client_ca", "certificate", " CERTIFICATE-----");
}

}  // namespace sparkgate::rpc
