// TikTok's words for where an ad stands (simulator/world/ads.h).
#include "simulator/world/ads.h"
#include "simulator/world/delivery.h"

namespace sparkgate::simulator {

std::string_view AdSecondaryStatus(const WorldState& state, const Ad& ad) {
  switch (ObstacleOf(state, ad)) {
    case Obstacle::kAdDeleted:
      return "AD_STATUS_DELETE";
    case Obstacle::kAdGroupDeleted:
      return "AD_STATUS_ADGROUP_DELETE";
    case Obstacle::kCampaignDeleted:
      return "AD_STATUS_CAMPAIGN_DELETE";
    case Obstacle::kAccountPunished:
      return "ADVERTISER_ACCOUNT_PUNISH";
    case Obstacle::kAccountContractPending:
      return "ADVERTISER_CONTRACT_PENDING";
    case Obstacle::kAccountInReview:
      return "AD_STATUS_ADVERTISER_AUDIT";
    case Obstacle::kAccountDenied:
      return "AD_STATUS_ADVERTISER_AUDIT_DENY";
    case Obstacle::kCampaignPaused:
      return "AD_STATUS_CAMPAIGN_DISABLE";
    case Obstacle::kAdGroupPaused:
      return "AD_STATUS_ADGROUP_DISABLE";
    case Obstacle::kAdPaused:
      return "AD_STATUS_DISABLE";
    case Obstacle::kAuthorizationEnded:
      return state.switches.Choice(kEndStatus);
    case Obstacle::kAuthorizationRevoked:
      return state.switches.Choice(kRevokedStatus);
    case Obstacle::kUnfunded:
      return "AD_STATUS_BALANCE_EXCEED";
    case Obstacle::kBudgetUsedUp:
      return "AD_STATUS_BUDGET_EXCEED";
    case Obstacle::kCampaignBudgetUsedUp:
      return "AD_STATUS_CAMPAIGN_EXCEED";
    case Obstacle::kInReview:
      return "AD_STATUS_AUDIT";
    case Obstacle::kInRereview:
      return "AD_STATUS_REAUDIT";
    case Obstacle::kRejected:
      return "AD_STATUS_AUDIT_DENY";
    case Obstacle::kAdGroupRejected:
      return "AD_STATUS_ADGROUP_AUDIT_DENY";
    case Obstacle::kNotStarted:
      return "AD_STATUS_NOT_START";
    case Obstacle::kDone:
      return "AD_STATUS_DONE";
    case Obstacle::kNone:
      break;
  }
  const Review& review = *Find(state.reviews, ad.id);
  if (review.pending) return "AD_STATUS_DELIVERY_AND_REAUDIT";
  if (review.verdict == ReviewVerdict::kPartlyApproved) {
    return "AD_STATUS_REVIEW_PARTIALLY_APPROVED";
  }
  return "AD_STATUS_DELIVERY_OK";
}

}  // namespace sparkgate::simulator
