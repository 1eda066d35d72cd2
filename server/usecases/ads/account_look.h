// One look at an ad account: what was known before TikTok was asked, and what it says that is new.
// Asked without a transaction, taken over in one.
#ifndef SPARKGATE_SERVER_USECASES_ADS_ACCOUNT_LOOK_H_
#define SPARKGATE_SERVER_USECASES_ADS_ACCOUNT_LOOK_H_

#include <optional>
#include <string>
#include <vector>

#include <absl/status/statusor.h>
#include <absl/time/time.h>

#include "server/usecases/ads/ad_reading.h"
#include "server/usecases/ads/ads_sync.h"
#include "server/usecases/ads/parents_reading.h"
#include "server/usecases/connect/tokens.h"
#include "server/usecases/env.h"

namespace sparkgate::server {

struct AccountLook {
  Parents parents;
  std::vector<AdMirror> ads;
  std::optional<absl::Time> review_look;  // when reviews are looked at anyway; of kEverything only
  ParentLooks parent_news;
  AdLooks ad_news;

  bool AnyNews() const { return !parent_news.empty() || !ad_news.empty(); }
  bool NothingIsPublished() const { return ads.empty() && parents.campaigns.empty(); }
};

absl::StatusOr<AccountLook> LookAtAccount(Env& env, const std::string& workspace,
                                          const AdAccountCall& as, AdsScope scope);

// When to look at reviews again, by the age of the oldest that is open; nullopt: none is. As it is
// before the news are taken over.
std::optional<absl::Time> NextReviewLook(const AccountLook& look, absl::Time now);

struct AccountTaken {
  std::optional<absl::Time> review_look;  // as NextReviewLook, after the news
  std::vector<Ad> changed;                // ads that aren't what they were when TikTok was asked
};
absl::StatusOr<AccountTaken> TakeAccount(Transaction& tx, const std::string& workspace,
                                         const AccountLook& look, absl::Time now);

// Whether an ad says nothing of what is above it that isn't known: it delivers, so they run, and
// that is what the store holds.
absl::StatusOr<bool> ConfirmsParents(const Transaction& tx, const Ad& ad);

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_USECASES_ADS_ACCOUNT_LOOK_H_
