// What statuses say of money, and what budgets can't be lowered below.
#include "simulator/world/ad_group_budgets.h"
#include "simulator/world/ad_groups.h"
#include "simulator/world/spending/spending_fixture.h"

namespace sparkgate::simulator {
namespace {

class SpendStatus : public SpendingTest {
 protected:
  std::string GroupStatus() { return world_.AdGroupStatus(group_); }
  std::string CampaignStatus() {
    return std::string(
        CampaignSecondaryStatus(world_.state, *Find(world_.state.campaigns, campaign_)));
  }
};

TEST_F(SpendStatus, ADaysBudgetIsUsedUpUntilMidnight) {
  SetPace("200");
  const std::string ad = RunningAd();
  world_.Advance(absl::Hours(8));
  EXPECT_EQ(world_.AdStatus(ad), "AD_STATUS_DELIVERY_OK");
  world_.Advance(absl::Hours(12));
  EXPECT_EQ(Spent(), 50 * kUnit);
  EXPECT_EQ(world_.AdStatus(ad), "AD_STATUS_BUDGET_EXCEED");
  EXPECT_EQ(GroupStatus(), "ADGROUP_STATUS_BUDGET_EXCEED");
  EXPECT_EQ(CampaignStatus(), "CAMPAIGN_STATUS_ENABLE");
  world_.Advance(absl::Hours(4) - absl::Microseconds(1));
  EXPECT_EQ(world_.AdStatus(ad), "AD_STATUS_BUDGET_EXCEED");
  world_.Advance(absl::Microseconds(1));
  EXPECT_EQ(world_.AdStatus(ad), "AD_STATUS_DELIVERY_OK");
}

TEST_F(SpendStatus, MoreBudgetStartsItAgain) {
  SetPace("200");
  const std::string ad = RunningAd();
  world_.Advance(absl::Hours(20));
  AdGroup group = Group();
  group.budget_micros = 100 * kUnit;
  bool needs_review = false;
  ASSERT_TRUE(UpdateAdGroup(world_.state, group, &needs_review).ok());
  EXPECT_EQ(world_.AdStatus(ad), "AD_STATUS_DELIVERY_OK");
  world_.Advance(absl::Hours(1));
  EXPECT_GT(Spent(), 50 * kUnit);
}

TEST_F(SpendStatus, TheCampaignsBudgetStopsItsGroups) {
  NewCampaign wanted;
  wanted.advertiser_id = world_.advertiser;
  wanted.name = "Limited";
  wanted.objective_type = "VIDEO_VIEWS";
  wanted.budget_mode = "BUDGET_MODE_TOTAL";
  wanted.budget_micros = 60 * kUnit;
  campaign_ = (*CreateCampaign(world_.state, wanted))->id;
  group_ = world_.AdGroup(campaign_);
  const std::string ad = RunningAd();
  world_.Advance(kSpendDay);
  EXPECT_EQ(world_.AdStatus(ad), "AD_STATUS_DELIVERY_OK");
  world_.Advance(2 * kSpendDay);
  EXPECT_EQ(Spent(), 60 * kUnit);
  EXPECT_EQ(world_.AdStatus(ad), "AD_STATUS_CAMPAIGN_EXCEED");
  EXPECT_EQ(GroupStatus(), "ADGROUP_STATUS_CAMPAIGN_EXCEED");
  EXPECT_EQ(CampaignStatus(), "CAMPAIGN_STATUS_BUDGET_EXCEED");
}

TEST_F(SpendStatus, AnEmptyBalanceStopsAllAndMoneyStartsThemAgain) {
  Fund(20 * kUnit, 0);
  const std::string ad = RunningAd();
  EXPECT_EQ(world_.AdStatus(ad), "AD_STATUS_DELIVERY_OK");
  world_.Advance(kSpendDay);
  EXPECT_EQ(world_.AdStatus(ad), "AD_STATUS_BALANCE_EXCEED");
  EXPECT_EQ(GroupStatus(), "ADGROUP_STATUS_BALANCE_EXCEED");
  Fund(20 * kUnit, 0);
  EXPECT_EQ(world_.AdStatus(ad), "AD_STATUS_DELIVERY_OK");
  world_.Advance(kSpendDay);
  EXPECT_EQ(world_.AdStatus(ad), "AD_STATUS_BALANCE_EXCEED");
  Fund(0, 0, /*payment_method=*/true);
  EXPECT_EQ(world_.AdStatus(ad), "AD_STATUS_DELIVERY_OK");
}

TEST_F(SpendStatus, ABudgetStaysAboveWhatWasSpent) {
  SetPace("100");
  RunningAd();
  world_.Advance(absl::Hours(20));
  const int64_t spent = SpentToday(world_.state, Group());
  ASSERT_GT(spent, 22 * kUnit);
  const auto update = [&](int64_t micros) {
    AdGroup group = Group();
    group.budget_micros = micros;
    bool needs_review = false;
    return ReasonOf(UpdateAdGroup(world_.state, group, &needs_review).status());
  };
  EXPECT_EQ(update(spent + spent / 20 - 1), "BUDGET_BELOW_SPEND");
  EXPECT_EQ(update(spent + spent / 20), "");
  // What counts from midnight on isn't held to what was spent today.
  EXPECT_EQ(ReasonOf(ScheduleDailyBudgets(world_.state, world_.advertiser, {{group_, 20 * kUnit}})),
            "");
}

TEST_F(SpendStatus, ALifetimeBudgetStaysAboveAllThatWasSpent) {
  AdGroup group = Group();
  group.name = "Lifetime";
  group.budget_mode = "BUDGET_MODE_TOTAL";
  group.budget_micros = 400 * kUnit;
  group.schedule_type = "SCHEDULE_START_END";
  group.schedule_end_time = world_.state.now + 4 * kSpendDay;
  group_ = (*CreateAdGroup(world_.state, group, ""))->id;
  RunningAd();
  world_.Advance(3 * kSpendDay);
  const int64_t spent = Spent();
  ASSERT_GT(spent, 100 * kUnit);
  const auto change = [&](int64_t micros) {
    return ReasonOf(ChangeLifetimeBudgets(world_.state, world_.advertiser, {{group_, micros}}));
  };
  EXPECT_EQ(change(spent), "BUDGET_BELOW_SPEND");
  EXPECT_EQ(change(spent + spent / 20), "");
}

}  // namespace
}  // namespace sparkgate::simulator
