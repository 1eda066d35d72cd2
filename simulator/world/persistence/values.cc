#include "simulator/world/persistence/values.h"

#include <algorithm>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "base/error.h"
#include "simulator/world/ad_group_checks.h"
#include "simulator/world/faults/fault_checks.h"
#include "simulator/world/persistence/broken_file.h"
#include "simulator/world/review/desk.h"

namespace sparkgate::simulator {
namespace {

absl::Status Impossible(std::string_view what) {
  return WorldFileBroken(fmt::format("{} can't be as it is there", what));
}

absl::Status CheckPlans(const WorldState& state) {
  for (const FaultPlan& plan : state.faults.plans) {
    const bool known = plan.face <= FaultFace::kRpc;
    const bool has_turn = plan.turn >= 0 && plan.turn <= std::ssize(plan.steps);
    if (!known || !has_turn || !CheckFaultPlan("", plan).ok()) return Impossible("a fault plan");
  }
  return absl::OkStatus();
}

absl::Status CheckDayparting(const SpendHistory& history) {
  for (const auto& [id, group] : history.groups) {
    const bool good = std::ranges::all_of(
        group.terms, [](const GroupTerms& terms) { return IsDayparting(terms.dayparting); });
    if (!good) return Impossible("a spend history's dayparting");
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckValues(const WorldState& state) {
  for (const auto& [id, app] : state.apps) {
    if (app.tier > AppTier::kUltimate) return Impossible("an app's level");
  }
  for (const auto& [id, group] : state.ad_groups) {
    if (!group.schedule_end_time) return Impossible("an ad group's schedule");
    if (!IsDayparting(group.dayparting)) return Impossible("an ad group's dayparting");
  }
  for (const auto& [id, history] : state.spend_histories) {
    SG_RETURN_IF_ERROR(CheckDayparting(history));
  }
  if (HasDesk(state) && !CheckDeskPlan(*state.review_policy.desk).ok()) {
    return Impossible("the review desk's plan");
  }
  for (const auto& [id, subscription] : state.subscriptions) {
    // No more than that: what is allowed has become less since it was set.
    if (subscription.callback_url.find("://") == std::string::npos) {
      return Impossible("a subscription's callback_url");
    }
  }
  return CheckPlans(state);
}

}  // namespace sparkgate::simulator
