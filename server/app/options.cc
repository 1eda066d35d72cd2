#include "server/app/options.h"

#include <charconv>
#include <filesystem>
#include <string_view>
#include <system_error>

#include <fmt/format.h>

#include "base/error.h"
#include "server/tiktok/base_url.h"

namespace sparkgate::server {
namespace {

namespace fs = std::filesystem;

bool IsInside(const std::string& path, const std::string& folder) {
  std::error_code error;
  const fs::path inner = fs::weakly_canonical(path, error);
  const fs::path outer = fs::weakly_canonical(folder, error);
  const fs::path relative = inner.lexically_relative(outer);
  return !relative.empty() && *relative.begin() != "..";
}

bool IsHostPort(std::string_view address) {
  const size_t colon = address.rfind(':');
  if (colon == std::string_view::npos || colon == 0) return false;
  uint16_t port = 0;
  const char* const end = address.data() + address.size();
  const auto read = std::from_chars(address.data() + colon + 1, end, port);
  return read.ec == std::errc() && read.ptr == end && port != 0;
}

absl::Status CheckTls(const Options& options) {
  const bool tls = !options.tls_certificate.empty();
  if (tls && options.tls_key.empty()) {
    return InvalidField("tls_key", "is needed: the key of tls_certificate");
  }
  if (!tls && !(options.tls_key.empty() && options.tls_client_ca.empty())) {
    return InvalidField("tls_certificate", "is needed: without it there is no TLS");
  }
  if (tls || options.allow_plain_text || IsLoopback(options)) return absl::OkStatus();
  return InvalidField("address",
                      fmt::format("{} isn't loopback: set tls_certificate and tls_key, or "
                                  "allow_plain_text if the network encrypts by itself",
                                  options.address));
}

}  // namespace

std::string DatabaseOf(const Options& options) { return options.data + "/sparkgate.db"; }

bool IsLoopback(const Options& options) {
  return options.address == "127.0.0.1" || options.address == "::1" ||
         options.address == "localhost";
}

std::string HttpAddress(const Options& options) {
  return IsLoopback(options) || options.allow_plain_text ? options.address : "127.0.0.1";
}

absl::Status CheckOptions(const Options& options) {
  SG_RETURN_IF_ERROR(tiktok::CheckSimulatorUrl(options.simulator_url));
  SG_RETURN_IF_ERROR(tiktok::CheckLiveUrl(options.live_url));
  if (!options.public_url.empty()) {
    SG_RETURN_IF_ERROR(tiktok::CheckPublicUrl(options.public_url));
  }
  if (!IsHostPort(options.simulator_control)) {
    return InvalidField("simulator_control", "must be HOST:PORT, such as 127.0.0.1:7411");
  }
  SG_RETURN_IF_ERROR(CheckTls(options));
  if (IsInside(options.secrets, options.data)) {
    return InvalidField("secrets",
                        fmt::format("{} lies inside the data folder {}: a copy of the data "
                                    "must not hold the key that opens it",
                                    options.secrets, options.data));
  }
  return absl::OkStatus();
}

}  // namespace sparkgate::server
