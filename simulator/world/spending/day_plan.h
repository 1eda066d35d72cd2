// Plans one day of an account: see ledger.h. Pure.
#ifndef SPARKGATE_SIMULATOR_WORLD_SPENDING_DAY_PLAN_H_
#define SPARKGATE_SIMULATOR_WORLD_SPENDING_DAY_PLAN_H_

#include <cstdint>
#include <functional>
#include <set>
#include <string>

#include "simulator/world/spending/ledger.h"

namespace sparkgate::simulator {

// Adds the plans of `day` to those of the days before, and leaves the funds as they are at its end.
void PlanDay(const SpendHistory& history, const AccountDay& day, SpendMemo& memo);

// The same for the rest of the last day, from the last instant before `changed`, when the history
// changed for `groups`. It leaves what PlanDay would have.
void ReplanDay(const SpendHistory& history, int64_t changed,
               const std::set<std::string, std::less<>>& groups, SpendMemo& memo);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_SPENDING_DAY_PLAN_H_
