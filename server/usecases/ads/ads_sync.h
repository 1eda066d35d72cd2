// Keeps our copy of what an ad account has published true: switches and statuses of campaigns, ad
// groups and ads, and the ads' review and delivery. Reading is the only truth there is (facts 13,
// pain 19).
#ifndef SPARKGATE_SERVER_USECASES_ADS_ADS_SYNC_H_
#define SPARKGATE_SERVER_USECASES_ADS_ADS_SYNC_H_

#include <memory>
#include <optional>
#include <string>

#include <absl/status/status.h>
#include <absl/status/statusor.h>
#include <absl/time/time.h>

#include "server/usecases/env.h"
#include "server/usecases/work.h"

namespace sparkgate::server {

struct AccountLook;  // account_look.h

// How much of an ad account a look takes in.
enum class AdsScope {
  kEverything,  // daily, when something was switched or an authorization changed, and when news of
                // some ads leave open what is above them
  kReviews,     // ads whose review isn't over
};
// When to look again; nullopt: nothing of this scope is published.
absl::StatusOr<std::optional<absl::Time>> SyncAds(Env& env, const Workspace& workspace,
                                                  const std::string& ad_account, AdsScope scope,
                                                  absl::Time now);

// One ad's review, read now; as last read if the ad isn't on TikTok.
absl::StatusOr<Review> ReadReview(Env& env, const std::string& workspace, const std::string& ad);

// Takes over a look at some of an ad account's ads. What it leaves open is looked at in time.
absl::Status TakeReviews(Transaction& tx, const std::string& workspace,
                         const std::string& ad_account, const AccountLook& look, absl::Time now);

// Something is published in an ad account: it is looked at daily from now on.
absl::Status WatchAccount(Transaction& tx, const std::string& workspace,
                          const std::string& ad_account, absl::Time now);
// An ad is: its review is looked at from now on, too.
absl::Status WatchNewAd(Transaction& tx, const std::string& workspace,
                        const std::string& ad_account, absl::Time now);

// "status.sync": an ad account's campaigns, ad groups and ads, and again in a day.
std::unique_ptr<WorkHandler> NewAdsSyncHandler();
// "review.sync": its ads in review, again as often as the age of the oldest review asks: from 5
// minutes to an hour.
std::unique_ptr<WorkHandler> NewReviewSyncHandler();
// "status.post": a post whose authorization has changed; with ads, it makes the look at everything
// due, one for all posts of the ad account.
std::unique_ptr<WorkHandler> NewPostAdsHandler();

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_USECASES_ADS_ADS_SYNC_H_
