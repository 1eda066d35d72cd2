// The addresses at which a person consents to an app. Pure functions; no call is made.
#ifndef SPARKGATE_SERVER_TIKTOK_CONSENT_LINK_H_
#define SPARKGATE_SERVER_TIKTOK_CONSENT_LINK_H_

#include <string>
#include <string_view>
#include <vector>

namespace sparkgate::tiktok {

// The scopes that Sparkgate's creator calls need (facts 2.9).
const std::vector<std::string>& SparkgateCreatorScopes();

struct ConsentRequest {
  std::string app_id = {};
  std::string redirect_uri = {};
  std::string state = {};                // comes back with the code; random, used once
  std::vector<std::string> scopes = {};  // creators only; an advertiser's are fixed in the app
};

// "<base>/v2/auth/authorize?client_key=…&response_type=code&scope=…&redirect_uri=…&state=…".
// `base`: CreatorConsentBase() of base_url.h.
std::string CreatorConsentLink(std::string_view base, const ConsentRequest& request);

// "<base>/portal/auth?app_id=…&state=…&redirect_uri=…". `base`: the endpoint's base_url.
std::string AdvertiserConsentLink(std::string_view base, const ConsentRequest& request);

}  // namespace sparkgate::tiktok

#endif  // SPARKGATE_SERVER_TIKTOK_CONSENT_LINK_H_
