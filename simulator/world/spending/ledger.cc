#include "simulator/world/spending/ledger.h"

#include <algorithm>
#include <limits>

#include "base/clock.h"
#include "simulator/world/spending/day_plan.h"

namespace sparkgate::simulator {
namespace {

// Plans that are kept of an account: 5 MB of them.
constexpr size_t kMostPlans = 64 * 1024;

size_t PlansIn(const SpendMemo& memo) {
  size_t plans = 0;
  for (const auto& [id, group] : memo.groups) plans += group.plans.size();
  return plans;
}

// Up to the memo's last day: what is left are sums.
void Forget(SpendMemo& memo) {
  for (auto& [id, group] : memo.groups) {
    group.forgotten = group.SpentBy(memo.last.end);
    group.plans = {};
  }
  memo.whole = false;
}

void PlanToday(const WorldState& state, std::string_view advertiser_id, const SpendHistory& history,
               size_t most_plans, SpendMemo& memo) {
  const AdvertiserAccount& account = *Find(state.advertisers, advertiser_id);
  const absl::TimeZone zone = ZoneOf(account);
  const absl::CivilDay today = absl::ToCivilDay(state.now, zone);
  absl::CivilDay day =
      memo.last_day ? *memo.last_day + 1 : absl::ToCivilDay(history.terms.front().from, zone);
  for (; day <= today; ++day) {
    if (PlansIn(memo) > most_plans) Forget(memo);
    PlanDay(history, DayOf(state, account, day), memo);
    memo.last_day = day;
  }
}

SpendMemo& OwnMemo(SpendMemoHolder& computed) {
  if (computed.memo == nullptr) {
    computed.memo = std::make_shared<SpendMemo>();
  } else if (computed.shared) {
    computed.memo = std::make_shared<SpendMemo>(*computed.memo);
  }
  computed.shared = false;
  return *computed.memo;
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

bool SpendPlan::Extend(const SpendPlan& next) {
  const int64_t left = most - SpentBy(to);
  const bool goes_on =
      next.day_start == day_start && next.from == to && next.limit == limit && next.most == left;
  // Of what is used up already, it doesn't matter how fast it would be.
  const bool as_fast = next.want == want || (left == 0 && limit != SpendLimit::kNone);
  if (!goes_on || !as_fast) return false;
  to = next.to;
  return true;
}

const SpendPlan* GroupLedger::PlanAt(int64_t at) const {
  const auto next = std::ranges::upper_bound(plans, at, {}, &SpendPlan::from);
  if (next == plans.begin()) return nullptr;
  const SpendPlan& plan = *std::prev(next);
  return at < plan.to ? &plan : nullptr;
}

int64_t GroupLedger::SpentBy(int64_t at) const {
  const auto next = std::ranges::upper_bound(plans, at, {}, &SpendPlan::from);
  if (next == plans.begin()) return forgotten;
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

int64_t SpendMemo::SpentSince(int64_t from, int64_t at) const {
  int64_t cents = 0;
  for (const auto& [id, of_today] : windows) {
    const GroupLedger& group = groups.find(id)->second;
    cents += group.SpentBy(at) - group.SpentBy(from);
  }
  return cents;
}

SpendMemoHolder::SpendMemoHolder(const SpendMemoHolder& other)
    : memo(other.memo), changed(other.changed), groups(other.groups), shared(true) {
  other.shared = true;
}

SpendMemoHolder& SpendMemoHolder::operator=(const SpendMemoHolder& other) {
  if (this == &other) return *this;
  memo = other.memo;
  changed = other.changed;
  groups = other.groups;
  told.reset();
  shared = other.shared = true;
  return *this;
}

void SpendMemoHolder::NoteChange(absl::Time now, std::string_view group_id) {
  if (memo == nullptr) return;  // all of it is still to be computed
  if (!changed) changed = now;
  if (!group_id.empty()) groups.emplace(group_id);
}

const SpendMemo* LedgerOf(const WorldState& state, std::string_view advertiser_id) {
  const SpendHistory* history = Find(state.spend_histories, advertiser_id);
  if (history == nullptr || history->terms.empty()) return nullptr;
  SpendMemoHolder& computed = history->computed;
  if (computed.memo != nullptr && !computed.changed &&
      computed.memo->last.Holds(ToMicros(state.now))) {
    return computed.memo.get();
  }
  SpendMemo& memo = OwnMemo(computed);
  if (computed.changed && ToMicros(*computed.changed) < memo.last.end) {
    ReplanDay(*history, ToMicros(*computed.changed), computed.groups, memo);
  }
  computed.changed.reset();
  computed.groups.clear();
  computed.told.reset();
  PlanToday(state, advertiser_id, *history, kMostPlans, memo);
  return &memo;
}

std::shared_ptr<const SpendMemo> WholeLedgerOf(const WorldState& state,
                                               std::string_view advertiser_id) {
  const SpendMemo* memo = LedgerOf(state, advertiser_id);
  if (memo == nullptr) return nullptr;
  const SpendHistory& history = *Find(state.spend_histories, advertiser_id);
  if (memo->whole) return history.computed.memo;
  const auto whole = std::make_shared<SpendMemo>();
  PlanToday(state, advertiser_id, history, std::numeric_limits<size_t>::max(), *whole);
  return whole;
}

SpendFunds FundsLeft(const WorldState& state, const AdvertiserAccount& account) {
  const SpendMemo* memo = LedgerOf(state, account.id);
  if (memo == nullptr) return {account.balance_micros, account.credit_micros};
  const int64_t now = ToMicros(state.now);
  auto& told = Find(state.spend_histories, account.id)->computed.told;
  if (told && told->first == now) return told->second;
  const auto next = std::ranges::upper_bound(memo->steps, now, {}, &SpendMemo::Step::from);
  const SpendMemo::Step& step = *std::prev(next);  // the first is at the day's start
  SpendFunds funds = step.funds;
  funds.Pay(memo->SpentSince(step.from, now));
  told = {now, funds};
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
