// What TikTok tells of ads, put into our records of them: status, review, delivery.
#ifndef SPARKGATE_SERVER_USECASES_ADS_AD_READING_H_
#define SPARKGATE_SERVER_USECASES_ADS_AD_READING_H_

#include <map>
#include <optional>
#include <span>
#include <string>

#include <absl/status/statusor.h>
#include <absl/time/time.h>

#include "server/domain/ad.h"
#include "server/store/store.h"
#include "server/tiktok/ad.h"
#include "server/tiktok/review.h"
#include "server/usecases/env.h"

namespace sparkgate::server {

struct AdLook {
  tiktok::Ad ad;
  std::optional<tiktok::AdReview> review;  // asked for only where it can have changed
  std::string group_appeal;                // its ad group's appeal_status; "" = not asked for
};
using AdLooks = std::map<std::string, AdLook>;  // by TikTok's ad id

AdMirror MirrorOf(const Ad& ad);

// Somebody has yet to decide on the ad, or on an appeal.
bool IsReviewOpen(const AdMirror& ad);

// Whose review_info is read besides the status.
enum class ReviewsOf {
  kOpen,  // of ads whose review wasn't over, or whose status says that it moved
  kAll,   // of each: somebody wants to know, or TikTok says that there is something to know
};
// Asks TikTok about published ads of one ad account, as many as there are. Holds only looks that
// may say something new.
absl::StatusOr<AdLooks> LookAtAds(Env& env, const tiktok::Call& call, const std::string& ad_account,
                                  std::span<const AdMirror> ads,
                                  ReviewsOf reviews = ReviewsOf::kOpen);

// Takes one look over in a transaction and tells what has changed. `seen` is the ad as it was
// before TikTok was asked; one that changed since stays as it is. Returns the ad as it is now.
absl::StatusOr<Ad> TakeLook(Transaction& tx, const std::string& workspace, const AdMirror& seen,
                            const AdLook& look, absl::Time now);

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_USECASES_ADS_AD_READING_H_
