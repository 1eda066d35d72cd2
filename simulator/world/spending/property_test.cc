// Random lives of an account. Whatever happens: reading more often changes nothing, nor does
// saving; hours add up to days and days to the whole, at each level; and nothing is spent beyond
// budgets and balance, or by ads that don't run.
#include <cstdint>
#include <random>
#include <vector>

#include "simulator/world/ad_groups.h"
#include "simulator/world/codes.h"
#include "simulator/world/delivery.h"
#include "simulator/world/persistence/world_text.h"
#include "simulator/world/spending/report.h"
#include "simulator/world/spending/spending_fixture.h"

namespace sparkgate::simulator {
namespace {

// One step of a life, the same for each world that lives it.
struct LifeStep {
  uint32_t what = 0;
  uint32_t which = 0;
  int64_t amount = 0;
  absl::Duration wait;
};

class Life {
 public:
  Life() {
    world_.AuthorizedPost(30);
    for (const char* name : {"One", "Two", "Three"}) {
      groups_.push_back(world_.AdGroup(world_.Campaign(name), name));
      for (const char* ad : {"A", "B", "C"}) ads_.push_back(world_.Ad(groups_.back(), ad));
    }
    Find(world_.state.advertisers, world_.advertiser)->timezone = "America/New_York";
  }

  void Take(const LifeStep& step) {
    WorldState& state = world_.state;
    const std::string& ad = ads_[step.which % ads_.size()];
    const std::string& group = groups_[step.which % groups_.size()];
    switch (step.what % 8) {
      case 0:
        (void)DecideReview(state, ad, ReviewDecision{});
        break;
      case 1:
        (void)SetAdStatus(
            state, world_.advertiser, {ad},
            step.amount % 2 == 0 ? OperationStatus::kDisable : OperationStatus::kEnable);
        break;
      case 2: {
        AdGroup changed = *Find(state.ad_groups, group);
        changed.budget_micros = (20 + step.amount % 100) * kUnit;
        bool needs_review = false;
        (void)UpdateAdGroup(state, changed, &needs_review);
        break;
      }
      case 3: {
        AdvertiserChange change;
        change.has_payment_method = step.amount % 5 == 0;
        change.balance_micros = step.amount % 200 * kUnit + 123;
        change.credit_micros = step.amount % 7 * kUnit;
        (void)ChangeAdvertiser(state, world_.advertiser, change);
        break;
      }
      case 4:
        (void)ExtendCode(state, world_.post, 7);
        break;
      case 5:
        (void)SetAdGroupStatus(
            state, world_.advertiser, {group},
            step.amount % 3 == 0 ? OperationStatus::kDisable : OperationStatus::kEnable);
        break;
      case 6:
        (void)state.switches.Set("delivery_pace", step.amount % 2 == 0 ? "180" : "90");
        NoteSwitches(state);
        break;
      default: {
        ReviewDecision rejected;
        rejected.verdict = ReviewVerdict::kRejected;
        rejected.reasons = {"No."};
        (void)DecideReview(state, ad, rejected);
        break;
      }
    }
    world_.Advance(step.wait);
  }

  // Everything that can be read of spending now.
  std::vector<int64_t> Read() const {
    const WorldState& state = world_.state;
    const AdvertiserAccount& account = *Find(state.advertisers, world_.advertiser);
    const SpendFunds left = FundsLeft(state, account);
    std::vector<int64_t> all = {SpentOf(state, account), left.cash, left.credit};
    for (const std::string& id : groups_) all.push_back(SpentOf(state, *Find(state.ad_groups, id)));
    for (const AdReport& report : Report({ToMicros(state.start_time), ToMicros(state.now)})) {
      all.push_back(report.periods.front()[AdCount::kCents]);
      all.push_back(report.periods.front()[AdCount::kLikes]);
    }
    return all;
  }

  std::vector<AdReport> Report(std::vector<int64_t> bounds) const {
    return ReportAds(world_.state, world_.advertiser, bounds);
  }

