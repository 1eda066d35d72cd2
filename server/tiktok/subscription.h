// Webhooks that TikTok is asked for (facts 8.1, 8.2): one subscription per ad group. They belong to
// the developer app, and go silent with the token they were made with.
#ifndef SPARKGATE_SERVER_TIKTOK_SUBSCRIPTION_H_
#define SPARKGATE_SERVER_TIKTOK_SUBSCRIPTION_H_

#include <string>
#include <string_view>
#include <vector>

#include <absl/status/status.h>
#include <absl/status/statusor.h>

#include "server/tiktok/call.h"
#include "server/tiktok/oauth.h"

namespace sparkgate::tiktok {

// Of an ad group's review.
struct Subscription {
  std::string id = {};
  std::string callback_url = {};
  std::string advertiser_id = {};
  std::string adgroup_id = {};
};

// Thread-safe; every call blocks for one exchange. Errors of all calls: docs/errors.md.
class SubscriptionApi {
 public:
  virtual ~SubscriptionApi() = default;

  // Mutation. `wanted` is without an id; returns it. The call's token is handed over: TikTok reads
  // with it.
  virtual absl::StatusOr<std::string> Subscribe(const Call& call, const AppCredentials& app,
                                                const Subscription& wanted) = 0;
  // All of the app's, of whatever callback_url.
  virtual absl::StatusOr<std::vector<Subscription>> ListAdGroups(const Endpoint& endpoint,
                                                                 const AppCredentials& app) = 0;
  // Mutation; absolute. Reasons: OBJECT_NOT_FOUND if there is no such subscription.
  virtual absl::Status Unsubscribe(const Endpoint& endpoint, const AppCredentials& app,
                                   std::string_view id) = 0;
};

}  // namespace sparkgate::tiktok

#endif  // SPARKGATE_SERVER_TIKTOK_SUBSCRIPTION_H_
