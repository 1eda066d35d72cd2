// Plans one day of an account: see ledger.h. Pure.
#ifndef SPARKGATE_SIMULATOR_WORLD_SPENDING_DAY_PLAN_H_
#define SPARKGATE_SIMULATOR_WORLD_SPENDING_DAY_PLAN_H_

#include "simulator/world/spending/ledger.h"

namespace sparkgate::simulator {

// Adds the plans of `day` to those of the days before, and leaves the funds as they are at its end.
void PlanDay(const SpendHistory& history, const AccountDay& day, SpendMemo& memo);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_SPENDING_DAY_PLAN_H_
