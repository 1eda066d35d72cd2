#include "simulator/world/ad_group_checks.h"

#include <algorithm>
#include <string>

#include <absl/time/civil_time.h>
#include <fmt/format.h>

#include "simulator/world/budgets.h"
#include "simulator/world/objectives.h"
#include "simulator/world/refusal.h"

namespace sparkgate::simulator {
namespace {

constexpr absl::Duration kStartMayBePast = absl::Hours(12);
constexpr absl::Duration kFifteenSecondViewsMost = absl::Hours(24 * 30);
constexpr std::string_view kFifteenSecondViews = "ENGAGED_VIEW_FIFTEEN";

absl::Time StartOfYear(int year) {
  return absl::FromCivil(absl::CivilSecond(year), absl::UTCTimeZone());
}

absl::Status CheckGoal(const GoalRule* rule, const Campaign& campaign, const AdGroup& group) {
  if (rule == nullptr) {
    return RefuseAdvertiser("GOAL_NOT_ALLOWED",
                            fmt::format("optimization_goal: {} is not allowed with objective {}.",
                                        group.optimization_goal, campaign.objective_type));
  }
  if (group.billing_event != rule->billing_event) {
    return RefuseAdvertiser(
        "BILLING_EVENT_NOT_ALLOWED",
        fmt::format("billing_event: {} is billed by {}.", rule->goal, rule->billing_event));
  }
  if (rule->needs_pixel && (group.pixel_id.empty() || group.optimization_event.empty())) {
    return RefuseAdvertiser(
        "PIXEL_MISSING",
        fmt::format("pixel_id: {} needs pixel_id and optimization_event.", rule->goal));
  }
  return absl::OkStatus();
}

absl::Status CheckPromotion(const Campaign& campaign, const AdGroup& group) {
  const bool has_link =
      campaign.objective_type == "TRAFFIC" || campaign.objective_type == "WEB_CONVERSIONS";
  if (has_link && group.promotion_type.empty()) {
    return RefuseAdvertiser("PROMOTION_TYPE_MISSING", "Missing required field(s): promotion_type.");
  }
  if (!has_link && !group.promotion_type.empty() && group.promotion_type != "EXTERNAL_OR_DISPLAY") {
    return RefuseAdvertiser(
        "PROMOTION_TYPE_NOT_ALLOWED",
        fmt::format("promotion_type: Not allowed with objective {}.", campaign.objective_type));
  }
  return absl::OkStatus();
}

absl::Status CheckPlacements(const AdGroup& group, const AdGroup* before) {
  if (before != nullptr &&
      (before->placement_type != group.placement_type || before->placements != group.placements)) {
    return RefuseAdvertiser("PLACEMENT_NOT_ALLOWED", "placements: Placements can't be changed.");
  }
  const bool automatic = group.placement_type == "PLACEMENT_TYPE_AUTOMATIC";
  if (!automatic && group.placements.empty()) {
    return RefuseAdvertiser("PLACEMENT_NOT_ALLOWED", "Missing required field(s): placements.");
  }
  return absl::OkStatus();
}

absl::Status CheckSchedule(const WorldState& state, const AdGroup& group, const AdGroup* before) {
  const auto wrong = [](std::string_view message) {
    return RefuseAdvertiser("SCHEDULE_NOT_ALLOWED", message);
  };
  if (group.budget_mode == kTotalBudget && group.schedule_type != "SCHEDULE_START_END") {
    return wrong("schedule_type: A lifetime budget needs SCHEDULE_START_END.");
  }
  const bool moved = before == nullptr || before->schedule_start_time != group.schedule_start_time;
  if (moved && group.schedule_start_time < state.now - kStartMayBePast) {
    return wrong("schedule_start_time: It must not be more than 12 hours ago.");
  }
  if (group.schedule_start_time > StartOfYear(2028)) {
    return wrong("schedule_start_time: It must not be later than 2028-01-01 00:00:00.");
  }
  const absl::Time end = *group.schedule_end_time;
  if (end <= group.schedule_start_time) {
    return wrong("schedule_end_time: It must be later than schedule_start_time.");
  }
  if (group.schedule_type == "SCHEDULE_START_END" && end > StartOfYear(2038)) {
    return wrong("schedule_end_time: It must not be later than 2038-01-01 00:00:00.");
  }
  if (group.optimization_goal == kFifteenSecondViews &&
      end - group.schedule_start_time > kFifteenSecondViewsMost) {
    return wrong("schedule_end_time: ENGAGED_VIEW_FIFTEEN runs 30 days at most.");
  }
  return absl::OkStatus();
}

absl::Status CheckBid(const Campaign& campaign, const AdGroup& group, const GoalRule& rule) {
  if (group.bid_type != "BID_TYPE_CUSTOM") return absl::OkStatus();
  const bool plain = rule.bid_field == BidField::kBidPrice;
  const std::string_view field = plain ? "bid_price" : "conversion_bid_price";
  const int64_t bid = plain ? group.bid_price_micros : group.conversion_bid_price_micros;
  if (bid <= 0)
    return RefuseAdvertiser("BID_MISSING", fmt::format("Missing required field(s): {}.", field));
  const bool above_group = group.budget_mode != kInfiniteBudget && bid >= group.budget_micros;
  const bool above_campaign =
      campaign.budget_mode != kInfiniteBudget && bid >= campaign.budget_micros;
  if (above_group || above_campaign) {
    return RefuseAdvertiser("BID_TOO_HIGH",
                            fmt::format("{}: It must be less than the budget.", field));
  }
  return absl::OkStatus();
}

absl::Status CheckDelivery(const Campaign& campaign, const AdGroup& group) {
  if (campaign.objective_type == "REACH" &&
      (group.frequency == 0 || group.frequency_schedule == 0)) {
    return RefuseAdvertiser("FREQUENCY_MISSING",
                            "Missing required field(s): frequency, frequency_schedule.");
  }
  if (!campaign.budget_optimize_on && group.pacing.empty()) {
    return RefuseAdvertiser("PACING_MISSING", "Missing required field(s): pacing.");
  }
  if (!IsDayparting(group.dayparting)) {
    return RefuseAdvertiser("SCHEDULE_NOT_ALLOWED",
                            "dayparting: It must be 336 characters of 0 and 1.");
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckAdGroup(const WorldState& state, const Campaign& campaign, const AdGroup& group,
                          const AdGroup* before) {
  const GoalRule* rule = FindGoalRule(campaign.objective_type, group.optimization_goal);
  SG_RETURN_IF_ERROR(CheckGoal(rule, campaign, group));
  SG_RETURN_IF_ERROR(CheckPromotion(campaign, group));
  SG_RETURN_IF_ERROR(CheckPlacements(group, before));
  SG_RETURN_IF_ERROR(CheckSchedule(state, group, before));
  if (before != nullptr && before->budget_mode != group.budget_mode) {
    return RefuseAdvertiser("BUDGET_MODE_NOT_ALLOWED", "budget_mode: It can't be changed.");
  }
  if (!campaign.budget_optimize_on) SG_RETURN_IF_ERROR(CheckAdGroupBudget(state, group));
  SG_RETURN_IF_ERROR(CheckBid(campaign, group, *rule));
  return CheckDelivery(campaign, group);
}

bool IsDayparting(std::string_view text) {
  constexpr size_t kHalfHoursOfWeek = size_t{48} * 7;
  return text.empty() || (text.size() == kHalfHoursOfWeek &&
                          text.find_first_not_of("01") == std::string_view::npos);
}

}  // namespace sparkgate::simulator
