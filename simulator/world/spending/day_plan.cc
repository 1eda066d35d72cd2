#include "simulator/world/spending/day_plan.h"

#include <algorithm>
#include <limits>
#include <map>
#include <string>
#include <vector>

#include "base/clock.h"
#include "simulator/world/spending/windows.h"

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
  GroupLedger* ledger = nullptr;
  CampaignDay* campaign = nullptr;
  std::vector<SpendWindow> windows;
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

class DayPlanner {
 public:
  DayPlanner(const SpendHistory& history, const AccountDay& day, SpendMemo& memo)
      : history_(history), day_(day), memo_(memo) {}

  void Plan() {
    memo_.steps.clear();
    CollectCampaigns();
    CollectGroups();
    const std::vector<int64_t> instants = Instants();
    for (size_t i = 0; i + 1 < instants.size(); ++i) PlanStretch(instants[i], instants[i + 1]);
  }

 private:
  void CollectCampaigns() {
    for (const auto& [id, terms] : history_.campaigns) campaigns_[id].terms = &terms;
    for (const auto& [id, group] : history_.groups) {
      const auto ledger = memo_.groups.find(id);
      if (ledger == memo_.groups.end()) continue;
      CampaignDay& campaign = campaigns_[group.campaign_id];
      campaign.before_day += ledger->second.SpentBy(day_.start);
      campaign.spent = campaign.before_day;
    }
  }

  void CollectGroups() {
    for (const auto& [id, history] : history_.groups) {
      GroupDay group;
      group.windows = WindowsOf(history, day_);
      if (group.windows.empty()) continue;
      group.ledger = &memo_.groups[id];
      group.campaign = &campaigns_[history.campaign_id];
      group.before_day = group.spent = group.ledger->SpentBy(day_.start);
      groups_.push_back(std::move(group));
    }
  }

  // At which something may change, the ends of the day among them.
  std::vector<int64_t> Instants() const {
    std::vector<int64_t> instants = {day_.start, day_.end};
    const auto add = [&](int64_t at) {
      if (day_.Holds(at)) instants.push_back(at);
    };
    for (const AccountTerms& terms : history_.terms) add(ToMicros(terms.from));
    for (const auto& [id, all] : history_.campaigns) {
      for (const CampaignTerms& terms : all) add(ToMicros(terms.from));
    }
    for (const GroupDay& group : groups_) {
      for (const SpendWindow& window : group.windows) {
        add(window.from);
        add(window.to);
      }
    }
    std::ranges::sort(instants);
    instants.erase(std::unique(instants.begin(), instants.end()), instants.end());
    return instants;
  }

  void PlanStretch(int64_t from, int64_t to) {
    for (const AccountTerms& terms : history_.terms) {
      if (ToMicros(terms.from) == from) memo_.funds = {terms.cash_micros, terms.credit_micros};
    }
    memo_.steps.push_back({from, memo_.funds});
    std::vector<RunningGroup> running = RunningAt(from, to);
    if (running.empty()) return;
    const AccountTerms& account = TermsAt(history_.terms, from);
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
      while (group.next < group.windows.size() && group.windows[group.next].to <= from) {
        ++group.next;
      }
      if (group.next == group.windows.size() || group.windows[group.next].from > from) continue;
      RunningGroup item{&group, group.windows[group.next].terms, {}};
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
      item->group->ledger->plans.push_back(item->plan);
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

}  // namespace

void PlanDay(const SpendHistory& history, const AccountDay& day, SpendMemo& memo) {
  DayPlanner(history, day, memo).Plan();
}

}  // namespace sparkgate::simulator
