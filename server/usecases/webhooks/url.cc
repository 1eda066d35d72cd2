#include "server/usecases/webhooks/url.h"

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include "base/http/address.h"

namespace sparkgate::server {
namespace {

constexpr size_t kLongestUrl = 2000;

// Boost 1.81 reads 1.2.3.4 out of http://1.2.3.4.example.com, and goes on without what is left.
bool HasWholeAuthority(std::string_view url, const boost::urls::url_view& parsed) {
  url.remove_prefix(url.find("://") + 3);
  return url.substr(0, url.find_first_of("/?#")).size() == parsed.encoded_authority().size();
}

bool IsLocalName(std::string host) {
  for (char& c : host) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  while (host.ends_with('.')) host.pop_back();
  return host == "localhost" || host.ends_with(".localhost");
}

}  // namespace

std::string WebhookUrlProblem(const EnvSettings& settings, const std::string& url) {
  if (url.size() > kLongestUrl) return "must have at most 2000 bytes";
  const auto parsed = boost::urls::parse_uri(url);
  if (!parsed.has_value() || !parsed->has_authority() || parsed->host().empty() ||
      !HasWholeAuthority(url, *parsed)) {
    return "must be an address such as https://example.com/hooks";
  }
  const bool plain = parsed->scheme_id() == boost::urls::scheme::http;
  if (!plain && parsed->scheme_id() != boost::urls::scheme::https)
    return "must begin with https://";
  if (plain && !settings.webhooks_allow_http) {
    return "must begin with https://: this server allows no plain http (webhooks_allow_http)";
  }
  if (parsed->has_userinfo() || parsed->has_fragment()) return "must have no user and no fragment";
  if (!settings.webhooks_allow_private &&
      (IsPrivateLiteral(parsed->host()) || IsLocalName(parsed->host()))) {
    return "is at an address of a private network or of the server's own machine, which this "
           "server "
           "doesn't allow (webhooks_allow_private)";
  }
  return "";
}

}  // namespace sparkgate::server
