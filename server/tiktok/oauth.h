// TikTok's two OAuth families: long-lived advertiser tokens, and creator tokens of a day with a
// refresh token of a year that refreshing doesn't prolong. Nothing here can be read back, so an
// exchange or refresh whose outcome is unknown means: ask for a new consent.
#ifndef SPARKGATE_SERVER_TIKTOK_OAUTH_H_
#define SPARKGATE_SERVER_TIKTOK_OAUTH_H_

#include <string>
#include <string_view>
#include <vector>

#include <absl/status/status.h>
#include <absl/status/statusor.h>
#include <absl/time/time.h>

#include "server/tiktok/call.h"
#include "server/tiktok/secret.h"

namespace sparkgate::tiktok {

// A TikTok developer app. Creator endpoints call the same two values client_id and client_secret.
struct AppCredentials {
  std::string app_id = {};
  Secret secret = {};
};

struct AdvertiserGrant {
  Secret access_token = {};                      // no end but revocation
  std::vector<std::string> advertiser_ids = {};  // ad accounts within its reach
  std::vector<std::string> scopes = {};          // numeric ids, e.g. "690", as text
};

struct AdvertiserName {
  std::string advertiser_id = {};
  std::string advertiser_name = {};
};

struct CreatorGrant {
  Secret access_token = {};
  absl::Duration expires_in = {};
  Secret refresh_token = {};
  absl::Duration refresh_expires_in = {};
  std::string open_id = {};              // the `business_id` of the creator's calls
  std::vector<std::string> scopes = {};  // e.g. "biz.spark.auth"
};

// Thread-safe; every call blocks for one exchange. Errors of all calls: docs/errors.md.
class OAuthApi {
 public:
  virtual ~OAuthApi() = default;

  // Mutation (it uses the code up). Reasons: OAUTH_CODE_INVALID.
  virtual absl::StatusOr<AdvertiserGrant> ExchangeAdvertiserCode(const Endpoint& endpoint,
                                                                 const AppCredentials& app,
                                                                 const Secret& auth_code) = 0;
  virtual absl::StatusOr<std::vector<AdvertiserName>> ListAdvertisers(
      const Call& call, const AppCredentials& app) = 0;

  // Mutation. `redirect_uri` must equal the one in the consent link. Reasons: OAUTH_CODE_INVALID.
  virtual absl::StatusOr<CreatorGrant> ExchangeCreatorCode(const Endpoint& endpoint,
                                                           const AppCredentials& app,
                                                           const Secret& auth_code,
                                                           std::string_view redirect_uri) = 0;
  // Mutation. The answer may hold another refresh token: keep what it says. Reasons:
  // RECONNECT_NEEDED. (A creator's call that says RECONNECT_NEEDED with tiktok_code 40102 in its
  // metadata only met a token that is over a day old: refresh it and call again.)
  virtual absl::StatusOr<CreatorGrant> RefreshCreatorToken(const Endpoint& endpoint,
                                                           const AppCredentials& app,
                                                           const Secret& refresh_token) = 0;
  // Mutation.
  virtual absl::Status RevokeCreatorToken(const Endpoint& endpoint, const AppCredentials& app,
                                          const Secret& access_token) = 0;
};

}  // namespace sparkgate::tiktok

#endif  // SPARKGATE_SERVER_TIKTOK_OAUTH_H_
