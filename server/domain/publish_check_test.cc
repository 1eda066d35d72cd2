// The final check before publishing (server/domain/ad_rules.h).
#include <functional>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/domain/ad_rules.h"

namespace sparkgate::server {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const absl::Time kNow = absl::FromUnixSeconds(1'767'225'600);  // 2026-01-01
constexpr absl::Duration kDay = absl::Hours(24);
constexpr int64_t kUnit = 1'000'000;

// A campaign that nothing can be said against.
PublishPlan GoodPlan() {
  PublishPlan plan;
  plan.campaign.id = "c";
  plan.campaign.objective = Objective::kTraffic;
  AdGroup group;
  group.id = "g";
  group.campaign = "c";
  group.optimization_goal = "CLICK";
  group.budget_micros = 20 * kUnit;
  group.schedule_end = kNow + 20 * kDay;
  group.location_ids = {"6252001"};
  plan.ad_groups = {group};
  Ad ad;
  ad.id = "a";
  ad.ad_group = "g";
  ad.item_id = "7";
  ad.landing_page_url = "https://shop.example";
  plan.ads = {ad};
  SparkPost post;
  post.item_id = "7";
  post.identity_id = "identity";
  post.auth_end = kNow + 20 * kDay;
  plan.posts = {post};
  plan.account = AdAccount{.tiktok_status = "STATUS_ENABLE", .balance_micros = kUnit};
  plan.advertiser = Advertiser{.scopes = {"201", "21", "2"}};
  return plan;
}

struct Row {
  const char* problem;  // "REASON field"; a warning ends with '?'
  std::function<void(PublishPlan&)> change;
};

std::vector<std::string> Problems(const PublishPlan& plan) {
  std::vector<std::string> shown;
  for (const PublishProblem& problem : CheckPublish(plan, kNow)) {
    EXPECT_FALSE(problem.message.empty());
    EXPECT_FALSE(problem.who.empty());
    shown.push_back(problem.reason + " " + problem.field +
                    (problem.severity == Severity::kWarning ? "?" : ""));
  }
  return shown;
}

void ExpectEach(std::initializer_list<Row> rows) {
  for (const Row& row : rows) {
    PublishPlan plan = GoodPlan();
    row.change(plan);
    EXPECT_THAT(Problems(plan), ElementsAre(row.problem));
  }
}

TEST(PublishCheckTest, NothingIsSaidAgainstAGoodPlan) {
  EXPECT_THAT(Problems(GoodPlan()), IsEmpty());
}

TEST(PublishCheckTest, TheAccountMustBeAbleToPublish) {
  ExpectEach({
      {"AD_ACCOUNT_UNKNOWN ad_account", [](PublishPlan& plan) { plan.account.reset(); }},
      {"ACCOUNT_NOT_ENABLED ad_account",
       [](PublishPlan& plan) { plan.account->tiktok_status = "STATUS_LIMIT"; }},
      {"BALANCE_EMPTY ad_account?", [](PublishPlan& plan) { plan.account->balance_micros = 0; }},
      {"RECONNECT_NEEDED ad_account", [](PublishPlan& plan) { plan.advertiser.reset(); }},
      {"RECONNECT_NEEDED ad_account",
       [](PublishPlan& plan) { plan.advertiser->state = ConnectionState::kReconnectNeeded; }},
      {"SCOPE_MISSING ad_account",
       [](PublishPlan& plan) {
         plan.advertiser->scopes = {"20", "221"};
       }},
  });
}

TEST(PublishCheckTest, ACampaignHasABudgetThatTikTokTakes) {
  ExpectEach({
      {"BUDGET_TOO_LOW budget_micros",
       [](PublishPlan& plan) {
         plan.campaign.budget_mode = BudgetMode::kTotal;
         plan.campaign.budget_micros = 50 * kUnit - 1;
       }},
      {"BUDGET_MODE_DEPRECATED budget_mode?",
       [](PublishPlan& plan) {
         plan.campaign.objective = Objective::kReach;
         plan.campaign.budget_mode = BudgetMode::kDay;
         plan.campaign.budget_micros = 50 * kUnit;
         plan.ad_groups[0].optimization_goal = "REACH";
       }},
  });
}

TEST(PublishCheckTest, ACampaignIsWhole) {
  ExpectEach({
      {"NO_AD ", [](PublishPlan& plan) { plan.ads.clear(); }},
      {"NO_AD_GROUP ",
       [](PublishPlan& plan) {
         plan.ad_groups.clear();
         plan.ads.clear();
       }},
  });
}

TEST(PublishCheckTest, AnAdGroupFitsItsObjective) {
  ExpectEach({
      {"GOAL_NOT_ALLOWED optimization_goal",
       [](PublishPlan& plan) { plan.ad_groups[0].optimization_goal = "REACH"; }},
      {"BILLING_NOT_ALLOWED billing_event",
       [](PublishPlan& plan) { plan.ad_groups[0].billing_event = "CPM"; }},
      {"FREQUENCY_NOT_ALLOWED frequency",
       [](PublishPlan& plan) { plan.ad_groups[0].frequency = 3; }},
      {"FREQUENCY_NOT_ALLOWED frequency_days",
       [](PublishPlan& plan) { plan.ad_groups[0].frequency_days = 7; }},
      {"PIXEL_MISSING pixel_id",
       [](PublishPlan& plan) {
         plan.campaign.objective = Objective::kWebConversions;
         plan.ad_groups[0].optimization_goal = "CONVERT";
         plan.ad_groups[0].optimization_event = "ON_WEB_ORDER";
       }},
      {"EVENT_MISSING optimization_event",
       [](PublishPlan& plan) {
         plan.campaign.objective = Objective::kWebConversions;
         plan.ad_groups[0].optimization_goal = "VALUE";
         plan.ad_groups[0].pixel_id = "7";
       }},
  });
}

TEST(PublishCheckTest, AnAdGroupReachesSomebodyOnTikTok) {
  ExpectEach({
      {"TARGETING_MISSING location_ids",
       [](PublishPlan& plan) { plan.ad_groups[0].location_ids.clear(); }},
      {"PLACEMENT_NOT_ALLOWED placements",
       [](PublishPlan& plan) { plan.ad_groups[0].placements = {"PLACEMENT_PANGLE"}; }},
  });
  PublishPlan plan = GoodPlan();
  plan.ad_groups[0].placements = {"PLACEMENT_PANGLE", "PLACEMENT_TIKTOK"};
  EXPECT_THAT(Problems(plan), IsEmpty());
}

TEST(PublishCheckTest, ASchedulesBoundsAreTikToks) {
  const absl::Time last_start = absl::FromCivil(absl::CivilDay(2028, 1, 1), absl::UTCTimeZone());
  const absl::Time last_end = absl::FromCivil(absl::CivilDay(2038, 1, 1), absl::UTCTimeZone());
  PublishPlan plan = GoodPlan();
  plan.ad_groups[0].schedule_start = last_start;
  plan.ad_groups[0].schedule_end = last_end;
  plan.posts[0].auth_end = last_end;
  EXPECT_THAT(Problems(plan), IsEmpty());
  plan.ad_groups[0].schedule_start = last_start + absl::Seconds(1);
  EXPECT_THAT(Problems(plan), ElementsAre("SCHEDULE_TOO_LATE schedule_start_time"));
  plan.ad_groups[0].schedule_start = last_start;
  plan.ad_groups[0].schedule_end = plan.posts[0].auth_end = last_end + absl::Seconds(1);
  EXPECT_THAT(Problems(plan), ElementsAre("SCHEDULE_TOO_LATE schedule_end_time"));
}

TEST(PublishCheckTest, AScheduleLiesAhead) {
  ExpectEach({
      {"SCHEDULE_IN_PAST schedule_start_time",
       [](PublishPlan& plan) {
         plan.ad_groups[0].schedule_start = kNow - absl::Hours(12) - absl::Seconds(1);
       }},
      {"SCHEDULE_EMPTY schedule_end_time",
       [](PublishPlan& plan) { plan.ad_groups[0].schedule_end = kNow; }},
  });
}

TEST(PublishCheckTest, ABudgetForTheWholeLifeNeedsItsEnd) {
  PublishPlan plan = GoodPlan();
  plan.ad_groups[0].budget_mode = BudgetMode::kTotal;
  plan.ad_groups[0].schedule_end.reset();
  EXPECT_THAT(Problems(plan), ElementsAre("SCHEDULE_END_MISSING schedule_end_time",
                                          "CODE_ENDS_BEFORE_SCHEDULE spark_post?"));
}

TEST(PublishCheckTest, FifteenSecondViewsRunForThirtyDaysAtMost) {
  PublishPlan plan = GoodPlan();
  plan.campaign.objective = Objective::kVideoViews;
  plan.ad_groups[0].optimization_goal = "ENGAGED_VIEW_FIFTEEN";
  plan.ad_groups[0].schedule_end = plan.posts[0].auth_end = kNow + 30 * kDay;
  EXPECT_THAT(Problems(plan), IsEmpty());
  plan.ad_groups[0].schedule_end = plan.posts[0].auth_end = kNow + 30 * kDay + absl::Seconds(1);
  EXPECT_THAT(Problems(plan), ElementsAre("SCHEDULE_TOO_LONG schedule_end_time"));
  plan.ad_groups[0].schedule_end.reset();
  EXPECT_THAT(Problems(plan), ElementsAre("SCHEDULE_TOO_LONG schedule_end_time",
                                          "CODE_ENDS_BEFORE_SCHEDULE spark_post?"));
}

TEST(PublishCheckTest, ABudgetLastsForItsDaysAndCoversTheBid) {
  ExpectEach({
      {"BUDGET_TOO_LOW budget_micros",
       [](PublishPlan& plan) { plan.ad_groups[0].budget_micros = 20 * kUnit - 1; }},
      {"BUDGET_TOO_LOW budget_micros",
       [](PublishPlan& plan) {
         plan.ad_groups[0].budget_mode = BudgetMode::kTotal;
         plan.ad_groups[0].budget_micros = 20 * 20 * kUnit - 1;
       }},
      {"BID_TOO_HIGH bid_micros",
       [](PublishPlan& plan) { plan.ad_groups[0].bid_micros = 20 * kUnit; }},
      {"BID_TOO_HIGH bid_micros",
       [](PublishPlan& plan) {
         plan.campaign.budget_mode = BudgetMode::kTotal;
         plan.campaign.budget_micros = 50 * kUnit;
         plan.ad_groups[0].budget_micros = 60 * kUnit;
         plan.ad_groups[0].bid_micros = 50 * kUnit;
       }},
  });
}

TEST(PublishCheckTest, AnAdHasAPostThatMayRun) {
  ExpectEach({
      {"LANDING_PAGE_MISSING landing_page_url",
       [](PublishPlan& plan) { plan.ads[0].landing_page_url.clear(); }},
      {"POST_NOT_IN_LIBRARY spark_post", [](PublishPlan& plan) { plan.posts.clear(); }},
      {"POST_NOT_IN_LIBRARY spark_post",
       [](PublishPlan& plan) { plan.posts[0].state = SparkPostState::kUnbound; }},
      {"POST_NOT_AUTHORIZED spark_post",
       [](PublishPlan& plan) { plan.posts[0].state = SparkPostState::kUnauthorized; }},
      {"POST_NOT_AUTHORIZED spark_post", [](PublishPlan& plan) { plan.posts[0].auth_end = kNow; }},
      {"POST_IN_MODERATION spark_post",
       [](PublishPlan& plan) { plan.posts[0].tiktok_item_status = "REVIEW_PENDING"; }},
      {"IDENTITY_UNKNOWN spark_post", [](PublishPlan& plan) { plan.posts[0].identity_id.clear(); }},
      {"CODE_ENDS_BEFORE_START spark_post",
       [](PublishPlan& plan) {
         plan.ad_groups[0].schedule_start = plan.posts[0].auth_end = kNow + kDay;
       }},
      {"CODE_ENDS_BEFORE_SCHEDULE spark_post?",
       [](PublishPlan& plan) { plan.posts[0].auth_end = kNow + 20 * kDay - absl::Seconds(1); }},
      {"CODE_ENDS_BEFORE_SCHEDULE spark_post?",
       [](PublishPlan& plan) { plan.ad_groups[0].schedule_end.reset(); }},
  });
}

TEST(PublishCheckTest, WhatIsPublishedIsntCheckedAgain) {
  PublishPlan plan = GoodPlan();
  plan.campaign.stage = Stage::kLive;
  plan.campaign.budget_mode = BudgetMode::kTotal;
  plan.campaign.budget_micros = 100 * kUnit;
  plan.ad_groups[0].stage = Stage::kLive;
  plan.ad_groups[0].schedule_start = kNow - 10 * kDay;
  plan.ad_groups[0].budget_micros = kUnit;
  EXPECT_THAT(Problems(plan), IsEmpty());
}

TEST(PublishCheckTest, AnEndBeforeTheSchedulesIsWhatThePolicyMakesOfIt) {
  PublishPlan plan = GoodPlan();
  plan.posts[0].auth_end -= kDay;
  plan.end_policy = EndPolicy::kError;
  EXPECT_THAT(Problems(plan), ElementsAre("CODE_ENDS_BEFORE_SCHEDULE spark_post"));
  plan.end_policy = EndPolicy::kIgnore;
  EXPECT_THAT(Problems(plan), IsEmpty());
  plan.posts[0].auth_end = kNow;
  plan.ad_groups[0].schedule_start = kNow + kDay;
  EXPECT_THAT(Problems(plan), testing::Contains(testing::StartsWith("POST_NOT_AUTHORIZED")))
      << "what can never run is an error under any";
}

TEST(PublishCheckTest, ErrorsComeFirst) {
  PublishPlan plan = GoodPlan();
  plan.account->balance_micros = 0;
  plan.posts.clear();
  EXPECT_THAT(Problems(plan),
              ElementsAre("POST_NOT_IN_LIBRARY spark_post", "BALANCE_EMPTY ad_account?"));
}

}  // namespace
}  // namespace sparkgate::server
