#include "simulator/world/spending/day_plan.h"

#include <algorithm>
#include <limits>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"

namespace sparkgate::simulator {
namespace {

constexpr int64_t kNoCap = std::numeric_limits<int64_t>::max();
constexpr int64_t kMostADay = 100'000'000'000;  // cents: sums of what groups want stay in range

int64_t CentsIn(int64_t micros) { return micros / kCentMicros; }

// The one that holds at that instant. They start no later than the first run.
template <class Terms>
const Terms& TermsAt(const std::vector<Terms>& terms, int64_t at) {
  const auto next = std::ranges::upper_bound(terms, at, {},
                                             [](const Terms& item) { return ToMicros(item.from); });
  return next == terms.begin() ? terms.front() : *std::prev(next);
}

struct CampaignDay;

struct GroupDay {
  const GroupHistory* history = nullptr;
  GroupLedger* ledger = nullptr;
  CampaignDay* campaign = nullptr;
  const std::vector<SpendWindow>* windows = nullptr;
  size_t next = 0;         // the first window that isn't over
  int64_t before_day = 0;  // cents
  int64_t spent = 0;       // cents, at the instant that is planned
};

// A group that runs in the stretch that is planned.
struct RunningGroup {
  GroupDay* group = nullptr;
  const GroupTerms* terms = nullptr;
  SpendPlan plan;
};

struct CampaignDay {
  const std::vector<CampaignTerms>* terms = nullptr;
  int64_t before_day = 0;  // cents
  int64_t spent = 0;       // cents, at the instant that is planned
  std::vector<RunningGroup*> running;
};

// What may still be spent of a budget.
int64_t LeftOf(BudgetKind kind, int64_t budget_micros, int64_t before_day, int64_t spent) {
  switch (kind) {
    case BudgetKind::kNone:
      return kNoCap;
    case BudgetKind::kDaily:
      return std::max<int64_t>(0, CentsIn(budget_micros) - (spent - before_day));
    case BudgetKind::kLifetime:
      return std::max<int64_t>(0, CentsIn(budget_micros) - spent);
  }
  return 0;
}

// Cuts the parts to `cap` in proportion if they are more together. Exact: what is left is `cap`.
void CutTo(int64_t cap, const std::vector<RunningGroup*>& groups, SpendLimit limit) {
  int64_t total = 0;
  for (const RunningGroup* group : groups) total += group->plan.most;
  if (total < cap || (total == cap && cap > 0)) return;
  int64_t seen = 0;
  int64_t given = 0;
  for (RunningGroup* group : groups) {
    seen += group->plan.most;
    const int64_t share = total == 0 ? 0 : MulDiv(cap, seen, total);
    group->plan.most = share - given;
    group->plan.limit = limit;
    given = share;
  }
}

// Plans what is left of the memo's last day.
class DayPlanner {
 public:
  DayPlanner(const SpendHistory& history, SpendMemo& memo)
      : history_(history), day_(memo.last), memo_(memo) {}

  // The funds are those at `from`, and no plan goes beyond it.
  void PlanFrom(int64_t from) {
    CollectGroups(from);
    const std::vector<int64_t> instants = InstantsFrom(from);
    for (size_t i = 0; i + 1 < instants.size(); ++i) PlanStretch(instants[i], instants[i + 1]);
  }

 private:
  void CollectGroups(int64_t from) {
    for (const auto& [id, windows] : memo_.windows) {
      GroupDay group;
      group.history = &history_.groups.find(id)->second;
      group.windows = &windows;
      group.ledger = &memo_.groups.find(id)->second;
      group.campaign = &CampaignOf(group.history->campaign_id);
      group.before_day = group.ledger->SpentBy(day_.start);
      group.spent = group.ledger->SpentBy(from);
      group.campaign->spent += group.spent - group.before_day;
      groups_.push_back(group);
    }
  }

  CampaignDay& CampaignOf(const std::string& id) {
    const auto [row, is_new] = campaigns_.try_emplace(id);
    CampaignDay& campaign = row->second;
    if (!is_new) return campaign;
    campaign.terms = &history_.campaigns.find(id)->second;
    const auto before = memo_.campaigns.find(id);
    campaign.before_day = before == memo_.campaigns.end() ? 0 : before->second;
    campaign.spent = campaign.before_day;
    return campaign;
  }