  // An ad runs in the history just if nothing but money and schedule keeps it from running.
  void ExpectHistoryIsTrue() const {
    const SpendHistory* history = Find(world_.state.spend_histories, world_.advertiser);
    for (const std::string& id : ads_) {
      const Ad& ad = *Find(world_.state.ads, id);
      bool runs = false;
      if (history != nullptr && history->groups.contains(ad.ad_group_id)) {
        const GroupHistory& group = history->groups.find(ad.ad_group_id)->second;
        const auto found = group.ads.find(id);
        runs = found != group.ads.end() && !found->second.runs.empty() &&
               world_.state.now < found->second.runs.back().to;
      }
      EXPECT_EQ(runs, StandingObstacle(world_.state, ad) == Obstacle::kNone);
    }
  }

  RulesWorld world_;
  std::vector<std::string> groups_;
  std::vector<std::string> ads_;
};

std::vector<LifeStep> DrawLife(uint32_t seed) {
  std::mt19937 random(seed);
  std::vector<LifeStep> steps;
  for (uint32_t ad = 0; ad < 9; ++ad) steps.push_back({0, ad, 0, absl::Minutes(random() % 600)});
  for (int i = 0; i < 60; ++i) {
    const uint32_t minutes = random() % 4 == 0 ? random() % 5000 : random() % 700;
    steps.push_back({static_cast<uint32_t>(random()), static_cast<uint32_t>(random()),
                     static_cast<int64_t>(random() % 1000),
                     absl::Minutes(minutes) + absl::Microseconds(random() % 1'000'000)});
  }
  return steps;
}

class SpendProperty : public testing::TestWithParam<uint32_t> {};

TEST_P(SpendProperty, ReadingAndSavingChangeNothing) {
  Life often;
  Life once;
  Life saved;
  for (const LifeStep& step : DrawLife(GetParam())) {
    LifeStep half = step;
    half.wait = step.wait / 3;
    often.Take(half);
    often.Read();
    often.world_.Advance(step.wait - half.wait);
    EXPECT_EQ(often.Read(), often.Read());
    once.Take(step);
    saved.Take(step);
    saved.world_.state = WorldFromText(WorldToText(saved.world_.state)).value();
    once.ExpectHistoryIsTrue();
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
  for (const LifeStep& step : DrawLife(GetParam())) {
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

TEST_P(SpendProperty, PartsAddUp) {
  Life life;
  for (const LifeStep& step : DrawLife(GetParam())) life.Take(step);
  std::vector<int64_t> hours;
  for (absl::Time hour = life.world_.state.start_time; hour < life.world_.state.now + kSpendDay;
       hour += absl::Hours(1)) {
    hours.push_back(ToMicros(hour));
  }
  const std::vector<AdReport> by_hour = life.Report(hours);
  const std::vector<AdReport> whole = life.Report({hours.front(), hours.back()});
  ASSERT_EQ(by_hour.size(), whole.size());
  for (size_t ad = 0; ad < whole.size(); ++ad) {
    AdCounts sum;
    for (const AdCounts& hour : by_hour[ad].periods) {
      EXPECT_GE(hour[AdCount::kCents], 0);
      EXPECT_GE(hour[AdCount::kImpressions], 0);
      sum += hour;
    }
    EXPECT_EQ(sum, whole[ad].periods.front());
  }
}

TEST_P(SpendProperty, BudgetsAndBalanceHold) {
  Life life;
  int64_t paid_in = 0;
  for (const LifeStep& step : DrawLife(GetParam())) {
    const AdvertiserAccount& account = *Find(life.world_.state.advertisers, life.world_.advertiser);
    LifeStep now = step;
    now.wait = absl::ZeroDuration();
    life.Take(now);
    const int64_t spent = SpentOf(life.world_.state, account);
    const SpendFunds before = FundsLeft(life.world_.state, account);
    paid_in = before.cash + before.credit;
    life.world_.Advance(step.wait);
    const int64_t more = SpentOf(life.world_.state, account) - spent;
    const SpendFunds after = FundsLeft(life.world_.state, account);
    if (account.has_payment_method) {
      EXPECT_LE(paid_in - (after.cash + after.credit), more);
    } else {
      EXPECT_EQ(paid_in - (after.cash + after.credit), more);
    }
    EXPECT_GE(after.cash, 0);
    for (const std::string& id : life.groups_) {
      const AdGroup& group = *Find(life.world_.state.ad_groups, id);
      // A budget isn't lowered below what was spent today.
      EXPECT_LE(SpentToday(life.world_.state, group), group.budget_micros);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Lives, SpendProperty, testing::Range<uint32_t>(1, 5));

}  // namespace
}  // namespace sparkgate::simulator
