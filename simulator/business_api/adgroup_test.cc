// adgroup/budget/update and adgroup/quota over HTTP; the rest of ad groups is in ad_test.cc.
#include <string>

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "simulator/business_api/api_fixture.h"

namespace sparkgate::simulator {
namespace {

namespace json = boost::json;

class AdGroupApi : public ApiTest {
 protected:
  std::string CreateLifetimeGroup() {
    json::object body = AdGroupBody(CreateCampaign("Lifetime"), "Lifetime");
    body["budget_mode"] = "BUDGET_MODE_TOTAL";
    body["budget"] = 500;
    body["schedule_type"] = "SCHEDULE_START_END";
    body["schedule_end_time"] = "2026-01-11 00:00:00";
    return std::string(
        PostData("adgroup/create", body, advertiser_token_).at("adgroup_id").as_string());
  }
  json::object Change(const json::object& arrays) {
    json::object body = arrays;
    body["advertiser_id"] = ids_.advertiser;
    return Post("adgroup/budget/update", body, advertiser_token_);
  }
  static json::object Entry(const char* name, const std::string& group, double amount) {
    return {{name, json::array{json::object{{"adgroup_id", group}, {name, amount}}}}};
  }
  double BudgetOf(const std::string& group) {
    const json::object data =
        GetData("adgroup/get",
                {{"advertiser_id", ids_.advertiser},
                 {"filtering", fmt::format(R"({{"adgroup_ids":["{}"]}})", group)}},
                advertiser_token_);
    return data.at("list").at(0).at("budget").as_double();
  }
  std::string Quota() {
    return json::serialize(
        GetData("adgroup/quota", {{"advertiser_id", ids_.advertiser}}, advertiser_token_));
  }
};

TEST_F(AdGroupApi, LifetimeBudgetsChangeAtOnce) {
  const std::string group = CreateLifetimeGroup();
  const json::object answer = Change(Entry("budget", group, 300.5));
  EXPECT_EQ(Answer(answer), "0 OK");
  EXPECT_TRUE(answer.at("data").as_object().empty());
  EXPECT_EQ(BudgetOf(group), 300.5);
}

TEST_F(AdGroupApi, DailyBudgetsChangeTheNextDay) {
  const std::string group = CreateAdGroup(CreateCampaign());
  const json::object answer = Change(Entry("scheduled_budget", group, 75));
  EXPECT_EQ(Answer(answer), "0 OK");
  EXPECT_TRUE(answer.at("data").as_object().empty());
  EXPECT_EQ(BudgetOf(group), 50.0);
  Advance(absl::Hours(24));
  EXPECT_EQ(BudgetOf(group), 75.0);
}

TEST_F(AdGroupApi, BudgetsComeInOneOfTwoArrays) {
  const std::string group = CreateAdGroup(CreateCampaign());
  EXPECT_EQ(Answer(Change({})), "40002 Missing required field(s): budget.");
  json::object both = Entry("budget", group, 75);
  both["scheduled_budget"] = Entry("scheduled_budget", group, 75)["scheduled_budget"];
  EXPECT_EQ(Answer(Change(both)),
            "40002 budget: Only one of budget and scheduled_budget is allowed.");
  EXPECT_EQ(Answer(Change({{"scheduled_budget", json::array{json::object{{"budget", 75}}}}})),
            "40002 Missing required field(s): scheduled_budget.0.adgroup_id, "
            "scheduled_budget.0.scheduled_budget.");
  EXPECT_EQ(Answer(Change({{"budget", json::array()}})),
            "40002 budget: Length must be between 1 and 20.");
  EXPECT_EQ(BudgetOf(group), 50.0);
}

TEST_F(AdGroupApi, BudgetsThatAreRefused) {
  const std::string daily = CreateAdGroup(CreateCampaign());
  const std::string lifetime = CreateLifetimeGroup();
  EXPECT_EQ(Answer(Change(Entry("budget", "5", 75))), "40007 The ad group 5 does not exist.");
  EXPECT_EQ(Answer(Change(Entry("budget", daily, 75))),
            fmt::format("40002 budget: The ad group {} has a daily budget, which scheduled_budget "
                        "changes.",
                        daily));
  EXPECT_EQ(Answer(Change(Entry("scheduled_budget", lifetime, 75))),
            fmt::format("40002 scheduled_budget: The ad group {} has a lifetime budget, which "
                        "budget changes.",
                        lifetime));
  EXPECT_EQ(Answer(Change(Entry("scheduled_budget", daily, 19.5))),
            "40002 budget: The daily budget must be at least 20.");
  EXPECT_EQ(Answer(Change(Entry("budget", lifetime, 199.5))),
            "40002 budget: The lifetime budget of 10 days must be at least 200.");
}

TEST_F(AdGroupApi, ScopesOfBudgetAndQuota) {
  json::object body = Entry("budget", "5", 75);
  body["advertiser_id"] = ids_.advertiser;
  EXPECT_EQ(Answer(Post("adgroup/budget/update", body, AdvertiserToken({"210"}))),
            "40001 advertiser does not grant you /adgroup/budget/update/:POST permission");
  EXPECT_EQ(
      Answer(Get("adgroup/quota", {{"advertiser_id", ids_.advertiser}}, AdvertiserToken({"211"}))),
      "40001 advertiser does not grant you /adgroup/quota/:GET permission");
}

TEST_F(AdGroupApi, TheQuotaIsToldAndNotHeld) {
  EXPECT_EQ(Quota(), R"({"total_adgroup_quota":4980,"used_adgroup_quota":0})");
  Set("adgroup_quota", "1");
  const std::string campaign = CreateCampaign();
  CreateAdGroup(campaign, "One");
  CreateAdGroup(campaign, "Two");
  EXPECT_EQ(Quota(), R"({"total_adgroup_quota":1,"used_adgroup_quota":2})");
  EXPECT_EQ(Answer(Get("adgroup/quota", {}, advertiser_token_)),
            "40002 Missing required field(s): advertiser_id.");
  EXPECT_EQ(Answer(Get("adgroup/quota", {{"advertiser_id", "5"}}, advertiser_token_)).substr(0, 5),
            "40300");
}

}  // namespace
}  // namespace sparkgate::simulator
