#include "simulator/world/ad_group_budgets.h"

#include <string>
#include <string_view>
#include <vector>

#include <absl/time/time.h>
#include <gtest/gtest.h>

#include "simulator/world/ad_groups.h"
#include "simulator/world/budgets.h"
#include "simulator/world/campaigns.h"
#include "simulator/world/persistence/world_text.h"
#include "simulator/world/rules_fixture.h"

namespace sparkgate::simulator {
namespace {

class AdGroupBudgets : public testing::Test {
 protected:
  void SetUp() override {
    campaign_ = world_.Campaign();
    daily_ = world_.AdGroup(campaign_, "Daily");
    lifetime_ = MakeLifetimeGroup();
  }

  std::string MakeLifetimeGroup() {
    AdGroup group = *Find(world_.state.ad_groups, daily_);
    group.name = "Lifetime";
    group.budget_mode = std::string(kTotalBudget);
    group.budget_micros = 500'000'000;
    group.schedule_type = "SCHEDULE_START_END";
    group.schedule_end_time = world_.state.now + absl::Hours(24 * 10);
    return (*CreateAdGroup(world_.state, group, ""))->id;
  }
  std::string Change(const std::string& id, int64_t micros) {
    return ReasonOf(ChangeLifetimeBudgets(world_.state, world_.advertiser, {{id, micros}}));
  }
  std::string Schedule(const std::string& id, int64_t micros) {
    return ReasonOf(ScheduleDailyBudgets(world_.state, world_.advertiser, {{id, micros}}));
  }
  int64_t BudgetOf(const std::string& id) {
    return Find(world_.state.ad_groups, id)->budget_micros;
  }

