#include "simulator/world/callback_url.h"

#include <string>

#include <absl/strings/ascii.h>
#include <boost/url/ipv4_address.hpp>
#include <boost/url/ipv6_address.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include "simulator/world/refusal.h"

namespace sparkgate::simulator {
namespace {

struct Host {
  std::string_view name;
  bool valid = false;  // it is one, and what follows it is a port
};

// Boost 1.81 takes [::1]@evil.example for ::1 and 127.0.0.1.evil.example for an IPv4 address, so
// the authority is split here: userinfo is what stands before the last @.
Host HostOfUrl(std::string_view url) {
  const size_t begin = url.find("://") + 3;
  std::string_view authority = url.substr(begin, url.find_first_of("/?#", begin) - begin);
  authority.remove_prefix(authority.rfind('@') + 1);  // npos + 1: 0
  const size_t bracket = authority.starts_with('[') ? authority.find(']') : 0;
  if (bracket == std::string_view::npos) return {};
  Host host{.name = authority.substr(0, authority.find(':', bracket))};
  const std::string_view rest = authority.substr(host.name.size());
  host.valid = !host.name.empty() &&
               (rest.empty() || rest.find_first_not_of("0123456789", 1) == std::string_view::npos);
  return host;
}

// Other spellings of loopback, such as 127.1, are names here, and refused.
bool IsLoopback(std::string_view host) {
  std::string name = absl::AsciiStrToLower({host.data(), host.size()});
  const auto ipv4 = boost::urls::parse_ipv4_address(name);
  if (ipv4) return ipv4->is_loopback();
  if (name.starts_with('[') && name.ends_with(']')) {
    const auto ipv6 = boost::urls::parse_ipv6_address(name.substr(1, name.size() - 2));
    return ipv6 && ipv6->is_loopback();
  }
  if (name.ends_with('.')) name.pop_back();
  return name == "localhost";
}

absl::Status NotAllowed(std::string_view message) {
  return RefuseParam("CALLBACK_URL_NOT_ALLOWED", message, Actor::kOperator);
}

}  // namespace

absl::Status CheckCallbackUrl(std::string_view url, std::string_view https_only) {
  const auto parsed = boost::urls::parse_uri(boost::urls::string_view(url.data(), url.size()));
  if (!parsed || !parsed->has_authority()) return NotAllowed("callback_url: Not a valid URL.");
  const Host host = HostOfUrl(url);
  if (!host.valid) return NotAllowed("callback_url: Not a valid URL.");
  if (parsed->scheme_id() == boost::urls::scheme::https) return absl::OkStatus();
  const bool plain = parsed->scheme_id() == boost::urls::scheme::http;
  if (plain && https_only == "never") return absl::OkStatus();
  if (plain && https_only == "except_loopback" && IsLoopback(host.name)) return absl::OkStatus();
  return NotAllowed("callback_url: It must be an HTTPS address.");
}

}  // namespace sparkgate::simulator