  // From `from` on, at which something may change, the end of the day among them.
  std::vector<int64_t> InstantsFrom(int64_t from) const {
    std::vector<int64_t> instants = {from, day_.end};
    const auto add = [&](int64_t at) {
      if (from < at && at < day_.end) instants.push_back(at);
    };
    const auto add_terms = [&](const auto& all) {
      for (auto terms = all.rbegin(); terms != all.rend() && ToMicros(terms->from) > from;
           ++terms) {
        add(ToMicros(terms->from));
      }
    };
    add_terms(history_.terms);
    for (const auto& [id, all] : history_.campaigns) add_terms(all);
    for (const GroupDay& group : groups_) {
      for (auto window = group.windows->rbegin();
           window != group.windows->rend() && window->to > from; ++window) {
        add(window->from);
        add(window->to);
      }
    }
    std::ranges::sort(instants);
    instants.erase(std::unique(instants.begin(), instants.end()), instants.end());
    return instants;
  }

  void PlanStretch(int64_t from, int64_t to) {
    const AccountTerms& account = TermsAt(history_.terms, from);
    if (ToMicros(account.from) == from) memo_.funds = {account.cash_micros, account.credit_micros};
    memo_.steps.push_back({from, memo_.funds});
    std::vector<RunningGroup> running = RunningAt(from, to);
    if (running.empty()) return;
    std::vector<RunningGroup*> wanting;
    for (CampaignDay* campaign : ByCampaign(running)) {
      const CampaignTerms& terms = TermsAt(*campaign->terms, from);
      Want(account, terms, *campaign);
      // Under a pace of 0 nothing is planned, and no limit is met.
      std::erase_if(campaign->running, [](RunningGroup* item) { return item->plan.want == 0; });
      wanting.insert(wanting.end(), campaign->running.begin(), campaign->running.end());
      Cut(terms, *campaign);
      campaign->running.clear();
    }
    if (!account.has_payment_method) {
      CutTo(CentsIn(memo_.funds.cash + memo_.funds.credit), wanting, SpendLimit::kBalance);
    }
    memo_.funds.Pay(Keep(wanting));
  }

  std::vector<RunningGroup> RunningAt(int64_t from, int64_t to) {
    std::vector<RunningGroup> running;
    for (GroupDay& group : groups_) {
      const std::vector<SpendWindow>& windows = *group.windows;
      while (group.next < windows.size() && windows[group.next].to <= from) ++group.next;
      if (group.next == windows.size() || windows[group.next].from > from) continue;
      RunningGroup item{&group, &TermsAt(group.history->terms, from), {}};
      item.plan.from = from;
      item.plan.to = to;
      item.plan.day_start = day_.start;
      item.plan.day_end = day_.end;
      item.plan.before = group.spent;
      running.push_back(item);
    }
    return running;
  }

  // The campaigns in the order of their first groups.
  static std::vector<CampaignDay*> ByCampaign(std::vector<RunningGroup>& running) {
    std::vector<CampaignDay*> campaigns;
    for (RunningGroup& item : running) {
      CampaignDay& campaign = *item.group->campaign;
      if (campaign.running.empty()) campaigns.push_back(&campaign);
      campaign.running.push_back(&item);
    }
    return campaigns;
  }

  // What a whole day of this budget wants: something under any pace but 0, so that a budget that is
  // used up is met as a limit. A lifetime budget is spread over what is left of the schedule.
  int64_t DayWant(BudgetKind kind, int64_t budget_micros, int64_t before_day, int64_t start,
                  int64_t end, int64_t pace) const {
    int64_t base = CentsIn(budget_micros);
    if (kind == BudgetKind::kLifetime) {
      const int64_t left = std::max<int64_t>(0, base - before_day);
      const int64_t ahead = std::max<int64_t>(1, end - std::max(start, day_.start));
      base = MulDiv(left, day_.end - day_.start, ahead);
    }
    const int64_t want = MulDiv(MulDiv(base, pace, 100), day_.busy_percent, 100);
    return pace == 0 ? 0 : std::clamp<int64_t>(want, 1, kMostADay);
  }

