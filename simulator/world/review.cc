#include "simulator/world/review.h"

#include <algorithm>

#include <fmt/format.h>

#include "simulator/world/ads.h"
#include "simulator/world/ids.h"
#include "simulator/world/notifications.h"
#include "simulator/world/refusal.h"
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

// Evenly between the two, drawn per ad and round, or appeal.
absl::Time DrawDueTime(const WorldState& state, const Review& review) {
  const ReviewPolicy& policy = state.review_policy;
  const double fraction =
      IsAppealed(review)
          ? FractionOf(state, "appeal_delay", review.ad_id, static_cast<uint64_t>(review.appeals))
          : FractionOf(state, "review_delay", review.ad_id, static_cast<uint64_t>(review.rounds));
  const absl::Duration delay = policy.min_delay + fraction * (policy.max_delay - policy.min_delay);
  return state.now + absl::Trunc(delay, absl::Seconds(1));
}

// Lets the automatic reviewer decide after its delay, if there is one.
void Schedule(WorldState& state, Review& review) {
  review.due_time.reset();
  if (!state.review_policy.automatic) return;
  review.due_time = DrawDueTime(state, review);
  state.queue.Push(*review.due_time, EventKind::kReviewDecision, review.ad_id);
}

void ForgetAppeal(Review& review) {
  review.appeal = AppealState::kNone;
  review.appeal_time.reset();
  review.appeal_reason.clear();
}

// An appeal that fails leaves the rejection as it was worded.
ReviewDecision DrawAppealDecision(const WorldState& state, const Review& review) {
  ReviewDecision decision;
  const double fraction =
      FractionOf(state, "appeal_verdict", review.ad_id, static_cast<uint64_t>(review.appeals));
  if (fraction < state.review_policy.appeal_success_fraction) return decision;
  decision.verdict = ReviewVerdict::kRejected;
  decision.reasons = review.reasons;
  decision.suggestion = review.suggestion;
  decision.forbidden_locations = review.forbidden_locations;
  decision.forbidden_ages = review.forbidden_ages;
  decision.forbidden_placements = review.forbidden_placements;
  return decision;
}

ReviewDecision DrawDecision(const WorldState& state, const Review& review) {
  ReviewDecision decision;
  const double fraction =
      FractionOf(state, "review_verdict", review.ad_id, static_cast<uint64_t>(review.rounds));
  if (fraction >= state.review_policy.reject_fraction) return decision;
  decision.verdict = ReviewVerdict::kRejected;
  // The one reason that an official sample shows (facts 11).
  decision.reasons = {
      "The video has no background audio or the background audio is "
      "incoherent/unclear."};
  decision.suggestion = "Add or modify the audio of the video and submit the ad again.";
  return decision;
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
  SettleAppeal(state, review, decision.verdict);
  review.pending = false;
  review.due_time.reset();
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
  NoteAd(state, ad);
  Tell(state, ad, decision.verdict);
  NotifyReviewDecided(state, ad, review);
}

absl::Status CheckDecision(const ReviewDecision& decision) {
  if (decision.verdict == ReviewVerdict::kNone) {
    return RefuseParam("VERDICT_MISSING", "A decision needs a verdict.");
  }
  if (decision.verdict != ReviewVerdict::kApproved && decision.reasons.empty()) {
    return RefuseParam("REASONS_MISSING", "A decision against an ad needs a reason.");
  }
  const bool nothing_forbidden = decision.forbidden_locations.empty() &&
                                 decision.forbidden_ages.empty() &&
                                 decision.forbidden_placements.empty();
  if (decision.verdict == ReviewVerdict::kPartlyApproved && nothing_forbidden) {
    return RefuseParam("FORBIDDEN_MISSING", "A partial approval says where the ad may not run.");
  }
  return absl::OkStatus();
}

}  // namespace

