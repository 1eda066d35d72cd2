// Which of TikTok's webhooks we are subscribed to: those of each published ad group, as long as a
// workspace has no more of them than is configured; beyond that, reading many ads at once is
// cheaper. They only make us read sooner (hints.h): all works without them, later.
#ifndef SPARKGATE_SERVER_USECASES_ADS_SUBSCRIPTIONS_H_
#define SPARKGATE_SERVER_USECASES_ADS_SUBSCRIPTIONS_H_

#include <memory>
#include <string>

#include <absl/status/status.h>
#include <absl/time/time.h>

#include "server/usecases/env.h"
#include "server/usecases/work.h"

namespace sparkgate::server {

inline constexpr char kSubscribe[] = "ad_group.subscribe";  // Operation::kind
inline constexpr char kWebhookPath[] = "/webhooks/tiktok/";

// Where TikTok sends a workspace's webhooks: "<public_url>/webhooks/tiktok/<workspace>".
std::string WebhookAddress(const Env& env, const std::string& workspace);

// An ad group was published: makes a look at the subscriptions due, if there are to be any.
absl::Status WakeSubscriptions(const Env& env, Transaction& tx, const std::string& workspace,
                               absl::Time now);
// Likewise, unless one is due anyway: the server may have been told of them only lately.
absl::Status WatchSubscriptions(const Env& env, Transaction& tx, const std::string& workspace,
                                absl::Time now);

// "subscription.sync": reads what the workspace is subscribed to, subscribes to what is missing,
// each by an operation, and unsubscribes from what is one too many; again in a day.
std::unique_ptr<WorkHandler> NewSubscriptionSyncHandler();

void RegisterSubscribeMutation(Operations& operations);

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_USECASES_ADS_SUBSCRIPTIONS_H_
