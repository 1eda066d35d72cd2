// TikTok's webhooks of its Subscription API, as they come in (facts 8.3, 8.4): whether TikTok sent
// one, and what it is about. What else it says isn't read: it has no status, may be old, late or
// sent twice, and only a read tells what is so. Pure functions.
#ifndef SPARKGATE_SERVER_TIKTOK_WEBHOOK_H_
#define SPARKGATE_SERVER_TIKTOK_WEBHOOK_H_

#include <string>
#include <string_view>
#include <vector>

#include <absl/status/statusor.h>

#include "server/tiktok/secret.h"

namespace sparkgate::tiktok {

// Whether `signature` is that of `body` under the app's secret: lowercase hex of HMAC-SHA256 over
// the body with every character outside ASCII written as \uXXXX. Takes as long for a near miss as
// for a far one. A body that isn't UTF-8 is nobody's.
bool IsSignedWebhook(const Secret& app_secret, std::string_view body, std::string_view signature);

// TikTok's ids of the ad groups whose review it is about, each once; none if it is about
// something else. INVALID_ARGUMENT if it isn't JSON.
absl::StatusOr<std::vector<std::string>> AdGroupsOfWebhook(std::string_view body);

}  // namespace sparkgate::tiktok

#endif  // SPARKGATE_SERVER_TIKTOK_WEBHOOK_H_
