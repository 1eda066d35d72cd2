// Which policies are allowed, and what becomes of those who wait when one is changed
// (simulator/world/review.h).
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "simulator/world/refusal.h"
#include "simulator/world/review.h"
#include "simulator/world/review/desk.h"
#include "simulator/world/review/schedule.h"

namespace sparkgate::simulator {
namespace {

constexpr absl::Duration kLongestReviewDelay = absl::Hours(24 * 30);
constexpr absl::Duration kLongestService = absl::Hours(24 * 30);
constexpr absl::Duration kShortestShift = absl::Hours(1);
constexpr absl::Duration kWholeDay = absl::Hours(24);
constexpr int64_t kMostReviewers = 100'000;  // of a shift
constexpr size_t kMostShifts = 20;
constexpr double kMostOthers = 1000;  // an hour

absl::Status DeskNotAllowed(std::string_view field, std::string_view why) {
  return RefuseParam("DESK_NOT_ALLOWED", fmt::format("desk.{}: {}", field, why));
}

bool IsMinute(absl::Duration time) { return time == absl::Trunc(time, absl::Minutes(1)); }

absl::Status CheckShift(const ReviewShift& shift) {
  if (shift.reviewers < 0 || shift.reviewers > kMostReviewers) {
    return DeskNotAllowed("shifts.reviewers", fmt::format("0 to {}.", kMostReviewers));
  }
  if (shift.days < 1 || shift.days > 0b1111111) {
    return DeskNotAllowed("shifts.days", "At least one day of the week.");
  }
  const bool in_day = shift.start >= absl::ZeroDuration() && shift.start < kWholeDay &&
                      shift.end >= absl::ZeroDuration() && shift.end < kWholeDay;
  if (!in_day || !IsMinute(shift.start) || !IsMinute(shift.end)) {
    return DeskNotAllowed("shifts.start, shifts.end",
                          "Whole minutes since midnight, less than 24 hours.");
  }
  const absl::Duration length =
      shift.end > shift.start ? shift.end - shift.start : kWholeDay - shift.start + shift.end;
  if (length < kShortestShift)
    return DeskNotAllowed("shifts.end", "A shift lasts an hour or more.");
  return absl::OkStatus();
}

bool IsShare(double fraction) { return fraction >= 0 && fraction <= 1; }

absl::Status CheckFractions(const ReviewPolicy& policy) {
  if (!IsShare(policy.reject_fraction)) {
    return RefuseParam("FRACTION_NOT_ALLOWED", "The share of rejected ads is between 0 and 1.");
  }
  if (!IsShare(policy.partly_approve_fraction) ||
      !IsShare(policy.reject_fraction + policy.partly_approve_fraction)) {
    return RefuseParam("FRACTION_NOT_ALLOWED",
                       "The shares of rejected and of partly approved ads are together at most 1.");
  }
  if (!IsShare(policy.appeal_success_fraction)) {
    return RefuseParam("FRACTION_NOT_ALLOWED",
                       "The share of successful appeals is between 0 and 1.");
  }
  return absl::OkStatus();
}

// What came in, or came due, while nobody decided by itself, or waited for reviewers.
void RescheduleWaiting(WorldState& state) {
  for (Review* review : ThoseInLine(state)) {
    if (!review->due_time || *review->due_time <= state.now) ScheduleDecision(state, *review);
  }
}

}  // namespace

absl::Status CheckDeskPlan(const ReviewDeskPlan& plan) {
  absl::TimeZone zone;
  if (!absl::LoadTimeZone(plan.timezone, &zone)) {
    return DeskNotAllowed("timezone", "Not a time zone, such as UTC or Europe/Dublin.");
  }
  if (plan.shifts.empty() || plan.shifts.size() > kMostShifts) {
    return DeskNotAllowed("shifts", fmt::format("1 to {}.", kMostShifts));
  }
  for (const ReviewShift& shift : plan.shifts) SG_RETURN_IF_ERROR(CheckShift(shift));
  if (plan.longest_service < absl::Seconds(1) || plan.longest_service > kLongestService) {
    return DeskNotAllowed("longest_service", "1 second to 30 days.");
  }
  if (plan.median_service < absl::Seconds(1) || plan.median_service > plan.longest_service) {
    return DeskNotAllowed("median_service", "1 second to longest_service.");
  }
  if (!(plan.tail_shape >= 1 && plan.tail_shape <= 100)) {
    return DeskNotAllowed("tail_shape", "1 to 100.");
  }
  if (!(plan.others_per_hour >= 0 && plan.others_per_hour <= kMostOthers)) {
    return DeskNotAllowed("others_per_hour", fmt::format("0 to {}.", kMostOthers));
  }
  return absl::OkStatus();
}

absl::Status SetReviewPolicy(WorldState& state, const ReviewPolicy& policy) {
  if (policy.min_delay < absl::ZeroDuration() || policy.max_delay < policy.min_delay ||
      policy.max_delay > kLongestReviewDelay) {
    return RefuseParam("DELAY_NOT_ALLOWED",
                       "A review takes 0 to 30 days, and the longest delay at least the shortest.");
  }
  SG_RETURN_IF_ERROR(CheckFractions(policy));
  if (policy.desk) SG_RETURN_IF_ERROR(CheckDeskPlan(*policy.desk));

  const bool had_desk = HasDesk(state);
  const bool turned_on = policy.automatic && !state.review_policy.automatic;
  const bool keeps_desk = had_desk && policy.automatic && policy.desk.has_value();
  const bool same_desk = keeps_desk && *policy.desk == *state.review_policy.desk;
  CatchUpWithOthers(state);
  if (had_desk && !keeps_desk) CloseDesk(state);
  state.review_policy = policy;
  state.Record("review.policy_changed", "reviewPolicy");
  if (keeps_desk) {
    if (!same_desk) ChangeStaff(state);
  } else if (HasDesk(state)) {
    for (Review* review : ThoseInLine(state)) review->due_time.reset();
    OpenDesk(state);
  } else if (turned_on || had_desk) {
    RescheduleWaiting(state);
  }
  WakeDesk(state);
  return absl::OkStatus();
}

}  // namespace sparkgate::simulator
