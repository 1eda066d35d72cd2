// What TikTok's statuses of an ad mean: facts 7.7 (secondary_status), 7.10 and 11 (review_info).
#include <string_view>

#include <absl/container/flat_hash_map.h>

#include "server/domain/ad.h"

namespace sparkgate::server {
namespace {

AdReading Reading(DeliveryState state, std::optional<ReviewState> review) {
  AdReading reading;
  reading.review = review;
  reading.delivery.state = state;
  return reading;
}

AdReading Delivering(std::optional<ReviewState> review) {
  return Reading(DeliveryState::kDelivering, review);
}

AdReading Held(NotDelivering reason, std::optional<ReviewState> review = std::nullopt) {
  AdReading reading = Reading(DeliveryState::kNotDelivering, review);
  reading.delivery.reasons = {reason};
  return reading;
}

AdReading Rereview(AdReading reading, bool old_version_running) {
  reading.rereview = true;
  reading.old_version_running = old_version_running;
  return reading;
}

AdReading Deleted() {
  AdReading reading = Held(NotDelivering::kDeleted);
  reading.deleted = true;
  return reading;
}

using Readings = absl::flat_hash_map<std::string_view, AdReading>;

// Switches, money and lost rights hide what the review says: those readings have no review.
const Readings& KnownReadings() {
  using Is = ReviewState;
  using Why = NotDelivering;
  static const auto* const kReadings = new Readings{
      // Review.
      {"AD_STATUS_AUDIT", Held(Why::kInReview, Is::kInReview)},
      {"AD_STATUS_REAUDIT", Rereview(Held(Why::kInReview, Is::kInReview), false)},
      {"AD_STATUS_DELIVERY_AND_REAUDIT", Rereview(Delivering(Is::kInReview), true)},
      {"AD_STATUS_AUDIT_DENY", Held(Why::kRejected, Is::kRejected)},
      {"AD_STATUS_ADGROUP_AUDIT_DENY", Held(Why::kRejected, Is::kRejected)},
      {"AD_STATUS_REVIEW_PARTIALLY_APPROVED", Delivering(Is::kPartlyApproved)},
      {"AD_STATUS_PARTIAL_AUDIT_DELIVERY_OK", Delivering(Is::kInReview)},
      {"AD_STATUS_PARTIAL_AUDIT_NO_DELIVERY", Held(Why::kInReview, Is::kInReview)},
      {"AD_STATUS_ADGROUP_PARTIAL_AUDIT_NO_DELIVERY", Held(Why::kInReview, Is::kInReview)},
      // Delivery.
      {"AD_STATUS_DELIVERY_OK", Delivering(Is::kApproved)},
      {"AD_STATUS_NOT_START", Reading(DeliveryState::kScheduled, Is::kApproved)},
      {"AD_STATUS_DONE", Reading(DeliveryState::kCompleted, std::nullopt)},
      {"AD_STATUS_DELIVERY_AND_TRANSCODING_FAIL", Delivering(std::nullopt)},
      // Switches.
      {"AD_STATUS_DISABLE", Held(Why::kPaused)},
      {"AD_STATUS_ADGROUP_DISABLE", Held(Why::kGroupPaused)},
      {"AD_STATUS_CAMPAIGN_DISABLE", Held(Why::kCampaignPaused)},
      {"AD_STATUS_DELETE", Deleted()},
      {"AD_STATUS_ADGROUP_DELETE", Deleted()},
      {"AD_STATUS_CAMPAIGN_DELETE", Deleted()},
      // Money and the account.
      {"AD_STATUS_BALANCE_EXCEED", Held(Why::kBalance)},
      {"AD_STATUS_BUDGET_EXCEED", Held(Why::kBudget)},
      {"AD_STATUS_CAMPAIGN_EXCEED", Held(Why::kBudget)},
      {"AD_STATUS_ADVERTISER_AUDIT", Held(Why::kAccountSuspended)},
      {"AD_STATUS_ADVERTISER_AUDIT_DENY", Held(Why::kAccountSuspended)},
      {"ADVERTISER_ACCOUNT_PUNISH", Held(Why::kAccountSuspended)},
      {"ADVERTISER_CONTRACT_PENDING", Held(Why::kAccountSuspended)},
      // Rights. None of them says whether the code ended or was deleted.
      {"AD_STATUS_ASSET_AUTHORIZATION_LOST", Held(Why::kAuthorizationEnded)},
      {"AD_STATUS_ADGROUP_ASSET_AUTHORIZATION_LOST", Held(Why::kAuthorizationEnded)},
      {"AD_STATUS_CREATOR_AUTHORIZATION_REVOKED", Held(Why::kAuthorizationEnded)},
      {"AD_STATUS_MUSIC_AUTHORIZATION_MISSING", Held(Why::kMusic)},
  };
  return *kReadings;
}

}  // namespace

OperationStatus ReadSwitch(std::string_view operation_status, OperationStatus before) {
  if (operation_status == "ENABLE") return OperationStatus::kEnabled;
  if (operation_status == "DISABLE") return OperationStatus::kPaused;
  return before;
}

bool SaysDeleted(std::string_view secondary_status) {
  return secondary_status.ends_with("_DELETE") && !secondary_status.ends_with("_NOT_DELETE");
}

AdReading ReadSecondaryStatus(const std::string& secondary_status) {
  if (secondary_status.empty()) return {};  // none was read; TikTok's sandbox sends none
  const auto known = KnownReadings().find(secondary_status);
  return known != KnownReadings().end() ? known->second : Held(NotDelivering::kOther);
}

ReviewState JoinReview(const AdReading& reading, const std::string& review_status,
                       ReviewState before) {
  using enum ReviewState;
  // The status alone knows of a review that isn't over, and of its refusal.
  if (reading.review == kInReview || reading.review == kRejected) return *reading.review;
  if (review_status == "UNAVAILABLE") return kRejected;
  if (review_status == "PART_AVAILABLE" || review_status == "PARTIAL_AVAILABLE") {
    return kPartlyApproved;
  }
  // Not documented, but integrators have met them.
  if (review_status == "AUDIT" || review_status == "IN_AUDIT" || review_status == "REAUDIT") {
    return kInReview;
  }
  // ALL_AVAILABLE is also what an ad reads that nobody has reviewed: it is worth nothing alone.
  return reading.review.value_or(before);
}

AppealState NextAppeal(AppealState appeal, ReviewState before, ReviewState after,
                       std::string_view group_appeal) {
  const bool rejected = after == ReviewState::kRejected;
  if (appeal == AppealState::kOpen) {
    if (after == ReviewState::kApproved || after == ReviewState::kPartlyApproved) {
      return AppealState::kSuccessful;
    }
    // Somebody has changed the ad: the rejection that was appealed against stands no more.
    if (!rejected) return group_appeal == "APPEALING" ? appeal : AppealState::kNone;
    // NOT_APPEALED is an old reading, and no word at all tells nothing.
    return group_appeal == "APPEAL_FAILED" ? AppealState::kFailed : appeal;
  }
  const bool rejected_anew = rejected && before != ReviewState::kRejected;
  return rejected_anew || after == ReviewState::kInReview ? AppealState::kNone : appeal;
}

}  // namespace sparkgate::server
