#include "simulator/world/campaigns.h"

#include <string>

#include <gtest/gtest.h>

#include "simulator/world/ad_groups.h"
#include "simulator/world/refusal.h"
#include "simulator/world/rules_fixture.h"

namespace sparkgate::simulator {
namespace {

class Campaigns : public testing::Test {
 protected:
  NewCampaign Wanted(const std::string& name = "Summer") {
    NewCampaign campaign;
    campaign.advertiser_id = world_.advertiser;
    campaign.name = name;
    campaign.objective_type = "REACH";
    campaign.budget_mode = "BUDGET_MODE_DAY";
    campaign.budget_micros = 50'000'000;
    return campaign;
  }
  std::string Try(const NewCampaign& campaign) {
    return ReasonOf(CreateCampaign(world_.state, campaign).status());
  }

  RulesWorld world_;
};

TEST_F(Campaigns, HaveNineteenDigits) {
  const auto campaign = CreateCampaign(world_.state, Wanted());
  ASSERT_TRUE(campaign.ok()) << campaign.status();
  EXPECT_EQ((*campaign)->id.size(), 19u);
  EXPECT_EQ(CampaignSecondaryStatus(world_.state, **campaign), "CAMPAIGN_STATUS_ENABLE");
}

TEST_F(Campaigns, NamesAreUniqueUnlessARequestIdIsGiven) {
  EXPECT_EQ(Try(Wanted()), "");
  EXPECT_EQ(Try(Wanted()), "NAME_TAKEN");
  NewCampaign twin = Wanted();
  twin.request_id = "1";
  EXPECT_EQ(Try(twin), "");
}

TEST_F(Campaigns, ADeletedOneFreesItsName) {
  const std::string id = (*CreateCampaign(world_.state, Wanted()))->id;
  ASSERT_TRUE(
      SetCampaignStatus(world_.state, world_.advertiser, {id}, OperationStatus::kDelete).ok());
  EXPECT_EQ(Try(Wanted()), "");
}

TEST_F(Campaigns, ARequestIdWorksOnceInTenSeconds) {
  NewCampaign campaign = Wanted();
  campaign.request_id = "123";
  EXPECT_EQ(Try(campaign), "");
  world_.Advance(absl::Seconds(10) - absl::Microseconds(1));
  EXPECT_EQ(Try(campaign), "DUPLICATED_REQUEST");
  world_.Advance(absl::Microseconds(1));
  EXPECT_EQ(Try(campaign), "");
}

TEST_F(Campaigns, BudgetsHaveModesAndMinimums) {
  NewCampaign campaign = Wanted();
  campaign.budget_micros = 49'999'999;
  EXPECT_EQ(Try(campaign), "BUDGET_TOO_LOW");
  campaign.budget_mode = "BUDGET_MODE_DYNAMIC_DAILY_BUDGET";
  EXPECT_EQ(Try(campaign), "BUDGET_MODE_NOT_ALLOWED");
  campaign.budget_optimize_on = true;
  campaign.budget_micros = 50'000'000;
  EXPECT_EQ(Try(campaign), "");
  NewCampaign infinite = Wanted("Infinite");
  infinite.budget_mode = "BUDGET_MODE_INFINITE";
  infinite.budget_micros = 0;
  EXPECT_EQ(Try(infinite), "");
  infinite.budget_optimize_on = true;
  EXPECT_EQ(Try(infinite), "BUDGET_MODE_NOT_ALLOWED");
}

TEST_F(Campaigns, ObjectivesThatCannotRunSaySo) {
  NewCampaign campaign = Wanted();
  campaign.objective_type = "APP_PROMOTION";
  EXPECT_EQ(ApiCodeOf(CreateCampaign(world_.state, campaign).status()), ApiCode::kNotImplemented);
  campaign.objective_type = "CONVERSIONS";
  EXPECT_EQ(ApiCodeOf(CreateCampaign(world_.state, campaign).status()), ApiCode::kParamError);
}

TEST_F(Campaigns, UpdatesAreCheckedLikeCreations) {
  const std::string id = (*CreateCampaign(world_.state, Wanted()))->id;
  ASSERT_EQ(Try(Wanted("Winter")), "");
  const auto update = [&](const CampaignChange& change) {
    return ReasonOf(UpdateCampaign(world_.state, world_.advertiser, id, change).status());
  };
  EXPECT_EQ(update({}), "NOTHING_TO_UPDATE");
  CampaignChange change;
  change.name = "Winter";
  EXPECT_EQ(update(change), "NAME_TAKEN");
  change.name = "Autumn";
  change.budget_micros = 1;
  EXPECT_EQ(update(change), "BUDGET_TOO_LOW");
  EXPECT_EQ(Find(world_.state.campaigns, id)->name, "Summer");
  change.budget_micros = 60'000'000;
  EXPECT_EQ(update(change), "");
  EXPECT_EQ(Try(Wanted("Summer")), "");
}

TEST_F(Campaigns, OthersAreNotThere) {
  const std::string id = (*CreateCampaign(world_.state, Wanted()))->id;
  EXPECT_EQ(ReasonOf(GetCampaign(world_.state, "7000000000000000009", id).status()),
            "NO_SUCH_CAMPAIGN");
}

class AdGroups : public Campaigns {
 protected:
  void SetUp() override {
    campaign_ = world_.Campaign();
    group_ = *Find(world_.state.ad_groups, world_.AdGroup(campaign_));
    group_.name = "Another";
  }
  std::string TryGroup() {
    return ReasonOf(CreateAdGroup(world_.state, group_, /*request_id=*/"").status());
  }
  void UseCampaign(const std::string& objective, const std::string& goal,
                   const std::string& billing) {
    NewCampaign campaign = Wanted(objective);
    campaign.objective_type = objective;
    campaign.budget_mode = "BUDGET_MODE_INFINITE";
    group_.campaign_id = (*CreateCampaign(world_.state, campaign))->id;
    group_.optimization_goal = goal;
    group_.billing_event = billing;
  }

