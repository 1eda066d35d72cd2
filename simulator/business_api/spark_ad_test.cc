#include <string>

#include <boost/json/array.hpp>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "simulator/business_api/api_fixture.h"
#include "simulator/world/spark_posts.h"

namespace sparkgate::simulator {
namespace {

namespace json = boost::json;

class SparkAdApi : public ApiTest {
 protected:
  // What TikTok's page shows for views, without a call to action.
  json::object Body(const std::string& name = "One step") {
    const std::string identity = world_->Read([this](const WorldState& state) {
      const SparkPost* held = FindSparkPost(state, ids_.advertiser, ids_.post);
      return held == nullptr ? "1" : held->identity_id;
    });
    return {{"advertiser_id", ids_.advertiser},
            {"campaign_name", name},
            {"objective_type", "VIDEO_VIEWS"},
            {"adgroup_name", "Group"},
            {"location_ids", json::array{"6252001"}},
            {"age_groups", json::array{"AGE_18_24"}},
            {"budget_mode", "BUDGET_MODE_DAY"},
            {"budget", 50},
            {"schedule_type", "SCHEDULE_FROM_NOW"},
            {"schedule_start_time", "2026-01-01 00:00:00"},
            {"optimization_goal", "ENGAGED_VIEW"},
            {"ad_name", "Ad"},
            {"identity_type", "AUTH_CODE"},
            {"identity_id", identity},
            {"tiktok_item_id", ids_.post}};
  }
  std::string Try(const json::object& body) {
    return Answer(Post("business/spark_ad/create", body, advertiser_token_));
  }
  json::object Only(const std::string& path) {
    const json::object data =
        GetData(path, {{"advertiser_id", ids_.advertiser}}, advertiser_token_);
    EXPECT_EQ(data.at("list").as_array().size(), 1u) << path;
    return data.at("list").at(0).as_object();
  }
  static json::object With(json::object body, const json::object& changes) {
    for (const auto& [name, value] : changes) body[name] = value;
    return body;
  }
};

TEST_F(SparkAdApi, MakesACampaignAnAdGroupAndAnAdThatRuns) {
  Redeem(GenerateCode());
  const json::object made = PostData("business/spark_ad/create", Body(), advertiser_token_);
  const json::object campaign = Only("campaign/get");
  EXPECT_EQ(campaign.at("campaign_id"), made.at("campaign_id"));
  EXPECT_EQ(campaign.at("budget_mode").as_string(), "BUDGET_MODE_INFINITE");
  const json::object group = Only("adgroup/get");
  EXPECT_EQ(group.at("adgroup_id"), made.at("adgroup_id"));
  EXPECT_EQ(group.at("campaign_id"), made.at("campaign_id"));
  EXPECT_EQ(group.at("placements"), json::value(json::array{"PLACEMENT_TIKTOK"}));
  EXPECT_EQ(group.at("billing_event").as_string(), "CPV");
  EXPECT_EQ(group.at("age_groups"), json::value(json::array{"AGE_18_24"}));
  const json::object ad = Only("ad/get");
  EXPECT_EQ(ad.at("ad_id"), made.at("ad_id"));
  EXPECT_EQ(ad.at("adgroup_id"), made.at("adgroup_id"));
  EXPECT_EQ(ad.at("tiktok_item_id").as_string(), ids_.post);
  Advance(absl::Hours(25));
  EXPECT_EQ(AdStatus(std::string(made.at("ad_id").as_string())), "AD_STATUS_DELIVERY_OK");
}

TEST_F(SparkAdApi, ARefusalLeavesNothingBehind) {
  EXPECT_THAT(Try(Body()), testing::StartsWith("4000"));  // the post isn't authorized
  Redeem(GenerateCode());
  EXPECT_THAT(Try(With(Body(), {{"identity_id", "1"}})), testing::StartsWith("40007 "));
  EXPECT_EQ(Try(With(Body(), {{"budget", 10}})),
            "40002 budget: The daily budget must be at least 20.");
  EXPECT_EQ(Try(With(Body(), {{"tiktok_item_id", "7999999999999999999"}})),
            "40002 tiktok_item_id: The post 7999999999999999999 is not authorized for this ad "
            "account.");
  for (const char* path : {"campaign/get", "adgroup/get", "ad/get"}) {
    const json::object data =
        GetData(path, {{"advertiser_id", ids_.advertiser}}, advertiser_token_);
    EXPECT_TRUE(data.at("list").as_array().empty()) << path;
  }
  EXPECT_EQ(Try(Body()), "0 OK");  // the name was not taken
  EXPECT_THAT(Try(Body()), testing::StartsWith("40002 "));
}

TEST_F(SparkAdApi, WhatEachGoalNeeds) {
  Redeem(GenerateCode());
  const json::object reach = {{"objective_type", "REACH"}, {"optimization_goal", "REACH"}};
  EXPECT_EQ(Try(With(Body(), reach)),
            "40002 Missing required field(s): frequency, frequency_schedule.");
  EXPECT_EQ(Try(With(With(Body("Reach"), reach), {{"frequency", 2}, {"frequency_schedule", 3}})),
            "0 OK");
  const json::object click = {{"objective_type", "TRAFFIC"}, {"optimization_goal", "CLICK"}};
  EXPECT_EQ(Try(With(Body(), click)), "40002 call_to_action: CLICK needs one.");
  EXPECT_EQ(Try(With(With(Body(), click), {{"call_to_action", "ORDER_NOW"}})),
            "40002 landing_page_url: The call to action needs a landing page.");
  const json::object action = {{"call_to_action", "ORDER_NOW"},
                               {"landing_page_url", "https://example.com"}};
  EXPECT_EQ(Try(With(With(Body("Click"), click), action)), "0 OK");
  EXPECT_EQ(Try(With(With(With(Body(), click), action), {{"bid_type", "BID_TYPE_CUSTOM"}})),
            "40002 Missing required field(s): bid_price.");
  const json::object landing = {{"objective_type", "TRAFFIC"},
                                {"optimization_goal", "TRAFFIC_LANDING_PAGE_VIEW"},
                                {"bid_type", "BID_TYPE_CUSTOM"},
                                {"bid_price", 1}};
  EXPECT_EQ(Try(With(With(Body(), landing), action)),
            "40002 Missing required field(s): conversion_bid_price.");
  const json::object visit = {{"objective_type", "ENGAGEMENT"},
                              {"optimization_goal", "PAGE_VISIT"}};
  EXPECT_EQ(Try(With(With(Body(), visit), action)),
            "40002 landing_page_url: Not supported with PAGE_VISIT.");
  EXPECT_EQ(Try(With(With(Body("Visit"), visit), {{"call_to_action", "CONTACT_US"}})), "0 OK");
  const json::object followers = {{"objective_type", "ENGAGEMENT"},
                                  {"optimization_goal", "FOLLOWERS"}};
  EXPECT_EQ(Try(With(Body("Followers"), followers)), "0 OK");
}

TEST_F(SparkAdApi, WhatOtherEndpointsTakeIsNotTakenHere) {
  Redeem(GenerateCode());
  EXPECT_EQ(Try(With(Body(), {{"objective_type", "WEB_CONVERSIONS"}})),
            "40002 objective_type: WEB_CONVERSIONS is not supported here.");
  EXPECT_EQ(Try(With(Body(), {{"optimization_goal", "ENGAGED_VIEW_FIFTEEN"}})),
            "40002 optimization_goal: ENGAGED_VIEW_FIFTEEN is not allowed with objective "
            "VIDEO_VIEWS.");
  EXPECT_EQ(Try(With(Body(), {{"budget_mode", "BUDGET_MODE_INFINITE"}})),
            "40002 budget_mode: Must be one of: BUDGET_MODE_TOTAL, BUDGET_MODE_DAY.");
  EXPECT_EQ(Try(With(Body(), {{"identity_type", "CUSTOMIZED_USER"}})),
            "40002 identity_type: Must be one of: AUTH_CODE, TT_USER, BC_AUTH_TT.");
  EXPECT_THAT(Try(With(Body(), {{"saved_audience_id", "1"}})), testing::StartsWith("40008 "));
  EXPECT_EQ(Try({}),
            "40002 Missing required field(s): advertiser_id, campaign_name, objective_type, "
            "location_ids, adgroup_name, budget, schedule_type, schedule_start_time, "
            "optimization_goal, budget_mode, ad_name, identity_type, identity_id, "
            "tiktok_item_id.");
}

}  // namespace
}  // namespace sparkgate::simulator
