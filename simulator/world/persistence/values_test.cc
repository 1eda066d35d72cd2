#include "simulator/world/persistence/values.h"

#include <functional>
#include <string>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "simulator/world/faults/fault_plans.h"
#include "simulator/world/persistence/world_text.h"
#include "simulator/world/review.h"
#include "simulator/world/rules_fixture.h"

namespace sparkgate::simulator {
namespace {

using testing::HasSubstr;
namespace json = boost::json;

class ValuesTest : public testing::Test {
 protected:
  ValuesTest() {
    const std::string ad = world_.PublishedAd();
    EXPECT_TRUE(DecideReview(world_.state, ad, {.verdict = ReviewVerdict::kApproved}).ok());
    ReviewPolicy policy;
    policy.desk.emplace().shifts = {{.reviewers = 1, .days = 1}};
    EXPECT_TRUE(SetReviewPolicy(world_.state, policy).ok());
    Subscription& subscription = world_.state.subscriptions["7"];
    subscription.id = "7";
    subscription.app_id = world_.app;
    subscription.token = "token";
    subscription.callback_url = "https://example.com/hook";
    AdvertiserToken& token = world_.state.tokens["token"];
    token.value = "token";
    token.app_id = world_.app;
    FaultPlan plan;
    plan.id = "plan";
    plan.target = "*";
    plan.steps.resize(1);
    plan.steps.front().kind = FaultKind::kReset;
    EXPECT_TRUE(CreateFaultPlan(world_.state, plan).ok());
  }

  // What is said of the world's file with this change.
  std::string With(const std::function<void(json::value& world)>& change) const {
    json::value file = json::parse(WorldToText(world_.state));
    change(file.at("world"));
    const absl::Status status = WorldFromText(json::serialize(file)).status();
    EXPECT_TRUE(status.ok() || ReasonOf(status) == "WORLD_FILE_BROKEN") << status;
    return std::string(status.message());
  }
  static json::value& First(json::value& table) { return table.as_object().begin()->value(); }

  RulesWorld world_;
};

TEST_F(ValuesTest, WhatRulesTakeWithoutAskingCanBeSo) {
  EXPECT_EQ(With([](json::value&) {}), "");
  const auto plan_with = [this](const char* field, const json::value& value) {
    return With([&](json::value& world) {
      world.at("faults").at("plans").at(0).as_object()[field] = value;
    });
  };
  const auto step_with = [this](const char* field, const json::value& value) {
    return With([&](json::value& world) {
      world.at("faults").at("plans").at(0).at("steps").at(0).as_object()[field] = value;
    });
  };
  EXPECT_EQ(plan_with("turn", 1), "");
  EXPECT_THAT(plan_with("turn", 2), HasSubstr("a fault plan"));
  EXPECT_THAT(plan_with("turn", -1), HasSubstr("a fault plan"));
  EXPECT_THAT(plan_with("face", 3), HasSubstr("a fault plan"));
  EXPECT_THAT(step_with("kind", 99), HasSubstr("a fault plan"));
  EXPECT_THAT(step_with("every", 0), HasSubstr("a fault plan"));
  EXPECT_THAT(With([](json::value& world) { First(world.at("apps")).at("tier") = 4; }),
              HasSubstr("an app's level"));
  EXPECT_THAT(With([](json::value& world) {
                First(world.at("ad_groups")).at("schedule_end_time") = nullptr;
              }),
              HasSubstr("an ad group's schedule"));
  EXPECT_THAT(With([](json::value& world) { First(world.at("ad_groups")).at("dayparting") = "1"; }),
              HasSubstr("an ad group's dayparting"));
  EXPECT_THAT(With([](json::value& world) {
                json::value& history = First(world.at("spend_histories"));
                First(history.at("groups")).at("terms").at(0).at("dayparting") = "1";
              }),
              HasSubstr("a spend history's dayparting"));
  EXPECT_THAT(With([](json::value& world) {
                world.at("review_policy").at("desk").at("others_per_hour") = "1e300";
              }),
              HasSubstr("the review desk's plan"));
  EXPECT_THAT(
      With([](json::value& world) { First(world.at("subscriptions")).at("callback_url") = ""; }),
      HasSubstr("a subscription's callback_url"));
}

}  // namespace
}  // namespace sparkgate::simulator