  std::string campaign_;
  AdGroup group_;
};

TEST_F(AdGroups, OpenSchedulesRunTenYears) {
  EXPECT_EQ(absl::ToCivilSecond(*group_.schedule_end_time, absl::UTCTimeZone()),
            absl::CivilSecond(2036, 1, 1));
  EXPECT_EQ(world_.AdGroupStatus(group_.id), "ADGROUP_STATUS_CREATE");
}

TEST_F(AdGroups, GoalsAndBillingFollowTheObjective) {
  group_.optimization_goal = "CLICK";
  EXPECT_EQ(TryGroup(), "GOAL_NOT_ALLOWED");
  group_.optimization_goal = "ENGAGED_VIEW";
  group_.billing_event = "CPM";
  EXPECT_EQ(TryGroup(), "BILLING_EVENT_NOT_ALLOWED");
}

TEST_F(AdGroups, StartAtMostTwelveHoursAgo) {
  group_.schedule_start_time = world_.state.now - absl::Hours(12);
  EXPECT_EQ(TryGroup(), "");
  group_.name = "Late";
  group_.schedule_start_time -= absl::Seconds(1);
  EXPECT_EQ(TryGroup(), "SCHEDULE_NOT_ALLOWED");
  group_.schedule_start_time = absl::FromCivil(absl::CivilDay(2028, 1, 2), absl::UTCTimeZone());
  EXPECT_EQ(TryGroup(), "SCHEDULE_NOT_ALLOWED");
}

TEST_F(AdGroups, LifetimeBudgetsNeedAnEndAndTwentyADay) {
  group_.budget_mode = "BUDGET_MODE_TOTAL";
  EXPECT_EQ(TryGroup(), "SCHEDULE_NOT_ALLOWED");
  group_.schedule_type = "SCHEDULE_START_END";
  group_.schedule_end_time = world_.state.now + absl::Hours(24 * 31);
  group_.budget_micros = 619'000'000;
  EXPECT_EQ(TryGroup(), "BUDGET_TOO_LOW");
  group_.budget_micros = 620'000'000;
  EXPECT_EQ(TryGroup(), "");
  group_.schedule_end_time = group_.schedule_start_time;
  EXPECT_EQ(TryGroup(), "SCHEDULE_NOT_ALLOWED");
}

TEST_F(AdGroups, CustomBidsStandInTheirField) {
  group_.bid_type = "BID_TYPE_CUSTOM";
  group_.conversion_bid_price_micros = 1'000'000;
  EXPECT_EQ(TryGroup(), "BID_MISSING");
  group_.bid_price_micros = group_.budget_micros;
  EXPECT_EQ(TryGroup(), "BID_TOO_HIGH");
  group_.bid_price_micros = 20'000;
  EXPECT_EQ(TryGroup(), "");
}

TEST_F(AdGroups, EachObjectiveAsksForItsOwn) {
  UseCampaign("REACH", "REACH", "CPM");
  EXPECT_EQ(TryGroup(), "FREQUENCY_MISSING");
  group_.frequency = 3;
  group_.frequency_schedule = 7;
  EXPECT_EQ(TryGroup(), "");
  UseCampaign("TRAFFIC", "CLICK", "CPC");
  EXPECT_EQ(TryGroup(), "PROMOTION_TYPE_MISSING");
  group_.promotion_type = "WEBSITE";
  EXPECT_EQ(TryGroup(), "");
  UseCampaign("WEB_CONVERSIONS", "CONVERT", "OCPM");
  EXPECT_EQ(TryGroup(), "PIXEL_MISSING");
}

TEST_F(AdGroups, UnderCampaignBudgetsHaveNone) {
  NewCampaign campaign = Wanted("Optimized");
  campaign.objective_type = "VIDEO_VIEWS";
  campaign.budget_optimize_on = true;
  group_.campaign_id = (*CreateCampaign(world_.state, campaign))->id;
  group_.pacing = "";
  const auto made = CreateAdGroup(world_.state, group_, "");
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_EQ((*made)->budget_mode, "BUDGET_MODE_INFINITE");
  EXPECT_EQ((*made)->budget_micros, 0);
}

TEST_F(AdGroups, PlacementsAndBudgetModeAreForGood) {
  bool needs_review = false;
  AdGroup present = *Find(world_.state.ad_groups, group_.id);
  AdGroup changed = present;
  changed.placements = {"PLACEMENT_TIKTOK", "PLACEMENT_PANGLE"};
  EXPECT_EQ(ReasonOf(UpdateAdGroup(world_.state, changed, &needs_review).status()),
            "PLACEMENT_NOT_ALLOWED");
  changed = present;
  changed.budget_mode = "BUDGET_MODE_DYNAMIC_DAILY_BUDGET";
  EXPECT_EQ(ReasonOf(UpdateAdGroup(world_.state, changed, &needs_review).status()),
            "BUDGET_MODE_NOT_ALLOWED");
  // A start that has passed meanwhile is no error of the update.
  world_.Advance(absl::Hours(48));
  changed = present;
  changed.budget_micros = 70'000'000;
  EXPECT_TRUE(UpdateAdGroup(world_.state, changed, &needs_review).ok());
}

}  // namespace
}  // namespace sparkgate::simulator
