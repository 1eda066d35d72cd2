// What an ad account's groups have spent by when, computed on read from the account's history
// (entities/spend_history.h) and remembered by day. Money is spent in cents.
//
// How it is computed. Each day, and whenever something changes for a group, each group that runs
// plans to spend a part of its budget over the day, as the traffic comes (traffic.h). What the
// plans have together is cut to what their budgets, their campaign's budget and the account's
// balance leave, in proportion; a group whose part was cut spends as planned until it is used up.
// So no instant needs to be looked for, and reading more often can't change anything: a plan goes
// to the end of the day, whatever ends it earlier. A change plans the rest of its day anew, from
// the last instant before it. Plans of days past are forgotten when they are many.
//
// Free functions over the state, under its owner's lock. Instants are Unix microseconds, at most
// state.now: what lies ahead isn't known.
#ifndef SPARKGATE_SIMULATOR_WORLD_SPENDING_LEDGER_H_
#define SPARKGATE_SIMULATOR_WORLD_SPENDING_LEDGER_H_

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <absl/time/civil_time.h>

#include "simulator/world/spending/traffic.h"
#include "simulator/world/spending/windows.h"
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
  // Goes on with `next`, which begins where it ends, if that is the same to the cent at each
  // instant. Answers whether.
  bool Extend(const SpendPlan& next);
  bool UsedUp(int64_t at) const { return limit != SpendLimit::kNone && SpentBy(at) >= most; }
};

struct GroupLedger {
  std::vector<SpendPlan> plans;  // in order
  int64_t forgotten = 0;         // cents of those that came before

  const SpendPlan* PlanAt(int64_t at) const;  // null: it doesn't run then
  int64_t SpentBy(int64_t at) const;          // cents, of all time
};

struct SpendMemo {
  std::optional<absl::CivilDay> last_day;  // up to which days are planned
  AccountDay last;                         // that day
  SpendFunds funds;                        // at its end
  struct Step {
    int64_t from = 0;
    SpendFunds funds;
  };
  std::vector<Step> steps;  // of that day: the funds at each instant from which it was planned anew
  // Of that day: the groups that have windows, and the cents of each campaign by its start.
  std::map<std::string, std::vector<SpendWindow>, std::less<>> windows;
  std::map<std::string, int64_t, std::less<>> campaigns;
  std::map<std::string, GroupLedger, std::less<>> groups;
  bool whole = true;  // nothing was forgotten

  int64_t SpentBy(int64_t at) const;                   // cents, by all of them
  int64_t SpentSince(int64_t from, int64_t at) const;  // of that day
};

// Up to the present day. Null if nothing of the account ever ran. Good until the state changes. It
// tells of the present day only: what came before may be forgotten.
const SpendMemo* LedgerOf(const WorldState& state, std::string_view advertiser_id);
// Of all time: computed again if it was forgotten.
std::shared_ptr<const SpendMemo> WholeLedgerOf(const WorldState& state,
                                               std::string_view advertiser_id);

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
