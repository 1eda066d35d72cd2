#include "simulator/world/review.h"

#include <string>
#include <vector>

#include <fmt/format.h>

#include "simulator/world/ads.h"
#include "simulator/world/notifications.h"
#include "simulator/world/refusal.h"
#include "simulator/world/review/desk.h"
#include "simulator/world/review/line.h"
#include "simulator/world/review/queue_changes.h"
#include "simulator/world/review/schedule.h"
#include "simulator/world/review/verdict.h"
#include "simulator/world/spending/history.h"
#include "simulator/world/subscriptions.h"

namespace sparkgate::simulator {
namespace {

std::string RecordName(std::string_view ad_id) { return fmt::format("ads/{}", ad_id); }

std::string_view VerdictName(ReviewVerdict verdict) {
  switch (verdict) {
    case ReviewVerdict::kNone:
      return "none";
    case ReviewVerdict::kApproved:
      return "approved";
    case ReviewVerdict::kPartlyApproved:
      return "partly_approved";
    case ReviewVerdict::kRejected:
      return "rejected";
  }
  return "";
}

bool IsPaused(const WorldState& state, const Ad& ad) {
  constexpr OperationStatus kDisable = OperationStatus::kDisable;
  return ad.operation_status == kDisable ||
         Find(state.ad_groups, ad.ad_group_id)->operation_status == kDisable ||
         Find(state.campaigns, ad.campaign_id)->operation_status == kDisable;
}

bool IsAppealed(const Review& review) { return review.appeal == AppealState::kOpen; }

void JoinQueue(WorldState& state, Review& review) {
  CatchUpWithOthers(state);
  JoinLine(state, review);
  NoteChange(state, review);
  ScheduleDecision(state, review);
}

// Whether the ad is among those that its group is rejected for.
void MarkGroup(WorldState& state, const Ad& ad, bool denies) {
  AdGroup& group = *Find(state.ad_groups, ad.ad_group_id);
  const bool denied = std::erase(group.denied_by, ad.id) > 0;
  if (denies) group.denied_by.push_back(ad.id);
  if (denied != denies) NoteAdsOf(state, group);
}

void ForgetAppeal(Review& review) {
  review.appeal = AppealState::kNone;
  review.appeal_time.reset();
  review.appeal_reason.clear();
}

void Tell(WorldState& state, const Ad& ad, ReviewVerdict verdict) {
  const auto show = [&](std::string_view kind, std::string_view what) {
    Notify(state, AdvertiserName(ad.advertiser_id), kind, RecordName(ad.id),
           fmt::format("Your ad \"{}\" {}.", ad.name, what));
  };
  switch (verdict) {
    case ReviewVerdict::kNone:
      return;
    case ReviewVerdict::kApproved:
      return show("ad_approved", "was approved");
    case ReviewVerdict::kPartlyApproved:
      return show("ad_partly_approved", "was approved with restrictions");
    case ReviewVerdict::kRejected:
      return show("ad_rejected", "was not approved");
  }
}

void SettleAppeal(WorldState& state, Review& review, ReviewVerdict verdict) {
  if (!IsAppealed(review)) return ForgetAppeal(review);  // a decision that wasn't appealed yet
  const bool fails = verdict == ReviewVerdict::kRejected;
  review.appeal = fails ? AppealState::kFailed : AppealState::kSuccessful;
  state.Record("appeal.decided", RecordName(review.ad_id),
               {{"outcome", fails ? "failed" : "successful"}});
}

void Settle(WorldState& state, Review& review, const ReviewDecision& decision) {
  if (const auto since = WaitingSince(review)) state.review_desk.waits.Add(state.now - *since);
  LeaveLine(state, review);
  SettleAppeal(state, review, decision.verdict);
  review.pending = false;
  review.verdict = decision.verdict;
  review.decide_time = state.now;
  review.reasons = decision.reasons;
  review.suggestion = decision.suggestion;
  review.forbidden_locations = decision.forbidden_locations;
  review.forbidden_ages = decision.forbidden_ages;
  review.forbidden_placements = decision.forbidden_placements;
  state.Record("review.decided", RecordName(review.ad_id),
               {{"verdict", std::string(VerdictName(decision.verdict))}});
  const Ad& ad = *Find(state.ads, review.ad_id);
  MarkGroup(state, ad, decision.rejects_ad_group);
  NoteAd(state, ad);
  NoteChange(state, review);
  Tell(state, ad, decision.verdict);
  NotifyReviewDecided(state, ad, review);
}

}  // namespace

void SubmitForReview(WorldState& state, const Ad& ad) {
  if (IsDeleted(state, ad)) return;
  const auto [row, is_new] = state.reviews.try_emplace(ad.id);
  Review& review = row->second;
  if (!is_new) LeaveLine(state, review);  // the version that waited is no more
  MarkGroup(state, ad, false);
  review.ad_id = ad.id;
  review.submit_time = state.now;
  review.pending = true;
  ForgetAppeal(review);  // the version that was rejected is no more
  ++review.rounds;
  NoteAd(state, ad);
  state.Record("review.submitted", RecordName(ad.id));
  JoinQueue(state, review);
}

void SubmitWaiting(WorldState& state, std::string_view ad_group_id) {
  const AdGroup* group = Find(state.ad_groups, ad_group_id);
  if (group == nullptr) return;
  for (const std::string& id : group->ad_ids) SubmitWaiting(state, *Find(state.ads, id));
}

void SubmitWaiting(WorldState& state, const Ad& ad) {
  if (Find(state.reviews, ad.id) != nullptr) return;
  if (IsPaused(state, ad) && !state.switches.Flag(kReviewPausedAds)) return;
  SubmitForReview(state, ad);
}

void SubmitAppeal(WorldState& state, std::string_view ad_id, std::string_view reason) {
  Review& review = *Find(state.reviews, ad_id);
  review.appeal = AppealState::kOpen;
  review.appeal_time = state.now;
  review.appeal_reason = std::string(reason);
  ++review.appeals;
  state.Record("appeal.submitted", RecordName(ad_id));
  JoinQueue(state, review);
}

absl::Status DecideReview(WorldState& state, std::string_view ad_id,
                          const ReviewDecision& decision) {
  Review* review = Find(state.reviews, ad_id);
  if (review == nullptr) {
    return Refuse(ApiCode::kNotExist, "NO_SUCH_REVIEW",
                  fmt::format("The ad {} was never submitted for review.", ad_id));
  }
  SG_RETURN_IF_ERROR(CheckDecision(decision));
  if (IsDeleted(state, *Find(state.ads, ad_id))) {
    return RefuseParam("AD_DELETED", fmt::format("The ad {} has been deleted.", ad_id));
  }
  Settle(state, *review, decision);
  WakeDesk(state);  // somebody may be free
  return absl::OkStatus();
}

void DecideAutomatically(WorldState& state, std::string_view ad_id) {
  Review* review = Find(state.reviews, ad_id);
  // Decided by hand meanwhile, submitted again (its own event will come), or nobody decides by
  // itself.
  if (review == nullptr || !WaitingSince(*review) || !review->due_time ||
      *review->due_time > state.now || !state.review_policy.automatic || HasDesk(state)) {
    return;
  }
  if (IsDeleted(state, *Find(state.ads, ad_id))) return;
  Settle(state, *review, DecisionAbout(state, *review));
}

void DecideAtDesk(WorldState& state) {
  for (const std::string& ad_id : RunDesk(state)) {
    Review& review = *Find(state.reviews, ad_id);
    Settle(state, review, DecisionAbout(state, review));
  }
  WakeDesk(state);
}

void WithdrawAd(WorldState& state, std::string_view ad_id) {
  Review* review = Find(state.reviews, ad_id);
  if (review == nullptr) return;
  MarkGroup(state, *Find(state.ads, ad_id), false);
  if (!WaitingSince(*review)) return;
  LeaveLine(state, *review);
  NoteChange(state, *review);
  WakeDesk(state);
}

void WithdrawAds(WorldState& state, std::string_view ad_group_id) {
  for (const std::string& id : Find(state.ad_groups, ad_group_id)->ad_ids) WithdrawAd(state, id);
}

}  // namespace sparkgate::simulator