void SubmitForReview(WorldState& state, const Ad& ad) {
  if (IsDeleted(state, ad)) return;
  Review& review = state.reviews[ad.id];
  review.ad_id = ad.id;
  review.advertiser_id = ad.advertiser_id;
  review.submit_time = state.now;
  review.pending = true;
  ForgetAppeal(review);  // the version that was rejected is no more
  ++review.rounds;
  NoteAd(state, ad);
  state.Record("review.submitted", RecordName(ad.id));
  Schedule(state, review);
}

void SubmitWaiting(WorldState& state, std::string_view ad_group_id) {
  const AdGroup* group = Find(state.ad_groups, ad_group_id);
  if (group == nullptr) return;
  for (const std::string& id : group->ad_ids) {
    const Ad& ad = *Find(state.ads, id);
    if (Find(state.reviews, id) != nullptr) continue;
    if (IsPaused(state, ad) && !state.switches.Flag(kReviewPausedAds)) continue;
    SubmitForReview(state, ad);
  }
}

void SubmitAppeal(WorldState& state, std::string_view ad_id, std::string_view reason) {
  Review& review = *Find(state.reviews, ad_id);
  review.appeal = AppealState::kOpen;
  review.appeal_time = state.now;
  review.appeal_reason = std::string(reason);
  ++review.appeals;
  state.Record("appeal.submitted", RecordName(ad_id));
  Schedule(state, review);
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
  return absl::OkStatus();
}

void DecideAutomatically(WorldState& state, std::string_view ad_id) {
  Review* review = Find(state.reviews, ad_id);
  // Decided by hand meanwhile, submitted again (its own event will come), or nobody decides by
  // itself.
  if (review == nullptr || !WaitingSince(*review) || !review->due_time ||
      *review->due_time > state.now || !state.review_policy.automatic) {
    return;
  }
  if (IsDeleted(state, *Find(state.ads, ad_id))) return;
  Settle(state, *review,
         IsAppealed(*review) ? DrawAppealDecision(state, *review) : DrawDecision(state, *review));
}

std::optional<absl::Time> WaitingSince(const Review& review) {
  if (review.pending) return review.submit_time;
  return IsAppealed(review) ? review.appeal_time : std::nullopt;
}

std::vector<const Review*> ReviewQueue(const WorldState& state) {
  std::vector<const Review*> queue;
  for (const auto& [ad_id, review] : state.reviews) {
    if (WaitingSince(review) && !IsDeleted(state, *Find(state.ads, ad_id))) {
      queue.push_back(&review);
    }
  }
  std::ranges::stable_sort(queue, {}, [](const Review* review) { return *WaitingSince(*review); });
  return queue;
}

absl::Status SetReviewPolicy(WorldState& state, const ReviewPolicy& policy) {
  if (policy.min_delay < absl::ZeroDuration() || policy.max_delay < policy.min_delay ||
      policy.max_delay > absl::Hours(24 * 30)) {
    return RefuseParam("DELAY_NOT_ALLOWED",
                       "A review takes 0 to 30 days, and the longest delay at least the shortest.");
  }
  const auto is_share = [](double fraction) { return fraction >= 0 && fraction <= 1; };
  if (!is_share(policy.reject_fraction)) {
    return RefuseParam("FRACTION_NOT_ALLOWED", "The share of rejected ads is between 0 and 1.");
  }
  if (!is_share(policy.appeal_success_fraction)) {
    return RefuseParam("FRACTION_NOT_ALLOWED",
                       "The share of successful appeals is between 0 and 1.");
  }
  const bool turned_on = policy.automatic && !state.review_policy.automatic;
  state.review_policy = policy;
  state.Record("review.policy_changed", "reviewPolicy");
  if (!turned_on) return absl::OkStatus();
  // What came in, or came due, while nobody decided by itself.
  for (auto& [ad_id, review] : state.reviews) {
    if (!WaitingSince(review) || (review.due_time && *review.due_time > state.now)) continue;
    Schedule(state, review);
  }
  return absl::OkStatus();
}

}  // namespace sparkgate::simulator
