#include "simulator/world/budgets.h"

#include <algorithm>
#include <span>
#include <string>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "simulator/world/refusal.h"
#include "simulator/world/spending/ledger.h"

namespace sparkgate::simulator {
namespace {

constexpr int64_t kMicros = 1'000'000;
constexpr int64_t kCampaignLeast = 50 * kMicros;
constexpr int64_t kAdGroupDailyLeast = 20 * kMicros;

constexpr std::string_view kOptimizedModes[] = {kTotalBudget, kDynamicDailyBudget, kDailyBudget};
constexpr std::string_view kPlainModes[] = {kInfiniteBudget, kTotalBudget, kDailyBudget};
constexpr std::string_view kAdGroupModes[] = {kDailyBudget, kDynamicDailyBudget, kTotalBudget};

absl::Status CheckMode(std::string_view mode, std::span<const std::string_view> allowed) {
  if (std::ranges::find(allowed, mode) != allowed.end()) return absl::OkStatus();
  return RefuseAdvertiser("BUDGET_MODE_NOT_ALLOWED", fmt::format("budget_mode: Must be one of: {}.",
                                                                 fmt::join(allowed, ", ")));
}

absl::Status CheckLeast(const WorldState& state, int64_t micros, int64_t least,
                        std::string_view what) {
  const bool enough = state.switches.Flag(kBudgetMustExceed) ? micros > least : micros >= least;
  if (enough) return absl::OkStatus();
  return RefuseAdvertiser(
      "BUDGET_TOO_LOW", fmt::format("budget: The {} must be at least {}.", what, least / kMicros));
}

template <class Owner>
absl::Status CheckAboveSpend(const WorldState& state, const Owner& owner, int64_t micros) {
  if (micros == owner.budget_micros || owner.budget_mode == kInfiniteBudget) {
    return absl::OkStatus();
  }
  const bool lifetime = owner.budget_mode == kTotalBudget;
  const int64_t spent = lifetime ? SpentOf(state, owner) : SpentToday(state, owner);
  const int64_t least = spent + spent / 20;
  if (micros >= least) return absl::OkStatus();
  const int64_t cents = (least + kCentMicros - 1) / kCentMicros;
  return RefuseAdvertiser(
      "BUDGET_BELOW_SPEND",
      fmt::format("budget: It must be at least 105% of what has been spent{}: {}.{:02}.",
                  lifetime ? "" : " today", cents / 100, cents % 100));
}

}  // namespace

absl::Status CheckBudgetAboveSpend(const WorldState& state, const AdGroup& group, int64_t micros) {
  return CheckAboveSpend(state, group, micros);
}

absl::Status CheckBudgetAboveSpend(const WorldState& state, const Campaign& campaign,
                                   int64_t micros) {
  return CheckAboveSpend(state, campaign, micros);
}

absl::Status CheckCampaignBudget(const WorldState& state, bool budget_optimize_on,
                                 std::string_view mode, int64_t micros) {
  SG_RETURN_IF_ERROR(
      CheckMode(mode, budget_optimize_on ? std::span(kOptimizedModes) : std::span(kPlainModes)));
  if (mode == kInfiniteBudget) return absl::OkStatus();
  return CheckLeast(state, micros, kCampaignLeast, "campaign budget");
}

absl::Status CheckAdGroupBudget(const WorldState& state, const AdGroup& group) {
  SG_RETURN_IF_ERROR(CheckMode(group.budget_mode, kAdGroupModes));
  if (group.budget_mode != kTotalBudget) {
    return CheckLeast(state, group.budget_micros, kAdGroupDailyLeast, "daily budget");
  }
  const absl::Duration length =
      group.schedule_end_time.value_or(group.schedule_start_time) - group.schedule_start_time;
  const int64_t days =
      std::max<int64_t>(1, absl::ToInt64Hours(absl::Ceil(length, absl::Hours(24))) / 24);
  return CheckLeast(state, group.budget_micros, kAdGroupDailyLeast * days,
                    fmt::format("lifetime budget of {} days", days));
}

}  // namespace sparkgate::simulator