  RulesWorld world_;
  std::string campaign_;
  std::string daily_;     // 50 a day
  std::string lifetime_;  // 500 in ten days
};

TEST_F(AdGroupBudgets, ALifetimeBudgetChangesAtOnce) {
  world_.Advance(absl::Hours(1));
  EXPECT_EQ(Change(lifetime_, 300'000'000), "");
  EXPECT_EQ(BudgetOf(lifetime_), 300'000'000);
  EXPECT_EQ(Find(world_.state.ad_groups, lifetime_)->modify_time, world_.state.now);
}

TEST_F(AdGroupBudgets, ADailyBudgetChangesAtTheAccountsMidnight) {
  Find(world_.state.advertisers, world_.advertiser)->timezone = "Asia/Tokyo";  // UTC+9
  EXPECT_EQ(Schedule(daily_, 70'000'000), "");                                 // at 09:00 there
  world_.Advance(absl::Hours(15) - absl::Seconds(1));
  EXPECT_EQ(BudgetOf(daily_), 50'000'000);
  world_.Advance(absl::Seconds(1));
  EXPECT_EQ(BudgetOf(daily_), 70'000'000);
  EXPECT_EQ(Find(world_.state.ad_groups, daily_)->modify_time, world_.state.now);
  EXPECT_EQ(Schedule(daily_, 80'000'000), "");  // at midnight itself: the next one
  world_.Advance(absl::Hours(24) - absl::Seconds(1));
  EXPECT_EQ(BudgetOf(daily_), 70'000'000);
  world_.Advance(absl::Seconds(1));
  EXPECT_EQ(BudgetOf(daily_), 80'000'000);
}

TEST_F(AdGroupBudgets, TheDayOfTheSwitchToSummerTimeIsShorter) {
  Find(world_.state.advertisers, world_.advertiser)->timezone = "Europe/Berlin";
  const absl::Time midnight = absl::FromUnixSeconds(1'774'738'800);  // 2026-03-29T00:00+01:00
  world_.Advance(midnight - world_.state.now);
  EXPECT_EQ(Schedule(daily_, 70'000'000), "");
  world_.Advance(absl::Hours(23) - absl::Seconds(1));
  EXPECT_EQ(BudgetOf(daily_), 50'000'000);
  world_.Advance(absl::Seconds(1));
  EXPECT_EQ(BudgetOf(daily_), 70'000'000);
}

TEST_F(AdGroupBudgets, TheLastOneScheduledCounts) {
  EXPECT_EQ(Schedule(daily_, 70'000'000), "");
  world_.Advance(absl::Hours(1));
  EXPECT_EQ(Schedule(daily_, 90'000'000), "");
  world_.Advance(absl::Hours(23));
  EXPECT_EQ(BudgetOf(daily_), 90'000'000);
}

TEST_F(AdGroupBudgets, WhatWaitsSurvivesSavingAndOtherChanges) {
  EXPECT_EQ(Schedule(daily_, 70'000'000), "");
  AdGroup group = *Find(world_.state.ad_groups, daily_);
  group.name = "Renamed";
  bool needs_review = false;
  ASSERT_TRUE(UpdateAdGroup(world_.state, group, &needs_review).ok());
  world_.state = WorldFromText(WorldToText(world_.state)).value();
  EXPECT_EQ(BudgetOf(daily_), 50'000'000);
  world_.Advance(absl::Hours(24));
  EXPECT_EQ(BudgetOf(daily_), 70'000'000);
}

TEST_F(AdGroupBudgets, ADeletedGroupKeepsItsBudget) {
  EXPECT_EQ(Schedule(daily_, 70'000'000), "");
  ASSERT_TRUE(
      SetAdGroupStatus(world_.state, world_.advertiser, {daily_}, OperationStatus::kDelete).ok());
  world_.Advance(absl::Hours(24));
  EXPECT_EQ(BudgetOf(daily_), 50'000'000);
  EXPECT_EQ(Schedule(daily_, 70'000'000), "AD_GROUP_DELETED");
}

TEST_F(AdGroupBudgets, EachKindHasItsCall) {
  EXPECT_EQ(Change(daily_, 300'000'000), "BUDGET_MODE_NOT_ALLOWED");
  EXPECT_EQ(Schedule(lifetime_, 300'000'000), "BUDGET_MODE_NOT_ALLOWED");
  EXPECT_EQ(Change("5", 300'000'000), "NO_SUCH_AD_GROUP");
}

TEST_F(AdGroupBudgets, MinimumsHold) {
  EXPECT_EQ(Schedule(daily_, 19'990'000), "BUDGET_TOO_LOW");
  EXPECT_EQ(Schedule(daily_, 20'000'000), "");
  EXPECT_EQ(Change(lifetime_, 199'990'000), "BUDGET_TOO_LOW");  // 20 on each of ten days
  EXPECT_EQ(Change(lifetime_, 200'000'000), "");
}

TEST_F(AdGroupBudgets, ABidStaysBelow) {
  AdGroup& group = *Find(world_.state.ad_groups, daily_);
  group.bid_type = "BID_TYPE_CUSTOM";
  group.bid_price_micros = 30'000'000;
  EXPECT_EQ(Schedule(daily_, 30'000'000), "BID_TOO_HIGH");
}

TEST_F(AdGroupBudgets, TheCampaignMayHoldTheBudget) {
  NewCampaign optimized;
  optimized.advertiser_id = world_.advertiser;
  optimized.name = "Optimized";
  optimized.objective_type = "VIDEO_VIEWS";
  optimized.budget_optimize_on = true;
  optimized.budget_mode = std::string(kDailyBudget);
  optimized.budget_micros = 100'000'000;
  const std::string campaign = (*CreateCampaign(world_.state, optimized))->id;
  const std::string group = world_.AdGroup(campaign, "Without");
  EXPECT_EQ(Change(group, 300'000'000), "BUDGET_MODE_NOT_ALLOWED");
  EXPECT_EQ(Schedule(group, 300'000'000), "BUDGET_MODE_NOT_ALLOWED");
}

TEST_F(AdGroupBudgets, AllChangeOrNone) {
  EXPECT_EQ(ReasonOf(ChangeLifetimeBudgets(world_.state, world_.advertiser,
                                           {{lifetime_, 300'000'000}, {"5", 300'000'000}})),
            "NO_SUCH_AD_GROUP");
  EXPECT_EQ(BudgetOf(lifetime_), 500'000'000);
}

TEST_F(AdGroupBudgets, OnlyActiveGroupsCountForTheQuota) {
  const auto count = [&] { return CountActiveAdGroups(world_.state, world_.advertiser); };
  const auto set = [&](const std::string& id, OperationStatus status) {
    ASSERT_TRUE(SetAdGroupStatus(world_.state, world_.advertiser, {id}, status).ok());
  };
  EXPECT_EQ(count(), 2);
  set(daily_, OperationStatus::kDisable);
  EXPECT_EQ(count(), 1);
  set(daily_, OperationStatus::kEnable);
  world_.Advance(absl::Hours(24 * 10));  // the end of the lifetime group's schedule
  EXPECT_EQ(count(), 1);
  set(daily_, OperationStatus::kDelete);
  EXPECT_EQ(count(), 0);
  world_.AdGroup(campaign_, "Another");
  EXPECT_EQ(count(), 1);
  ASSERT_TRUE(
      SetCampaignStatus(world_.state, world_.advertiser, {campaign_}, OperationStatus::kDisable)
          .ok());
  EXPECT_EQ(count(), 0);
}

}  // namespace
}  // namespace sparkgate::simulator
