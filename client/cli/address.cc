#include "client/cli/address.h"

#include <algorithm>
#include <array>
#include <string>

#include <absl/strings/numbers.h>
#include <fmt/format.h>

namespace sparkgate::cli {
namespace {

// The schemes of gRPC whose rest is its own affair.
constexpr std::array<std::string_view, 4> kSchemes = {"unix:", "unix-abstract:", "ipv4:", "ipv6:"};

// gRPC would take 443 for a port that is left out, and fail at something else.
bool IsHostAndPort(std::string_view text) {
  const size_t colon = text.rfind(':');
  if (colon == std::string_view::npos || colon == 0) return false;
  const bool bracketed = text.starts_with('[') && text[colon - 1] == ']';
  if (!bracketed && text.find(':') != colon) return false;
  int port = 0;
  return absl::SimpleAtoi(std::string(text.substr(colon + 1)), &port) && port > 0 && port < 65536;
}

// What a name server is asked for, in "dns:host:1" or "dns://name-server/host:1"; "" if none.
std::string_view NameToLookUp(std::string_view rest) {
  if (!rest.starts_with("//")) return rest;
  const size_t slash = rest.find('/', 2);
  return slash == std::string_view::npos ? "" : rest.substr(slash + 1);
}

bool IsAddress(std::string_view text) {
  constexpr std::string_view kDns = "dns:";
  if (text.starts_with(kDns)) return IsHostAndPort(NameToLookUp(text.substr(kDns.size())));
  return IsHostAndPort(text) || std::ranges::any_of(kSchemes, [text](std::string_view scheme) {
           return text.size() > scheme.size() && text.starts_with(scheme);
         });
}

}  // namespace

absl::Status CheckAddress(std::string_view flag, std::string_view address) {
  if (IsAddress(address)) return absl::OkStatus();
  return absl::InvalidArgumentError(fmt::format(
      "--{} {}: must be HOST:PORT, such as 127.0.0.1:7400, or begin with dns:, unix: or another of "
      "gRPC's schemes",
      flag, address));
}

}  // namespace sparkgate::cli
