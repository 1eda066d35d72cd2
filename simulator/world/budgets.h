// What TikTok asks of budgets (facts 7.1, 7.3, 7.9). Functions of
// the state.
#ifndef SPARKGATE_SIMULATOR_WORLD_BUDGETS_H_
#define SPARKGATE_SIMULATOR_WORLD_BUDGETS_H_

#include <cstdint>
#include <string_view>

#include <absl/status/status.h>

#include "simulator/world/state.h"

namespace sparkgate::simulator {

inline constexpr std::string_view kInfiniteBudget = "BUDGET_MODE_INFINITE";
inline constexpr std::string_view kDailyBudget = "BUDGET_MODE_DAY";
inline constexpr std::string_view kTotalBudget = "BUDGET_MODE_TOTAL";
inline constexpr std::string_view kDynamicDailyBudget = "BUDGET_MODE_DYNAMIC_DAILY_BUDGET";

// Errors: BUDGET_MODE_NOT_ALLOWED, BUDGET_TOO_LOW. Amounts are of the account's currency, and the
// published minimums are dollars: other currencies' table isn't public, so they are held to the
// same numbers.
absl::Status CheckCampaignBudget(const WorldState& state, bool budget_optimize_on,
                                 std::string_view mode, int64_t micros);

// The group's own budget, where the campaign doesn't hold it. The schedule of `group` is set.
absl::Status CheckAdGroupBudget(const WorldState& state, const AdGroup& group);

// A budget that is changed at once stays at or above 105 % of what was spent of it: today, of a
// daily one, or so far (facts 7.9). Error: BUDGET_BELOW_SPEND.
absl::Status CheckBudgetAboveSpend(const WorldState& state, const AdGroup& group, int64_t micros);
absl::Status CheckBudgetAboveSpend(const WorldState& state, const Campaign& campaign,
                                   int64_t micros);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_BUDGETS_H_
