// Keeps our copy of what an ad account has published true: switches and statuses of campaigns, ad
// groups and ads, and the ads' review and delivery. Reading is the only truth there is (facts 13,
// pain 19).
#ifndef SPARKGATE_SERVER_USECASES_ADS_ADS_SYNC_H_
#define SPARKGATE_SERVER_USECASES_ADS_ADS_SYNC_H_

#include <memory>
#include <string>

#include <absl/status/statusor.h>
#include <absl/time/time.h>

#include "server/usecases/env.h"
#include "server/usecases/work.h"

namespace sparkgate::server {

// When to look again; nullopt: nothing is published.
absl::StatusOr<std::optional<absl::Time>> SyncAds(Env& env, const Workspace& workspace,
                                                  const std::string& ad_account, absl::Time now);

// One ad's review, read now; as last read if the ad isn't on TikTok.
absl::StatusOr<Review> ReadReview(Env& env, const std::string& workspace, const std::string& ad);

// "ads.sync": an ad account's campaigns, ad groups and ads, again as often as the age of the oldest
// review asks: from 5 minutes to an hour; daily when none is in review.
std::unique_ptr<WorkHandler> NewAdsSyncHandler();

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_USECASES_ADS_ADS_SYNC_H_
