// TikTok's webhooks are hints: one that is TikTok's makes us read the ad group's ads at once, and
// what is read counts. Duplicates, late and lost ones do no harm.
#ifndef SPARKGATE_SERVER_USECASES_ADS_HINTS_H_
#define SPARKGATE_SERVER_USECASES_ADS_HINTS_H_

#include <memory>
#include <string>
#include <string_view>

#include <absl/status/statusor.h>

#include "server/usecases/env.h"
#include "server/usecases/work.h"

namespace sparkgate::server {

// The header that holds its signature, in lower case (facts 8.4).
inline constexpr char kWebhookSignature[] = "x-open-signature";

enum class Hint {
  kTaken,    // its ad groups are read at once
  kIgnored,  // TikTok's, but about nothing that we know
  kRefused,  // not TikTok's, or about a workspace that isn't here: nothing happened
};
// A webhook that came to the workspace's address (WebhookAddress), as it was signed. Errors are the
// store's: nothing was taken, and TikTok sends it again.
absl::StatusOr<Hint> TakeWebhook(Env& env, const std::string& workspace, std::string_view body,
                                 std::string_view signature);

// "review.hint": an ad group whose ads, and their reviews, are read once, whatever is known of
// them.
std::unique_ptr<WorkHandler> NewHintHandler();

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_USECASES_ADS_HINTS_H_
