// The review desk: ads come in when they are created or changed, and a reviewer decides, by itself
// after a delay or by hand (facts 7.10, 11). Free functions over the state, under its owner's lock.
// Pointers are good until the state changes.
#ifndef SPARKGATE_SIMULATOR_WORLD_REVIEW_H_
#define SPARKGATE_SIMULATOR_WORLD_REVIEW_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <absl/status/statusor.h>

#include "simulator/world/state.h"

namespace sparkgate::simulator {

// An ad is new, or what people see of it has changed. A version that was approved keeps running
// meanwhile (switch rereview_keeps_running).
void SubmitForReview(WorldState& state, const Ad& ad);

// Submits those ads of a group that never were; paused ones only under the switch
// review_paused_ads.
void SubmitWaiting(WorldState& state, std::string_view ad_group_id);

// The advertiser objects to a rejection, which stands until the desk decides once more. Whether it
// may is asked by simulator/world/appeals.h.
void SubmitAppeal(WorldState& state, std::string_view ad_id, std::string_view reason);

struct ReviewDecision {
  ReviewVerdict verdict = ReviewVerdict::kApproved;  // not kNone
  std::vector<std::string> reasons;                  // at least one, unless it approves
  std::string suggestion;
  std::vector<std::string> forbidden_locations;  // a partial approval fills one of the three
  std::vector<std::string> forbidden_ages;
  std::vector<std::string> forbidden_placements;
};

// Decides at once, whatever the policy. Also an ad that was decided before: reviewers change their
// minds. Decides an open appeal too: it fails by another rejection and succeeds otherwise. Errors:
// NO_SUCH_REVIEW, AD_DELETED, VERDICT_MISSING, REASONS_MISSING, FORBIDDEN_MISSING.
absl::Status DecideReview(WorldState& state, std::string_view ad_id,
                          const ReviewDecision& decision);

// The instant for the automatic reviewer to decide has come: it does if the ad still waits for it.
void DecideAutomatically(WorldState& state, std::string_view ad_id);

// Since when the desk owes a decision, about a version or an appeal; nullopt if it doesn't.
std::optional<absl::Time> WaitingSince(const Review& review);

// Reviews and appeals that wait, of ads that exist, the longest waiting first.
std::vector<const Review*> ReviewQueue(const WorldState& state);

// Ads that wait already keep their due time; under a manual policy they wait on. Errors:
// DELAY_NOT_ALLOWED, FRACTION_NOT_ALLOWED.
absl::Status SetReviewPolicy(WorldState& state, const ReviewPolicy& policy);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_REVIEW_H_
