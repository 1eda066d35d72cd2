#include "server/tiktok/base_url.h"

#include <cctype>
#include <string>

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>
#include <fmt/format.h>

#include "base/error.h"

namespace sparkgate::tiktok {
namespace {

constexpr std::string_view kTikTokDomain = "tiktok.com";

// The host as a resolver reads it: decoded, in lower case, without the root's dot.
std::string NormalHost(const boost::urls::url_view& url) {
  std::string host = url.host();
  for (char& c : host) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  while (!host.empty() && host.back() == '.') host.pop_back();
  return host;
}

bool IsTikToks(std::string_view host) {
  if (!host.ends_with(kTikTokDomain)) return false;
  host.remove_suffix(kTikTokDomain.size());
  return host.empty() || host.back() == '.';
}

// Boost 1.81 reads 1.2.3.4 out of http://1.2.3.4.tiktok.com, and goes on without what is left.
bool HasWholeAuthority(std::string_view url, const boost::urls::url_view& parsed) {
  url.remove_prefix(url.find("://") + 3);
  return url.substr(0, url.find_first_of("/?#")).size() == parsed.encoded_authority().size();
}

// The host of an address that a path can be put behind.
absl::StatusOr<std::string> HostOf(std::string_view field, std::string_view url,
                                   std::string_view example) {
  const auto parsed = boost::urls::parse_uri({url.data(), url.size()});
  if (!parsed || !parsed->has_authority() || !HasWholeAuthority(url, *parsed)) {
    return InvalidField(field, fmt::format("must be an address such as {}", example));
  }
  if (parsed->scheme_id() != boost::urls::scheme::http &&
      parsed->scheme_id() != boost::urls::scheme::https) {
    return InvalidField(field, "must begin with http:// or https://");
  }
  if (parsed->has_query() || parsed->has_fragment() || parsed->has_userinfo()) {
    return InvalidField(field, "must have no user, query or fragment");
  }
  std::string host = NormalHost(*parsed);
  if (host.empty()) return InvalidField(field, "must name a host");
  return host;
}

}  // namespace

absl::Status CheckSimulatorUrl(std::string_view url) {
  constexpr std::string_view kField = "simulator_url";
  SG_ASSIGN_OR_RETURN(const std::string host, HostOf(kField, url, "http://127.0.0.1:7410"));
  if (IsTikToks(host)) {
    return InvalidField(kField, "must not be TikTok's: simulated workspaces never reach it");
  }
  return absl::OkStatus();
}

absl::Status CheckPublicUrl(std::string_view url) {
  return HostOf("public_url", url, "https://sparkgate.example.com").status();
}

absl::Status CheckLiveUrl(std::string_view url) {
  if (url == kLiveUrl) return absl::OkStatus();
  return InvalidField("live_url", fmt::format("must be exactly {}", kLiveUrl));
}

std::string SimulatorBaseUrl(std::string_view simulator_url, std::string_view workspace) {
  while (simulator_url.ends_with('/')) simulator_url.remove_suffix(1);
  return fmt::format("{}/w/{}", simulator_url, workspace);
}

std::string CreatorConsentBase(std::string_view base_url) {
  return std::string(base_url == kLiveUrl ? kLiveCreatorConsentUrl : base_url);
}

}  // namespace sparkgate::tiktok