  void Want(const AccountTerms& account, const CampaignTerms& terms, CampaignDay& campaign) const {
    const auto count = std::ssize(campaign.running);
    int64_t shared = 0;
    if (terms.shares_out) {
      int64_t start = kNoCap;
      int64_t end = 0;
      for (const RunningGroup* item : campaign.running) {
        start = std::min(start, ToMicros(item->terms->schedule_start));
        end = std::max(end, ToMicros(item->terms->schedule_end));
      }
      shared = DayWant(terms.budget, terms.budget_micros, campaign.before_day, start, end,
                       account.pace_percent);
    }
    int64_t nth = 0;
    for (RunningGroup* item : campaign.running) {
      SpendPlan& plan = item->plan;
      plan.want = terms.shares_out
                      ? std::max<int64_t>(std::min<int64_t>(shared, 1),
                                          shared / count + (nth++ < shared % count ? 1 : 0))
                      : DayWant(item->terms->budget, item->terms->budget_micros,
                                item->group->before_day, ToMicros(item->terms->schedule_start),
                                ToMicros(item->terms->schedule_end), account.pace_percent);
      plan.most = plan.want - ComeBy(plan.want, plan.from, day_.start, day_.end);
    }
  }

  static void Cut(const CampaignTerms& terms, const CampaignDay& campaign) {
    for (RunningGroup* item : campaign.running) {
      const GroupDay& group = *item->group;
      CutTo(LeftOf(item->terms->budget, item->terms->budget_micros, group.before_day, group.spent),
            {item}, SpendLimit::kGroupBudget);
    }
    CutTo(LeftOf(terms.budget, terms.budget_micros, campaign.before_day, campaign.spent),
          campaign.running, SpendLimit::kCampaignBudget);
  }

  // Writes the plans down. Answers what they spend.
  static int64_t Keep(const std::vector<RunningGroup*>& wanting) {
    int64_t paid = 0;
    for (RunningGroup* item : wanting) {
      std::vector<SpendPlan>& plans = item->group->ledger->plans;
      if (plans.empty() || !plans.back().Extend(item->plan)) plans.push_back(item->plan);
      const int64_t spent = item->plan.SpentBy(item->plan.to);
      item->group->spent += spent;
      item->group->campaign->spent += spent;
      paid += spent;
    }
    return paid;
  }

  const SpendHistory& history_;
  const AccountDay& day_;
  SpendMemo& memo_;
  std::map<std::string, CampaignDay, std::less<>> campaigns_;
  std::vector<GroupDay> groups_;
};

// What is planned from `from` on is no more.
void Unplan(int64_t from, SpendMemo& memo) {
  for (const auto& [id, windows] : memo.windows) {
    std::vector<SpendPlan>& plans = memo.groups.find(id)->second.plans;
    while (!plans.empty() && plans.back().from >= from) plans.pop_back();
    if (!plans.empty()) plans.back().to = std::min(plans.back().to, from);
  }
}

// Of what is left of the day. A group that ran earlier stays, for what it spent then.
void FindWindows(const GroupHistory& group, const std::string& id, int64_t from, SpendMemo& memo) {
  std::vector<SpendWindow> windows = WindowsOf(group, memo.last, from);
  const auto found = memo.windows.find(id);
  if (found != memo.windows.end()) {
    found->second = std::move(windows);
  } else if (!windows.empty()) {
    memo.windows.emplace(id, std::move(windows));
    memo.groups.try_emplace(id);
  }
}

}  // namespace

void PlanDay(const SpendHistory& history, const AccountDay& day, SpendMemo& memo) {
  memo.last = day;
  memo.steps.clear();
  memo.windows.clear();
  memo.campaigns.clear();
  for (const auto& [id, ledger] : memo.groups) {
    memo.campaigns[history.groups.find(id)->second.campaign_id] += ledger.SpentBy(day.start);
  }
  for (const auto& [id, group] : history.groups) FindWindows(group, id, day.start, memo);
  DayPlanner(history, memo).PlanFrom(day.start);
}

void ReplanDay(const SpendHistory& history, int64_t changed,
               const std::set<std::string, std::less<>>& groups, SpendMemo& memo) {
  // What was planned at an instant before the change didn't know of it.
  auto step = std::ranges::lower_bound(memo.steps, changed, {}, &SpendMemo::Step::from);
  if (step != memo.steps.begin()) --step;
  const int64_t from = step->from;
  Unplan(from, memo);
  memo.funds = step->funds;
  memo.steps.erase(step, memo.steps.end());
  for (const std::string& id : groups) FindWindows(history.groups.find(id)->second, id, from, memo);
  DayPlanner(history, memo).PlanFrom(from);
}

}  // namespace sparkgate::simulator
