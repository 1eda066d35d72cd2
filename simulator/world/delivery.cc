#include "simulator/world/delivery.h"

#include "simulator/world/advertisers.h"
#include "simulator/world/spark_posts.h"
#include "simulator/world/spending/ledger.h"

namespace sparkgate::simulator {
namespace {

Obstacle AuthorizationObstacle(const WorldState& state, const Ad& ad) {
  const SparkPost* held = FindSparkPost(state, ad.advertiser_id, ad.post_id);
  if (held == nullptr) return Obstacle::kAuthorizationRevoked;
  if (IsAuthorized(state, *held)) return Obstacle::kNone;
  return IsRevoked(state, *held) ? Obstacle::kAuthorizationRevoked : Obstacle::kAuthorizationEnded;
}

Obstacle OwnReviewObstacle(const WorldState& state, const Ad& ad) {
  const Review* review = Find(state.reviews, ad.id);
  if (review == nullptr) return Obstacle::kInReview;  // not even submitted yet
  const bool runs = review->verdict == ReviewVerdict::kApproved ||
                    review->verdict == ReviewVerdict::kPartlyApproved;
  if (!review->pending) return runs ? Obstacle::kNone : Obstacle::kRejected;
  if (review->verdict == ReviewVerdict::kNone) return Obstacle::kInReview;
  const bool keeps = runs && state.switches.Flag(kRereviewKeepsRunning);
  return keeps ? Obstacle::kNone : Obstacle::kInRereview;
}

// Of the ad, else of its group, which another ad of it can be the cause of.
Obstacle ReviewObstacle(const WorldState& state, const Ad& ad) {
  if (const Obstacle own = OwnReviewObstacle(state, ad); own != Obstacle::kNone) return own;
  const AdGroup& group = *Find(state.ad_groups, ad.ad_group_id);
  return group.denied_by.empty() ? Obstacle::kNone : Obstacle::kAdGroupRejected;
}

// What somebody has done: the ad, what is above it, its post's authorization.
Obstacle SwitchObstacle(const WorldState& state, const Ad& ad) {
  const AdGroup& group = *Find(state.ad_groups, ad.ad_group_id);
  if (ad.operation_status == OperationStatus::kDelete) return Obstacle::kAdDeleted;
  if (const Obstacle of_group = ObstacleOfGroup(state, group); of_group != Obstacle::kNone) {
    return of_group;
  }
  if (ad.operation_status == OperationStatus::kDisable) return Obstacle::kAdPaused;
  return AuthorizationObstacle(state, ad);
}

}  // namespace

Obstacle ObstacleOfGroup(const WorldState& state, const AdGroup& group) {
  const Campaign& campaign = *Find(state.campaigns, group.campaign_id);
  if (group.operation_status == OperationStatus::kDelete) return Obstacle::kAdGroupDeleted;
  if (campaign.operation_status == OperationStatus::kDelete) return Obstacle::kCampaignDeleted;
  switch (AccountProblemOf(*Find(state.advertisers, group.advertiser_id))) {
    case AccountProblem::kPunished:
      return Obstacle::kAccountPunished;
    case AccountProblem::kContractPending:
      return Obstacle::kAccountContractPending;
    case AccountProblem::kInReview:
      return Obstacle::kAccountInReview;
    case AccountProblem::kReviewDenied:
      return Obstacle::kAccountDenied;
    case AccountProblem::kNone:
      break;
  }
  if (campaign.operation_status == OperationStatus::kDisable) return Obstacle::kCampaignPaused;
  if (group.operation_status == OperationStatus::kDisable) return Obstacle::kAdGroupPaused;
  return Obstacle::kNone;
}

Obstacle ScheduleObstacle(const WorldState& state, const AdGroup& group) {
  if (state.now < group.schedule_start_time) return Obstacle::kNotStarted;
  if (group.schedule_end_time && state.now >= *group.schedule_end_time) return Obstacle::kDone;
  return Obstacle::kNone;
}

Obstacle StandingObstacle(const WorldState& state, const Ad& ad) {
  if (const Obstacle off = SwitchObstacle(state, ad); off != Obstacle::kNone) return off;
  return ReviewObstacle(state, ad);
}

Obstacle ObstacleOf(const WorldState& state, const Ad& ad) {
  if (const Obstacle off = SwitchObstacle(state, ad); off != Obstacle::kNone) return off;
  const bool unfunded = !CanPay(state, *Find(state.advertisers, ad.advertiser_id));
  if (unfunded && state.switches.Flag(kUnfundedBeforeReview)) return Obstacle::kUnfunded;
  if (const Obstacle review = ReviewObstacle(state, ad); review != Obstacle::kNone) return review;
  if (unfunded) return Obstacle::kUnfunded;
  const AdGroup& group = *Find(state.ad_groups, ad.ad_group_id);
  switch (SpendLimitOf(state, group)) {
    case SpendLimit::kGroupBudget:
      return Obstacle::kBudgetUsedUp;
    case SpendLimit::kCampaignBudget:
      return Obstacle::kCampaignBudgetUsedUp;
    case SpendLimit::kBalance:
      return Obstacle::kUnfunded;
    case SpendLimit::kNone:
      break;
  }
  return ScheduleObstacle(state, group);
}

}  // namespace sparkgate::simulator
