// Changes of ad groups' budgets by themselves (adgroup/budget/update, facts 7.4): a lifetime budget
// at once, a daily one from the next day of the ad account on. Free functions over the state, under
// its owner's lock.
#ifndef SPARKGATE_SIMULATOR_WORLD_AD_GROUP_BUDGETS_H_
#define SPARKGATE_SIMULATOR_WORLD_AD_GROUP_BUDGETS_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <absl/status/status.h>

#include "simulator/world/state.h"

namespace sparkgate::simulator {

struct NewBudget {
  std::string ad_group_id;
  int64_t micros = 0;
};

// All or nothing; each takes what adgroup/update would. Errors: NO_SUCH_AD_GROUP, AD_GROUP_DELETED,
// BUDGET_MODE_NOT_ALLOWED (the campaign holds the budget, or the group's is of the other kind),
// BUDGET_TOO_LOW, BUDGET_BELOW_SPEND, BID_TOO_HIGH.
absl::Status ChangeLifetimeBudgets(WorldState& state, std::string_view advertiser_id,
                                   const std::vector<NewBudget>& budgets);

// The same for daily budgets, dynamic ones too, from the account's next midnight on. A later call
// takes the place of an earlier one that waits.
absl::Status ScheduleDailyBudgets(WorldState& state, std::string_view advertiser_id,
                                  const std::vector<NewBudget>& budgets);

// That midnight has come: the budget changes if it still waits and the group still exists.
void ApplyScheduledBudget(WorldState& state, std::string_view ad_group_id);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_AD_GROUP_BUDGETS_H_
