#include "simulator/control/review_conversions.h"

#include <fmt/format.h>

#include "base/error.h"
#include "simulator/control/checks.h"
#include "simulator/control/columns.h"
#include "simulator/control/names.h"
#include "simulator/control/times.h"
#include "simulator/world/review/figures.h"

namespace sparkgate::simulator {
namespace {

constexpr int kMostReasons = 20;
constexpr int kMostScripted = 100;

constexpr Pair<ReviewVerdict, v1::ReviewVerdict> kVerdicts[] = {
    {ReviewVerdict::kNone, v1::REVIEW_VERDICT_UNSPECIFIED},
    {ReviewVerdict::kApproved, v1::REVIEW_VERDICT_APPROVED},
    {ReviewVerdict::kPartlyApproved, v1::REVIEW_VERDICT_PARTLY_APPROVED},
    {ReviewVerdict::kRejected, v1::REVIEW_VERDICT_REJECTED},
};
constexpr Pair<AppealState, v1::AppealState> kAppealStates[] = {
    {AppealState::kNone, v1::APPEAL_STATE_UNSPECIFIED},
    {AppealState::kOpen, v1::APPEAL_STATE_OPEN},
    {AppealState::kSuccessful, v1::APPEAL_STATE_SUCCESSFUL},
    {AppealState::kFailed, v1::APPEAL_STATE_FAILED},
};

// Of DecideRequest and of ScriptedDecision, whose fields are called the same. `prefix` is where it
// stands, e.g. "decisions[3].".
template <class Proto>
absl::StatusOr<ReviewDecision> DecisionOf(const std::string& prefix, const Proto& proto) {
  if (proto.verdict() == v1::REVIEW_VERDICT_UNSPECIFIED) {
    return InvalidField(prefix + "verdict", "Say what is decided.");
  }
  ReviewDecision decision;
  SG_ASSIGN_OR_RETURN(decision.verdict, OursOf(kVerdicts, prefix + "verdict", proto.verdict()));
  if (proto.reasons_size() > kMostReasons) {
    return InvalidField(prefix + "reasons", fmt::format("At most {}.", kMostReasons));
  }
  for (const std::string& reason : proto.reasons()) {
    SG_RETURN_IF_ERROR(CheckText(prefix + "reasons", reason, kLongestSentence));
    decision.reasons.push_back(reason);
  }
  SG_RETURN_IF_ERROR(CheckText(prefix + "suggestion", proto.suggestion(), kLongestSentence));
  decision.suggestion = proto.suggestion();
  decision.forbidden_locations = {proto.forbidden_locations().begin(),
                                  proto.forbidden_locations().end()};
  decision.forbidden_ages = {proto.forbidden_ages().begin(), proto.forbidden_ages().end()};
  decision.forbidden_placements = {proto.forbidden_placements().begin(),
                                   proto.forbidden_placements().end()};
  decision.rejects_ad_group = proto.reject_ad_group();
  return decision;
}

v1::ReviewDesk ToProto(const ReviewDeskPlan& plan) {
  v1::ReviewDesk out;
  out.set_timezone(plan.timezone);
  for (const ReviewShift& shift : plan.shifts) {
    v1::ReviewShift& told = *out.add_shifts();
    told.set_reviewers(static_cast<int32_t>(shift.reviewers));
    for (int day = 0; day < 7; ++day) {
      if ((shift.days >> day & 1) != 0) told.add_days(static_cast<v1::ReviewDay>(day + 1));
    }
    SetDuration(told.mutable_start(), shift.start);
    SetDuration(told.mutable_end(), shift.end);
  }
  SetDuration(out.mutable_median_service(), plan.median_service);
  out.set_tail_shape(plan.tail_shape);
  SetDuration(out.mutable_longest_service(), plan.longest_service);
  out.set_others_per_hour(plan.others_per_hour);
  return out;
}

}  // namespace

v1::Review ToProto(const WorldState& state, const Review& review) {
  v1::Review out;
  out.set_name(ChildName(state.id, kReviews, review.ad_id));
  out.set_ad_id(review.ad_id);
  if (const Ad* ad = Find(state.ads, review.ad_id)) {
    out.set_ad_name(ad->name);
    out.set_ad_account(ChildName(state.id, kAdAccounts, ad->advertiser_id));
    out.set_post(ChildName(state.id, kPosts, ad->post_id));
  }
  SetTime(out.mutable_submit_time(), review.submit_time);
  out.set_pending(review.pending);
  if (review.due_time.has_value()) SetTime(out.mutable_due_time(), *review.due_time);
  out.set_verdict(TheirsOf(kVerdicts, review.verdict));
  if (review.decide_time.has_value()) SetTime(out.mutable_decide_time(), *review.decide_time);
  out.mutable_reasons()->Assign(review.reasons.begin(), review.reasons.end());
  out.set_suggestion(review.suggestion);
  out.mutable_forbidden_locations()->Assign(review.forbidden_locations.begin(),
                                            review.forbidden_locations.end());
  out.mutable_forbidden_ages()->Assign(review.forbidden_ages.begin(), review.forbidden_ages.end());
  out.mutable_forbidden_placements()->Assign(review.forbidden_placements.begin(),
                                             review.forbidden_placements.end());
  out.set_appeal_state(TheirsOf(kAppealStates, review.appeal));
  if (review.appeal_time.has_value()) SetTime(out.mutable_appeal_time(), *review.appeal_time);
  out.set_appeal_reason(review.appeal_reason);
  return out;
}

v1::ReviewPolicy ToProto(const WorldState& state, const ReviewPolicy& policy) {
  v1::ReviewPolicy out;
  out.set_name(fmt::format("worlds/{}/reviewPolicy", state.id));
  out.set_automatic(policy.automatic);
  SetDuration(out.mutable_min_delay(), policy.min_delay);
  SetDuration(out.mutable_max_delay(), policy.max_delay);
  if (policy.desk) *out.mutable_desk() = ToProto(*policy.desk);
  out.set_reject_fraction(policy.reject_fraction);
  out.set_partly_approve_fraction(policy.partly_approve_fraction);
  out.set_appeal_success_fraction(policy.appeal_success_fraction);
  out.mutable_rejected_words()->Assign(policy.rejected_words.begin(), policy.rejected_words.end());
  out.set_reject_unlicensed_songs(policy.reject_unlicensed_songs);
  out.mutable_landing_page_domains()->Assign(policy.landing_page_domains.begin(),
                                             policy.landing_page_domains.end());
  return out;
}

v1::ScriptedDecision ToProto(const ReviewDecision& decision) {
  v1::ScriptedDecision out;
  out.set_verdict(TheirsOf(kVerdicts, decision.verdict));
  out.mutable_reasons()->Assign(decision.reasons.begin(), decision.reasons.end());
  out.set_suggestion(decision.suggestion);
  out.mutable_forbidden_locations()->Assign(decision.forbidden_locations.begin(),
                                            decision.forbidden_locations.end());
  out.mutable_forbidden_ages()->Assign(decision.forbidden_ages.begin(),
                                       decision.forbidden_ages.end());
  out.mutable_forbidden_placements()->Assign(decision.forbidden_placements.begin(),
                                             decision.forbidden_placements.end());
  out.set_reject_ad_group(decision.rejects_ad_group);
  return out;
}

v1::QueueStats QueueStatsOf(const WorldState& state) {
  const DeskFigures figures = FiguresOf(state);
  const auto waiting = [&figures](ReviewLine line) {
    return static_cast<int64_t>(figures.waiting[static_cast<size_t>(line)]);
  };
  v1::QueueStats out;
  SetTime(out.mutable_now(), state.now);
  out.set_rereviews_waiting(waiting(ReviewLine::kRereview));
  out.set_appeals_waiting(waiting(ReviewLine::kAppeal));
  out.set_new_ads_waiting(waiting(ReviewLine::kNew));
  out.set_in_hand(static_cast<int64_t>(figures.in_hand));
  out.set_depth(out.rereviews_waiting() + out.appeals_waiting() + out.new_ads_waiting() +
                out.in_hand());
  out.set_others_waiting(static_cast<int64_t>(figures.others_waiting));
  if (figures.oldest) SetDuration(out.mutable_oldest_age(), state.now - *figures.oldest);
  out.set_reviewers_on_duty(static_cast<int64_t>(figures.reviewers));
  out.set_reviewers_busy(static_cast<int64_t>(figures.busy_reviewers));
  const WaitHistogram& waits = state.review_desk.waits;
  out.set_decided(static_cast<int64_t>(waits.count()));
  SetDuration(out.mutable_wait_p50(), waits.Percentile(0.5));
  SetDuration(out.mutable_wait_p90(), waits.Percentile(0.9));
  SetDuration(out.mutable_wait_p95(), waits.Percentile(0.95));
  SetDuration(out.mutable_wait_p99(), waits.Percentile(0.99));
  SetDuration(out.mutable_wait_max(), waits.longest());
  return out;
}

absl::StatusOr<ReviewDecision> FromProto(const v1::DecideRequest& request) {
  return DecisionOf("", request);
}

absl::StatusOr<std::vector<ReviewDecision>> FromProto(const v1::ScriptDecisionsRequest& request) {
  if (request.decisions_size() > kMostScripted) {
    return InvalidField("decisions", fmt::format("At most {}.", kMostScripted));
  }
  std::vector<ReviewDecision> decisions;
  for (const v1::ScriptedDecision& decision : request.decisions()) {
    SG_ASSIGN_OR_RETURN(decisions.emplace_back(),
                        DecisionOf(fmt::format("decisions[{}].", decisions.size()), decision));
  }
  return decisions;
}

}  // namespace sparkgate::simulator
