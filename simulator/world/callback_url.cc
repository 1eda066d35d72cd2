#include "simulator/world/callback_url.h"

#include <string>

#include <absl/strings/ascii.h>
#include <absl/strings/match.h>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include "simulator/world/refusal.h"

namespace sparkgate::simulator {
namespace {

// Not as text: what stands before an @ is no host. Other spellings of loopback, such as 127.1, are
// names here, and refused.
bool IsLoopback(const boost::urls::url_view& url) {
  switch (url.host_type()) {
    case boost::urls::host_type::ipv4:
      return url.host_ipv4_address().is_loopback();
    case boost::urls::host_type::ipv6:
      return url.host_ipv6_address().is_loopback();
    default: {
      const auto host = url.encoded_host();
      std::string name = absl::AsciiStrToLower({host.data(), host.size()});
      if (name.ends_with('.')) name.pop_back();
      return name == "localhost";
    }
  }
}

absl::Status NotAllowed(std::string_view message) {
  return RefuseParam("CALLBACK_URL_NOT_ALLOWED", message, Actor::kOperator);
}

}  // namespace

absl::Status CheckCallbackUrl(std::string_view url, std::string_view https_only) {
  const auto parsed = boost::urls::parse_uri(boost::urls::string_view(url.data(), url.size()));
  if (!parsed || parsed->encoded_host().empty()) {
    return NotAllowed("callback_url: Not a valid URL.");
  }
  if (parsed->scheme_id() == boost::urls::scheme::https) return absl::OkStatus();
  const bool plain = parsed->scheme_id() == boost::urls::scheme::http;
  if (plain && https_only == "never") return absl::OkStatus();
  if (plain && https_only == "except_loopback" && IsLoopback(*parsed)) return absl::OkStatus();
  return NotAllowed("callback_url: It must be an HTTPS address.");
}

}  // namespace sparkgate::simulator
