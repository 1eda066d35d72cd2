#include "simulator/world/spending/ledger.h"

#include <map>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "simulator/world/ad_groups.h"
#include "simulator/world/codes.h"
#include "simulator/world/spending/report.h"
#include "simulator/world/spending/spending_fixture.h"

namespace sparkgate::simulator {
namespace {

using LedgerTest = SpendingTest;

TEST_F(LedgerTest, ADayCostsAboutThePaceOfTheBudget) {
  RunningAd();
  for (int day = 1; day <= 30; ++day) {
    const int64_t before = Spent();
    world_.Advance(kSpendDay);
    const int64_t today = Spent() - before;
    EXPECT_GE(today, 36 * kUnit) << day;  // 80 % of 50, on a quiet day 90 % of that
    EXPECT_LE(today, 44 * kUnit) << day;
  }
}

TEST_F(LedgerTest, TheEveningCostsMoreThanTheNight) {
  RunningAd();
  world_.Advance(absl::Hours(2));
  const int64_t before = Spent();
  world_.Advance(absl::Hours(2));
  const int64_t night = Spent() - before;
  world_.Advance(absl::Hours(16));
  const int64_t evening_from = Spent();
  world_.Advance(absl::Hours(2));
  EXPECT_GT(Spent() - evening_from, 5 * night);
  EXPECT_GT(night, 0);
}

TEST_F(LedgerTest, NothingIsSpentBeforeApprovalOrWhilePaused) {
  const std::string ad = world_.Ad(group_);
  ASSERT_TRUE(SetReviewPolicy(world_.state, ReviewPolicy{.automatic = false}).ok());
  world_.Advance(kSpendDay);
  EXPECT_EQ(Spent(), 0);
  Approve(ad);
  world_.Advance(kSpendDay);
  const int64_t spent = Spent();
  EXPECT_GT(spent, 0);
  ASSERT_TRUE(SetAdStatus(world_.state, world_.advertiser, {ad}, OperationStatus::kDisable).ok());
  world_.Advance(kSpendDay);
  EXPECT_EQ(Spent(), spent);
  ASSERT_TRUE(SetAdStatus(world_.state, world_.advertiser, {ad}, OperationStatus::kEnable).ok());
  world_.Advance(kSpendDay);
  EXPECT_GT(Spent(), spent);
}

TEST_F(LedgerTest, TheEndOfTheCodeEndsSpendingUntilItIsExtended) {
  RunningAd();
  world_.Advance(365 * kSpendDay);
  const int64_t at_end = Spent();
  world_.Advance(3 * kSpendDay);
  EXPECT_EQ(Spent(), at_end);
  ASSERT_TRUE(ExtendCode(world_.state, world_.post, 30).ok());
  world_.Advance(kSpendDay);
  EXPECT_GT(Spent(), at_end);
  const int64_t extended = Spent();
  ASSERT_TRUE(DeleteCode(world_.state, world_.post).ok());
  world_.Advance(kSpendDay);
  EXPECT_EQ(Spent(), extended);
}

TEST_F(LedgerTest, CreditsGoBeforeMoneyAndBothToTheCent) {
  Fund(30 * kUnit, 25 * kUnit);
  RunningAd();
  world_.Advance(absl::Hours(12));
  EXPECT_EQ(FundsLeft(world_.state, Account()).cash, 30 * kUnit);
  EXPECT_EQ(FundsLeft(world_.state, Account()).credit, 25 * kUnit - Spent());
  world_.Advance(absl::Hours(18));
  EXPECT_EQ(FundsLeft(world_.state, Account()).credit, 0);
  EXPECT_EQ(FundsLeft(world_.state, Account()).cash, 55 * kUnit - Spent());
  world_.Advance(2 * kSpendDay);
  EXPECT_EQ(Spent(), 55 * kUnit);
  EXPECT_EQ(FundsLeft(world_.state, Account()).cash, 0);
  EXPECT_FALSE(CanPay(world_.state, Account()));
  Fund(10 * kUnit, 0);
  EXPECT_TRUE(CanPay(world_.state, Account()));
  world_.Advance(2 * kSpendDay);
  EXPECT_EQ(Spent(), 65 * kUnit);
}

TEST_F(LedgerTest, ALittleMoneyIsSpentAsFastAsMuch) {
  Fund(5 * kUnit, 0);
  RunningAd();
  world_.Advance(absl::Hours(6));
  EXPECT_LT(Spent(), 5 * kUnit);
  world_.Advance(absl::Hours(6));
  EXPECT_EQ(Spent(), 5 * kUnit);
}

TEST_F(LedgerTest, APaymentMethodPaysWhenNothingIsLeft) {
  Fund(10 * kUnit, 0, /*payment_method=*/true);
  RunningAd();
  world_.Advance(3 * kSpendDay);
  EXPECT_GT(Spent(), 100 * kUnit);
  EXPECT_EQ(FundsLeft(world_.state, Account()).cash, 0);
  EXPECT_TRUE(CanPay(world_.state, Account()));
}

TEST_F(LedgerTest, BalanceEmptiesForAllGroupsTogether) {
  Fund(60 * kUnit, 0);
  const std::string first = group_;
  RunningAd("One");
  group_ = world_.AdGroup(campaign_, "Second");
  RunningAd("Two");
  world_.Advance(kSpendDay);
  EXPECT_EQ(Spent(), 60 * kUnit);
  EXPECT_NEAR(static_cast<double>(SpentOf(world_.state, Group())), 30e6, 1e6);
  EXPECT_EQ(
      SpentOf(world_.state, Group()) + SpentOf(world_.state, *Find(world_.state.ad_groups, first)),
      60 * kUnit);
}

TEST_F(LedgerTest, PaceOffSpendsNothing) {
  SetPace("0");
  const std::string ad = RunningAd();
  world_.Advance(10 * kSpendDay);
  EXPECT_EQ(Spent(), 0);
  EXPECT_EQ(world_.AdStatus(ad), "AD_STATUS_DELIVERY_OK");
  SetPace("50");
  world_.Advance(kSpendDay);
  EXPECT_GT(Spent(), 20 * kUnit);
  EXPECT_LT(Spent(), 30 * kUnit);
}

TEST_F(LedgerTest, ScheduleAndDaypartingHold) {
  AdGroup group = Group();
  group.schedule_type = "SCHEDULE_START_END";
  group.schedule_end_time = world_.state.now + 2 * kSpendDay;
  // Fridays, from 06:00 to 12:00: the world begins on a Thursday.
  group.dayparting = std::string(336, '0');
  group.dayparting.replace(48 * 4 + 12, 12, std::string(12, '1'));
  bool needs_review = false;
  ASSERT_TRUE(UpdateAdGroup(world_.state, group, &needs_review).ok());
  RunningAd();
  world_.Advance(kSpendDay + absl::Hours(6));
  EXPECT_EQ(Spent(), 0);
  world_.Advance(absl::Hours(6));
  const int64_t spent = Spent();
  EXPECT_GT(spent, 0);
  world_.Advance(20 * kSpendDay);
  EXPECT_EQ(Spent(), spent);
}

TEST_F(LedgerTest, ALifetimeBudgetLastsForItsSchedule) {
  AdGroup group = Group();
  group.name = "Lifetime";
  group.budget_mode = "BUDGET_MODE_TOTAL";
  group.budget_micros = 300 * kUnit;
  group.schedule_type = "SCHEDULE_START_END";
  group.schedule_end_time = world_.state.now + 10 * kSpendDay;
  group_ = (*CreateAdGroup(world_.state, group, ""))->id;
  RunningAd();
  world_.Advance(5 * kSpendDay);
  EXPECT_GT(Spent(), 90 * kUnit);
  EXPECT_LT(Spent(), 160 * kUnit);
  world_.Advance(10 * kSpendDay);
  EXPECT_GT(Spent(), 200 * kUnit);
  EXPECT_LE(Spent(), 300 * kUnit);
}

TEST_F(LedgerTest, GroupsShareTheBudgetOfTheirCampaign) {
  NewCampaign wanted;
  wanted.advertiser_id = world_.advertiser;
  wanted.name = "Optimized";
  wanted.objective_type = "VIDEO_VIEWS";
  wanted.budget_optimize_on = true;
  wanted.budget_mode = "BUDGET_MODE_DAY";
  wanted.budget_micros = 100 * kUnit;
  campaign_ = (*CreateCampaign(world_.state, wanted))->id;
  group_ = world_.AdGroup(campaign_, "One");
  const std::string one = group_;
  RunningAd();
  group_ = world_.AdGroup(campaign_, "Two");
  RunningAd();
  world_.Advance(kSpendDay);
  const int64_t first = SpentOf(world_.state, *Find(world_.state.ad_groups, one));
  EXPECT_NEAR(static_cast<double>(first), static_cast<double>(SpentOf(world_.state, Group())), 1e4);
  EXPECT_EQ(SpentToday(world_.state, Group()), 0);  // it is midnight
  EXPECT_NEAR(static_cast<double>(Spent()), 80e6, 9e6);
}

// Ten groups that run every other half hour: so many plans a year that those of days past are
// forgotten.
class ForgettingTest : public SpendingTest {
 protected:
  void SetUp() override {
    SpendingTest::SetUp();
    Fund(kFunds, 0);
    for (int i = 0; i < 10; ++i) {
      group_ = world_.AdGroup(campaign_, fmt::format("Group {}", i));
      AdGroup group = Group();
      for (int half_hours = 0; half_hours < 336 / 2; ++half_hours) group.dayparting += "10";
      bool needs_review = false;
      ASSERT_TRUE(UpdateAdGroup(world_.state, group, &needs_review).ok());
      RunningAd();
    }
  }
  const Campaign& TheCampaign() { return *Find(world_.state.campaigns, campaign_); }
  bool IsAllKept() { return LedgerOf(world_.state, world_.advertiser)->whole; }
  // Cents that a report tells of each ad: until `then`, and since.
  using Cents = std::map<std::string, std::pair<int64_t, int64_t>>;
  Cents Reported(absl::Time then) {
    const int64_t bounds[] = {ToMicros(world_.state.start_time), ToMicros(then),
                              ToMicros(world_.state.now)};
    Cents cents;
    for (const AdReport& report : ReportAds(world_.state, world_.advertiser, bounds)) {
      cents[report.ad->id] = {report.periods[0][AdCount::kCents],
                              report.periods[1][AdCount::kCents]};
    }
    return cents;
  }

