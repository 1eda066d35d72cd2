// Random lives of an account. Whatever happens: reading more often changes nothing, nor does
// saving; hours add up to days and days to the whole, at each level; and nothing is spent beyond
// budgets and balance, or by ads that don't run.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/world/delivery.h"
#include "simulator/world/persistence/world_text.h"
#include "simulator/world/spending/life_fixture.h"

namespace sparkgate::simulator {
namespace {

// The same world with nothing computed yet.
WorldState Anew(const WorldState& state) { return WorldFromText(WorldToText(state)).value(); }

// An ad runs in the history just if nothing but money and schedule keeps it from running.
void ExpectHistoryIsTrue(const Life& life) {
  const WorldState& state = life.world_.state;
  const SpendHistory* history = Find(state.spend_histories, life.world_.advertiser);
  for (const std::string& id : life.ads_) {
    const Ad& ad = *Find(state.ads, id);
    bool runs = false;
    if (history != nullptr && history->groups.contains(ad.ad_group_id)) {
      const GroupHistory& group = history->groups.find(ad.ad_group_id)->second;
      const auto found = group.ads.find(id);
      runs = found != group.ads.end() && !found->second.runs.empty() &&
             state.now < found->second.runs.back().to;
    }
    EXPECT_EQ(runs, StandingObstacle(state, ad) == Obstacle::kNone);
  }
}

// What each group and the account will have spent by each hour of the day if nothing happens.
std::vector<int64_t> Foreseen(const WorldState& state, std::string_view advertiser) {
  std::vector<int64_t> all;
  const SpendMemo* memo = LedgerOf(state, advertiser);
  if (memo == nullptr) return all;
  for (const SpendMemo::Step& step : memo->steps) {
    all.insert(all.end(), {step.from, step.funds.cash, step.funds.credit});
  }
  for (const auto& [id, group] : memo->groups) {
    for (int64_t at = memo->last.start; at < memo->last.end; at += 1'234'567'890) {
      all.push_back(group.SpentBy(at));
    }
  }
  all.insert(all.end(), {memo->funds.cash, memo->funds.credit});
  return all;
}

class SpendProperty : public testing::TestWithParam<uint32_t> {};

TEST_P(SpendProperty, ReadingAndSavingChangeNothing) {
  Life often;
  Life once;
  Life saved;
  for (const LifeStep& step : Life::Draw(GetParam())) {
    LifeStep half = step;
    half.wait = step.wait / 3;
    often.Take(half);
    often.Read();
    often.world_.Advance(step.wait - half.wait);
    EXPECT_EQ(often.Read(), often.Read());
    once.Take(step);
    saved.Take(step);
    if (step.which % 4 == 0) saved.world_.state = Anew(saved.world_.state);
    ExpectHistoryIsTrue(once);
  }
  EXPECT_EQ(often.Read(), once.Read());
  EXPECT_EQ(saved.Read(), once.Read());
  EXPECT_EQ(WorldToText(often.world_.state), WorldToText(once.world_.state));
  EXPECT_GT(once.Read().front(), 0);
}

TEST_P(SpendProperty, WhatWasReadStaysTrue) {
  Life life;
  std::vector<int64_t> bounds = {ToMicros(life.world_.state.start_time)};
  std::vector<int64_t> spent = {0};  // by each bound, as it was read then
  for (const LifeStep& step : Life::Draw(GetParam())) {
    life.Take(step);
    bounds.push_back(ToMicros(life.world_.state.now));
    spent.push_back(life.Read().front());
    EXPECT_GE(spent.back(), spent[spent.size() - 2]);
  }
  const std::vector<AdReport> reports = life.Report(bounds);
  for (size_t i = 0; i + 1 < bounds.size(); ++i) {
    int64_t cents = 0;
    for (const AdReport& report : reports) cents += report.periods[i][AdCount::kCents];
    EXPECT_EQ(cents * kCentMicros, spent[i + 1] - spent[i]) << i;
  }
}

// What was computed change by change is what the whole history says, to the cent: also of the rest
// of the day.
TEST_P(SpendProperty, ChangesLeadToWhatTheHistorySays) {
  Life life;
  for (const LifeStep& step : Life::Draw(GetParam())) {
    life.Take(step);
    const std::vector<int64_t> foreseen = Foreseen(life.world_.state, life.world_.advertiser);
    if (step.which % 3 != 0) continue;
    const WorldState anew = Anew(life.world_.state);
    ASSERT_EQ(foreseen, Foreseen(anew, life.world_.advertiser));
  }
}

// A copy takes along what was computed; then each goes its own way.
TEST_P(SpendProperty, CopiesLiveOnAlike) {
  Life life;
  Life fork;
  const std::vector<LifeStep> steps = Life::Draw(GetParam());
  const size_t half = steps.size() / 2;
  for (size_t i = 0; i < half; ++i) life.Take(steps[i]);
  life.Read();
  fork.world_.state = life.world_.state;
  const std::vector<int64_t> then = fork.Read();
  for (size_t i = half; i < steps.size(); ++i) {
    life.Take(steps[i]);
    life.Read();
  }
  EXPECT_EQ(fork.Read(), then);
  for (size_t i = half; i < steps.size(); ++i) fork.Take(steps[i]);
  EXPECT_EQ(fork.Read(), life.Read());
}

// Each day asked for by itself is the sum of its hours, and what its ads spent that of each level.
TEST_P(SpendProperty, PartsAddUp) {
  Life life;
  const absl::Time start = life.world_.state.start_time;
  std::vector<int64_t> of_account = {0};  // by each midnight, as the levels said then
  absl::Time midnight = start + kSpendDay;
  for (const LifeStep& step : Life::Draw(GetParam())) {
    LifeStep now = step;
    const absl::Time until = life.world_.state.now + step.wait;
    now.wait = absl::ZeroDuration();
    life.Take(now);
    for (; midnight <= until; midnight += kSpendDay) {
      life.world_.Advance(midnight - life.world_.state.now);
      int64_t campaigns = 0;
      int64_t groups = 0;
      for (const std::string& id : life.campaigns_) {
        campaigns += SpentOf(life.world_.state, life.CampaignOf(id));
      }
      for (const std::string& id : life.groups_) {
        groups += SpentOf(life.world_.state, life.Group(id));
      }
      of_account.push_back(SpentOf(life.world_.state, life.Account()));
      EXPECT_EQ(campaigns, of_account.back());
      EXPECT_EQ(groups, of_account.back());
    }
    life.world_.Advance(until - life.world_.state.now);
  }
  std::vector<int64_t> hours;
  for (absl::Time hour = start; hour < midnight; hour += absl::Hours(1)) {
    hours.push_back(ToMicros(hour));
  }
  const std::vector<AdReport> by_hour = life.Report(hours);
  for (size_t day = 0; day + 1 < of_account.size(); ++day) {
    const std::vector<AdReport> by_day = life.Report({hours[24 * day], hours[24 * (day + 1)]});
    ASSERT_EQ(by_day.size(), by_hour.size());
    int64_t cents = 0;
    for (size_t ad = 0; ad < by_day.size(); ++ad) {
      AdCounts sum;
      for (size_t hour = 24 * day; hour < 24 * (day + 1); ++hour) {
        sum += by_hour[ad].periods[hour];
        for (size_t count = 0; count < static_cast<size_t>(AdCount::kNumberOf); ++count) {
          EXPECT_GE(by_hour[ad].periods[hour][static_cast<AdCount>(count)], 0) << count;
        }
      }
      EXPECT_EQ(sum, by_day[ad].periods.front()) << day;
      cents += sum[AdCount::kCents];
    }
    EXPECT_EQ(cents * kCentMicros, of_account[day + 1] - of_account[day]) << day;
  }
}

TEST_P(SpendProperty, BudgetsAndBalanceHold) {
  Life life;
  const WorldState& state = life.world_.state;
  for (const LifeStep& step : Life::Draw(GetParam())) {
    LifeStep now = step;
    now.wait = absl::ZeroDuration();
    life.Take(now);
    const int64_t spent = SpentOf(state, life.Account());
    const SpendFunds before = FundsLeft(state, life.Account());
    life.world_.Advance(step.wait);
    const int64_t more = SpentOf(state, life.Account()) - spent;
    const SpendFunds after = FundsLeft(state, life.Account());
    const int64_t paid = before.cash + before.credit - (after.cash + after.credit);
    if (life.Account().has_payment_method) {
      EXPECT_LE(paid, more);
    } else {
      EXPECT_EQ(paid, more);
    }
    EXPECT_GE(after.cash, 0);
    // A budget isn't lowered below what was spent today.
    for (const std::string& id : life.groups_) {
      const AdGroup& group = life.Group(id);
      if (group.budget_mode == "BUDGET_MODE_INFINITE") continue;
      EXPECT_LE(SpentToday(state, group), group.budget_micros);
    }
    const Campaign& optimized = life.CampaignOf(life.campaigns_.back());
    EXPECT_LE(SpentToday(state, optimized), optimized.budget_micros);
  }
}

INSTANTIATE_TEST_SUITE_P(Lives, SpendProperty, testing::Range<uint32_t>(1, 5));

}  // namespace
}  // namespace sparkgate::simulator
