#include "simulator/world/spending/ledger.h"

#include <algorithm>
#include <utility>

#include "base/clock.h"
#include "simulator/world/spending/day_plan.h"

namespace sparkgate::simulator {
namespace {

// History is never rewritten but from the present day on.
void ForgetLastDay(SpendMemo& memo) {
  if (!memo.last_day) return;
  for (auto& [id, group] : memo.groups) {
    while (!group.plans.empty() && group.plans.back().from >= memo.last.start) {
      group.plans.pop_back();
    }
  }
  memo.funds = memo.funds_before;
  --*memo.last_day;
}

int64_t TodayStart(const SpendMemo& memo) { return memo.last.start; }

const GroupLedger* LedgerOfGroup(const SpendMemo* memo, std::string_view group_id) {
  if (memo == nullptr) return nullptr;
  const auto found = memo->groups.find(group_id);
  return found == memo->groups.end() ? nullptr : &found->second;
}

// Cents of the group's by now: of all time, or of today.
int64_t CentsOf(const WorldState& state, const SpendMemo* memo, std::string_view group_id,
                bool today) {
  const GroupLedger* ledger = LedgerOfGroup(memo, group_id);
  if (ledger == nullptr) return 0;
  const int64_t before = today ? ledger->SpentBy(TodayStart(*memo)) : 0;
  return ledger->SpentBy(ToMicros(state.now)) - before;
}

int64_t CentsOf(const WorldState& state, const Campaign& campaign, bool today) {
  const SpendMemo* memo = LedgerOf(state, campaign.advertiser_id);
  int64_t cents = 0;
  for (const std::string& id : campaign.ad_group_ids) cents += CentsOf(state, memo, id, today);
  return cents;
}

}  // namespace

int64_t SpendPlan::SpentBy(int64_t at) const {
  const int64_t until = std::clamp(at, from, to);
  const int64_t planned =
      ComeBy(want, until, day_start, day_end) - ComeBy(want, from, day_start, day_end);
  return std::min(most, planned);
}

const SpendPlan* GroupLedger::PlanAt(int64_t at) const {
  const auto next = std::ranges::upper_bound(plans, at, {}, &SpendPlan::from);
  if (next == plans.begin()) return nullptr;
  const SpendPlan& plan = *std::prev(next);
  return at < plan.to ? &plan : nullptr;
}

int64_t GroupLedger::SpentBy(int64_t at) const {
  const auto next = std::ranges::upper_bound(plans, at, {}, &SpendPlan::from);
  if (next == plans.begin()) return 0;
  const SpendPlan& plan = *std::prev(next);
  return plan.before + plan.SpentBy(at);
}

void SpendFunds::Pay(int64_t cents) {
  int64_t due = cents * kCentMicros;
  const int64_t of_credit = std::min(due, credit);
  credit -= of_credit;
  cash -= std::min(due - of_credit, cash);
}

int64_t SpendMemo::SpentBy(int64_t at) const {
  int64_t cents = 0;
  for (const auto& [id, group] : groups) cents += group.SpentBy(at);
  return cents;
}

const SpendMemo* LedgerOf(const WorldState& state, std::string_view advertiser_id) {
  const SpendHistory* history = Find(state.spend_histories, advertiser_id);
  if (history == nullptr || history->terms.empty()) return nullptr;
  SpendMemoHolder& computed = history->computed;
  if (computed.memo == nullptr) computed.memo = std::make_shared<SpendMemo>();
  SpendMemo& memo = *computed.memo;
  if (computed.stale) ForgetLastDay(memo);
  const bool was_stale = std::exchange(computed.stale, false);
  if (!was_stale && memo.last_day && memo.last.Holds(ToMicros(state.now))) return &memo;

  const AdvertiserAccount& account = *Find(state.advertisers, advertiser_id);
  const absl::TimeZone zone = ZoneOf(account);
  const absl::CivilDay today = absl::ToCivilDay(state.now, zone);
  absl::CivilDay day =
      memo.last_day ? *memo.last_day + 1 : absl::ToCivilDay(history->terms.front().from, zone);
  memo.told.reset();
  for (; day <= today; ++day) {
    memo.last = DayOf(state, account, day);
    memo.last_day = day;
    memo.funds_before = memo.funds;
    PlanDay(*history, memo.last, memo);
  }
  return &memo;
}

SpendFunds FundsLeft(const WorldState& state, const AdvertiserAccount& account) {
  const SpendMemo* memo = LedgerOf(state, account.id);
  if (memo == nullptr) return {account.balance_micros, account.credit_micros};
  const int64_t now = ToMicros(state.now);
  if (memo->told && memo->told->from == now) return memo->told->funds;
  const auto next = std::ranges::upper_bound(memo->steps, now, {}, &SpendMemo::Step::from);
  const SpendMemo::Step& step = *std::prev(next);  // the first is at the day's start
  SpendFunds funds = step.funds;
  funds.Pay(memo->SpentBy(now) - memo->SpentBy(step.from));
  memo->told = SpendMemo::Step{now, funds};
  return funds;
}

int64_t SpentOf(const WorldState& state, const AdvertiserAccount& account) {
  const SpendMemo* memo = LedgerOf(state, account.id);
  return memo == nullptr ? 0 : memo->SpentBy(ToMicros(state.now)) * kCentMicros;
}

int64_t SpentOf(const WorldState& state, const AdGroup& group) {
  return CentsOf(state, LedgerOf(state, group.advertiser_id), group.id, /*today=*/false) *
         kCentMicros;
}

int64_t SpentOf(const WorldState& state, const Campaign& campaign) {
  return CentsOf(state, campaign, /*today=*/false) * kCentMicros;
}

int64_t SpentToday(const WorldState& state, const AdGroup& group) {
  return CentsOf(state, LedgerOf(state, group.advertiser_id), group.id, /*today=*/true) *
         kCentMicros;
}

int64_t SpentToday(const WorldState& state, const Campaign& campaign) {
  return CentsOf(state, campaign, /*today=*/true) * kCentMicros;
}

SpendLimit SpendLimitOf(const WorldState& state, const AdGroup& group) {
  const GroupLedger* ledger = LedgerOfGroup(LedgerOf(state, group.advertiser_id), group.id);
  const int64_t now = ToMicros(state.now);
  const SpendPlan* plan = ledger == nullptr ? nullptr : ledger->PlanAt(now);
  return plan != nullptr && plan->UsedUp(now) ? plan->limit : SpendLimit::kNone;
}

bool IsUsedUp(const WorldState& state, const Campaign& campaign) {
  return std::ranges::any_of(campaign.ad_group_ids, [&](const std::string& id) {
    return SpendLimitOf(state, *Find(state.ad_groups, id)) == SpendLimit::kCampaignBudget;
  });
}

}  // namespace sparkgate::simulator