  static constexpr int64_t kFunds = 1'000'000 * kUnit;
};

TEST_F(ForgettingTest, WhatIsForgottenStaysSpent) {
  world_.Advance(200 * kSpendDay);
  const absl::Time then = world_.state.now;
  const int64_t spent_then = Spent();
  const Cents reported_then = Reported(then);
  ASSERT_TRUE(IsAllKept());

  world_.Advance(100 * kSpendDay + absl::Hours(13));
  ASSERT_FALSE(IsAllKept());
  EXPECT_GT(Spent(), spent_then);
  EXPECT_EQ(FundsLeft(world_.state, Account()).cash, kFunds - Spent());
  EXPECT_EQ(SpentOf(world_.state, TheCampaign()), Spent());
  int64_t of_groups = 0;
  const auto whole = WholeLedgerOf(world_.state, world_.advertiser);
  const int64_t now = ToMicros(world_.state.now);
  for (const auto& [id, ledger] : whole->groups) {
    const AdGroup& group = *Find(world_.state.ad_groups, id);
    EXPECT_EQ(SpentOf(world_.state, group), ledger.SpentBy(now) * kCentMicros);
    EXPECT_EQ(SpentToday(world_.state, group),
              (ledger.SpentBy(now) - ledger.SpentBy(whole->last.start)) * kCentMicros);
    of_groups += SpentOf(world_.state, group);
  }
  EXPECT_EQ(of_groups, Spent());
  // Reports go back to what is forgotten.
  int64_t cents_then = 0;
  int64_t cents_since = 0;
  for (const auto& [ad, cents] : Reported(then)) {
    EXPECT_EQ(cents.first, reported_then.at(ad).first);
    cents_then += cents.first;
    cents_since += cents.second;
  }
  EXPECT_EQ(cents_then * kCentMicros, spent_then);
  EXPECT_EQ(cents_since * kCentMicros, Spent() - spent_then);
}

}  // namespace
}  // namespace sparkgate::simulator
