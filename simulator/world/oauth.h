// OAuth, both families (facts 2): a person's consent, the exchange of its code, tokens and their
// ends. Free functions over the state, under its owner's lock. Pointers are good until the state
// changes.
#ifndef SPARKGATE_SIMULATOR_WORLD_OAUTH_H_
#define SPARKGATE_SIMULATOR_WORLD_OAUTH_H_

#include <string>
#include <string_view>
#include <vector>

#include <absl/status/statusor.h>
#include <absl/time/time.h>

#include "simulator/world/state.h"

namespace sparkgate::simulator {

// The app, or the kind of no that TikTok gives: 40113 for an unknown app, 40101 for a wrong secret.
absl::StatusOr<const App*> CheckAppSecret(const WorldState& state, std::string_view app_id,
                                          std::string_view secret);

// 40113 if a token given to one app comes with another's id.
absl::Status CheckTokenApp(std::string_view token_app_id, std::string_view app_id);

// What an authorization link asks for, on whatever host; its app and its redirect address are found
// good. Errors: LINK_INVALID, APP_UNKNOWN, REDIRECT_NOT_ALLOWED.
struct ConsentLink {
  std::string app_id;
  std::string redirect_uri;
  std::string state;                // comes back as it is
  std::vector<std::string> scopes;  // a creator's, as they stand there, also such as don't exist
};
absl::StatusOr<ConsentLink> ReadCreatorLink(const WorldState& state, std::string_view text);
absl::StatusOr<ConsentLink> ReadAdvertiserLink(const WorldState& state, std::string_view text);

// A person follows an authorization link, on whatever host, and agrees or declines. The answer is
// the address that TikTok redirects the browser to: the link's redirect_uri with auth_code, code
// and state, or with error=access_denied and state. Who declines needs no account.
//
// CreatorConsent takes
// …/v2/auth/authorize?client_key=&response_type=code&scope=&redirect_uri=&state= and grants what
// the link asks for and `scopes` holds. AdvertiserConsent takes
// …/portal/auth?app_id=&state=&redirect_uri= and grants AdvertiserScopes(), or those that `scopes`
// holds (a parent holds its children). Empty `scopes`: all of them.
// Errors: LINK_INVALID, APP_UNKNOWN, REDIRECT_NOT_ALLOWED, NO_SUCH_CREATOR, NO_SUCH_ADVERTISER.
struct CreatorConsentRequest {
  std::string link;
  std::string creator_id;
  bool decline = false;
  std::vector<std::string> scopes;
};
absl::StatusOr<std::string> CreatorConsent(WorldState& state, const CreatorConsentRequest& request);

struct AdvertiserConsentRequest {
  std::string link;
  std::vector<std::string> advertiser_ids;  // at least one
  bool decline = false;
  std::vector<std::string> scopes;
};
absl::StatusOr<std::string> AdvertiserConsent(WorldState& state,
                                              const AdvertiserConsentRequest& request);

// Each OAuth code is good once. Errors: 40110 (used or expired), 40101 (unknown, or another app's).
absl::StatusOr<const AdvertiserToken*> ExchangeAdvertiserCode(WorldState& state, const App& app,
                                                              std::string_view auth_code);
// Errors: 40131.
absl::StatusOr<const CreatorGrant*> ExchangeCreatorCode(WorldState& state, const App& app,
                                                        std::string_view auth_code,
                                                        std::string_view redirect_uri);
// A new access token; the refresh token and its clock stay. Errors: 40103, 40107.
absl::StatusOr<const CreatorGrant*> RefreshCreatorToken(WorldState& state, const App& app,
                                                        std::string_view refresh_token);
// The app gives a token back, and hears which ad accounts it reached. Other tokens of the app that
// reach them stay. Errors: 40105, 40113.
absl::StatusOr<std::vector<std::string>> RevokeAdvertiserToken(WorldState& state, const App& app,
                                                               std::string_view access_token);
// The app gives the consent back (both tokens end). Errors: 40105.
absl::Status RevokeCreatorToken(WorldState& state, const App& app, std::string_view access_token);

// The person takes the consent back, in the app or in Ads Manager.
absl::Status RevokeCreatorConsent(WorldState& state, std::string_view creator_id,
                                  std::string_view app_id);
absl::Status RevokeAdvertiserConsent(WorldState& state, std::string_view advertiser_id,
                                     std::string_view app_id);

// Who holds this token, or the kind of no that TikTok gives: 40105 unknown or revoked, 40102
// expired.
absl::StatusOr<const AdvertiserToken*> CheckAdvertiserToken(const WorldState& state,
                                                            std::string_view value);
absl::StatusOr<const CreatorGrant*> CheckCreatorToken(const WorldState& state,
                                                      std::string_view value);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_OAUTH_H_
