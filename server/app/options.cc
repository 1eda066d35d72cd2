#include "server/app/options.h"

#include <filesystem>
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

}  // namespace

absl::Status CheckOptions(const Options& options) {
  SG_RETURN_IF_ERROR(tiktok::CheckSimulatorUrl(options.simulator_url));
  SG_RETURN_IF_ERROR(tiktok::CheckLiveUrl(options.live_url));
  if (options.address != "127.0.0.1" && options.address != "::1" &&
      options.address != "localhost") {
    return InvalidField("address",
                        fmt::format("{} isn't loopback: without TLS the server listens on "
                                    "loopback only",
                                    options.address));
  }
  if (IsInside(options.secrets, options.data)) {
    return InvalidField("secrets",
                        fmt::format("{} lies inside the data folder {}: a copy of the data "
                                    "must not hold the key that opens it",
                                    options.secrets, options.data));
  }
  return absl::OkStatus();
}

}  // namespace sparkgate::server
