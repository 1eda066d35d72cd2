// What an ad account's groups have spent by when, computed on read from the account's history
// (entities/spend_history.h) and remembered by day. Money is spent in cents.
//
// How it is computed. Each day, and whenever something changes for a group, each group that runs
// plans to spend a part of its budget over the day, as the traffic comes (traffic.h). What the
// plans have together is cut to what their budgets, their campaign's budget and the account's
// balance leave, in proportion; a group whose part was cut spends as planned until it is used up.
// So no instant needs to be looked for, and reading more often can't change anything: a plan goes
// to the end of the day, whatever ends it earlier.
//
// Free functions over the state, under its owner's lock. Instants are Unix microseconds, at most
// state.now: what lies ahead isn't known.
#ifndef SPARKGATE_SIMULATOR_WORLD_SPENDING_LEDGER_H_
#define SPARKGATE_SIMULATOR_WORLD_SPENDING_LEDGER_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <absl/time/civil_time.h>

#include "simulator/world/spending/traffic.h"
#include "simulator/world/state.h"

namespace sparkgate::simulator {

inline constexpr int64_t kCentMicros = 10'000;

// What stops a group from spending on.
enum class SpendLimit : uint8_t { kNone, kGroupBudget, kCampaignBudget, kBalance };

// A group's plan, from an instant until something changes; within one day.
struct SpendPlan {
  int64_t from = 0;
  int64_t to = 0;
  int64_t day_start = 0;
  int64_t day_end = 0;
  int64_t want = 0;                      // cents of a whole day like this
  int64_t most = 0;                      // cents it may spend
  int64_t before = 0;                    // cents the group had spent before
  SpendLimit limit = SpendLimit::kNone;  // what makes `most` less than wanted

  int64_t SpentBy(int64_t at) const;  // cents, since `from`
  bool UsedUp(int64_t at) const { return limit != SpendLimit::kNone && SpentBy(at) >= most; }
};

struct GroupLedger {
  std::vector<SpendPlan> plans;  // in order

  const SpendPlan* PlanAt(int64_t at) const;  // null: it doesn't run then
  int64_t SpentBy(int64_t at) const;          // cents, of all time
};

// What can be spent, in micros.
struct SpendFunds {
  int64_t cash = 0;
  int64_t credit = 0;

  void Pay(int64_t cents);  // credits first; what is left then is the payment method's
};

struct SpendMemo {
  std::optional<absl::CivilDay> last_day;  // up to which days are planned
  AccountDay last;                         // that day
  SpendFunds funds_before;                 // at its start
  SpendFunds funds;                        // at its end
  struct Step {
    int64_t from = 0;
    SpendFunds funds;
  };
  std::vector<Step> steps;  // of that day: the funds at each change
  std::map<std::string, GroupLedger, std::less<>> groups;
  // The last answer of FundsLeft, since each ad of a list asks.
  mutable std::optional<Step> told;

  int64_t SpentBy(int64_t at) const;  // cents, by all of them
};

// Up to the present day. Null if nothing of the account ever ran. Good until the state changes.
const SpendMemo* LedgerOf(const WorldState& state, std::string_view advertiser_id);

// What is left on the account now, in micros.
SpendFunds FundsLeft(const WorldState& state, const AdvertiserAccount& account);

// What has been spent so far, in micros: of all time, or on this day of the account.
int64_t SpentOf(const WorldState& state, const AdvertiserAccount& account);
int64_t SpentOf(const WorldState& state, const AdGroup& group);
int64_t SpentOf(const WorldState& state, const Campaign& campaign);
int64_t SpentToday(const WorldState& state, const AdGroup& group);
int64_t SpentToday(const WorldState& state, const Campaign& campaign);

// What keeps the group from spending on now, if it runs.
SpendLimit SpendLimitOf(const WorldState& state, const AdGroup& group);
// Whether that is the campaign's budget for one of its groups.
bool IsUsedUp(const WorldState& state, const Campaign& campaign);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_SPENDING_LEDGER_H_
