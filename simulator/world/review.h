// Reviews: ads come in when they are created or changed and wait, in a line at the desk
// (simulator/world/review/), until it is decided about them: after a delay, by a reviewer of the
// desk, or by hand (facts 7.10, 11). Free functions over the state, under its owner's lock.
// Pointers are good until the state changes.
#ifndef SPARKGATE_SIMULATOR_WORLD_REVIEW_H_
#define SPARKGATE_SIMULATOR_WORLD_REVIEW_H_

#include <string_view>

#include <absl/status/status.h>

#include "simulator/world/state.h"

namespace sparkgate::simulator {

// An ad is new, or what people see of it has changed. A version that was approved keeps running
// meanwhile (switch rereview_keeps_running).
void SubmitForReview(WorldState& state, const Ad& ad);

// Submits those ads of a group that never were; paused ones only under the switch
// review_paused_ads.
void SubmitWaiting(WorldState& state, std::string_view ad_group_id);
// The same for one ad: the others of its group aren't looked at.
void SubmitWaiting(WorldState& state, const Ad& ad);

// The advertiser objects to a rejection, which stands until the desk decides once more. Whether it
// may is asked by simulator/world/appeals.h.
void SubmitAppeal(WorldState& state, std::string_view ad_id, std::string_view reason);

// Decides at once, whatever the policy. Also an ad that was decided before: reviewers change their
// minds. A reviewer of the desk who has it in hand is free. Decides an open appeal too: it fails by
// another rejection and succeeds otherwise. Errors: NO_SUCH_REVIEW, AD_DELETED, VERDICT_MISSING,
// REASONS_MISSING, FORBIDDEN_MISSING, GROUP_NOT_REJECTED.
absl::Status DecideReview(WorldState& state, std::string_view ad_id,
                          const ReviewDecision& decision);

// The instant for the automatic reviewer to decide has come: it does if the ad still waits for it.
void DecideAutomatically(WorldState& state, std::string_view ad_id);

// The same for the reviewers of the desk who are done now.
void DecideAtDesk(WorldState& state);

// Ads that were deleted, by themselves or with their group or campaign, wait no more.
void WithdrawAd(WorldState& state, std::string_view ad_id);
void WithdrawAds(WorldState& state, std::string_view ad_group_id);

// Applies from now on. Ads that wait for the end of their delay keep it, and wait on under a manual
// policy. With a desk they wait for its reviewers, who finish what they have in hand when the desk
// is changed; without one again, all that wait get a delay. Errors: DELAY_NOT_ALLOWED,
// FRACTION_NOT_ALLOWED, DESK_NOT_ALLOWED.
absl::Status SetReviewPolicy(WorldState& state, const ReviewPolicy& policy);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_REVIEW_H_
