// TikTok's words for where an ad group stands (simulator/world/ad_groups.h): its own switches
// first, then what its ads have in common.
#include <cstddef>

#include "simulator/world/ad_groups.h"
#include "simulator/world/advertisers.h"
#include "simulator/world/delivery.h"
#include "simulator/world/spending/ledger.h"

namespace sparkgate::simulator {
namespace {

// How many of a group's ads stand where; deleted and paused ones don't count.
struct Tally {
  size_t ads = 0;
  size_t lost = 0;
  size_t in_review = 0;
  size_t in_rereview = 0;  // and not running meanwhile
  size_t rejected = 0;
  size_t running_rereview = 0;
  size_t partly_approved = 0;
};

Tally CountAds(const WorldState& state, const AdGroup& group) {
  Tally tally;
  for (const std::string& id : group.ad_ids) {
    const Ad& ad = *Find(state.ads, id);
    if (ad.operation_status != OperationStatus::kEnable) continue;
    ++tally.ads;
    const Review* review = Find(state.reviews, id);
    switch (ObstacleOf(state, ad)) {
      case Obstacle::kAuthorizationEnded:
      case Obstacle::kAuthorizationRevoked:
        ++tally.lost;
        break;
      case Obstacle::kInReview:
        ++tally.in_review;
        break;
      case Obstacle::kInRereview:
        ++tally.in_rereview;
        break;
      case Obstacle::kRejected:
      case Obstacle::kAdGroupRejected:
        ++tally.rejected;
        break;
      default:
        if (review == nullptr) break;
        if (review->pending) ++tally.running_rereview;
        if (review->verdict == ReviewVerdict::kPartlyApproved) ++tally.partly_approved;
        break;
    }
  }
  return tally;
}

bool HasAds(const WorldState& state, const AdGroup& group) {
  for (const std::string& id : group.ad_ids) {
    if (Find(state.ads, id)->operation_status != OperationStatus::kDelete) return true;
  }
  return false;
}

std::string_view OwnStatus(Obstacle obstacle) {
  switch (obstacle) {
    case Obstacle::kAdGroupDeleted:
      return "ADGROUP_STATUS_DELETE";
    case Obstacle::kCampaignDeleted:
      return "ADGROUP_STATUS_CAMPAIGN_DELETE";
    case Obstacle::kAccountPunished:
      return "ADVERTISER_ACCOUNT_PUNISH";
    case Obstacle::kAccountContractPending:
      return "ADVERTISER_CONTRACT_PENDING";
    case Obstacle::kAccountInReview:
      return "ADGROUP_STATUS_ADVERTISER_AUDIT";
    case Obstacle::kAccountDenied:
      return "ADGROUP_STATUS_ADVERTISER_AUDIT_DENY";
    case Obstacle::kCampaignPaused:
      return "ADGROUP_STATUS_CAMPAIGN_DISABLE";
    default:
      return "ADGROUP_STATUS_DISABLE";
  }
}

}  // namespace

std::string_view AdGroupSecondaryStatus(const WorldState& state, const AdGroup& group) {
  const Obstacle own = ObstacleOfGroup(state, group);
  if (own != Obstacle::kNone) return OwnStatus(own);
  if (!HasAds(state, group)) return "ADGROUP_STATUS_CREATE";

  const Tally tally = CountAds(state, group);
  const bool some = tally.ads > 0;
  if (some && tally.lost == tally.ads) return "ADGROUP_STATUS_ASSET_AUTHORIZATION_LOST";
  const bool unfunded = !CanPay(state, *Find(state.advertisers, group.advertiser_id));
  if (unfunded && state.switches.Flag(kUnfundedBeforeReview)) {
    return "ADGROUP_STATUS_BALANCE_EXCEED";
  }
  const size_t reviewable = tally.ads - tally.lost;
  const size_t held = tally.in_review + tally.in_rereview + tally.rejected;
  if (some && held == reviewable) {
    if (tally.rejected == held) return "ADGROUP_STATUS_AUDIT_DENY";
    if (tally.in_review == held) return "ADGROUP_STATUS_AUDIT";
    if (tally.in_rereview == held) return "ADGROUP_STATUS_REAUDIT";
    return "ADGROUP_STATUS_PARTIAL_AUDIT_NO_DELIVERY";
  }
  if (unfunded) return "ADGROUP_STATUS_BALANCE_EXCEED";
  switch (SpendLimitOf(state, group)) {
    case SpendLimit::kGroupBudget:
      return "ADGROUP_STATUS_BUDGET_EXCEED";
    case SpendLimit::kCampaignBudget:
      return "ADGROUP_STATUS_CAMPAIGN_EXCEED";
    case SpendLimit::kBalance:
      return "ADGROUP_STATUS_BALANCE_EXCEED";
    case SpendLimit::kNone:
      break;
  }
  switch (ScheduleObstacle(state, group)) {
    case Obstacle::kNotStarted:
      return "ADGROUP_STATUS_NOT_START";
    case Obstacle::kDone:
      return "ADGROUP_STATUS_TIME_DONE";
    default:
      break;
  }
  if (tally.in_review > 0) return "ADGROUP_STATUS_PARTIAL_AUDIT_DELIVERY_OK";
  if (tally.in_rereview + tally.running_rereview > 0) {
    return "ADGROUP_STATUS_SHADOW_ADGROUP_REAUDIT";
  }
  if (tally.rejected + tally.partly_approved > 0) return "ADGROUP_STATUS_REVIEW_PARTIALLY_APPROVED";
  return "ADGROUP_STATUS_DELIVERY_OK";
}

}  // namespace sparkgate::simulator
