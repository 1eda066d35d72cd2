#include <boost/json/parse.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/tiktok/http/scripted_tiktok.h"

namespace sparkgate::tiktok {
namespace {

using boost::json::parse;
using testing::ElementsAre;
using testing::Pair;

constexpr char kAdvertiser[] = "7000000000000000001";

NewAdGroup Reach() {
  return {.advertiser_id = kAdvertiser,
          .campaign_id = "1",
          .name = "Women",
          .location_ids = {"6252001"},
          .age_groups = {"AGE_18_24"},
          .gender = "GENDER_FEMALE",
          .budget_mode = "BUDGET_MODE_DAY",
          .budget_micros = 20'000'000,
          .schedule_start = absl::FromUnixSeconds(1657265565),
          .optimization_goal = "REACH",
          .billing_event = "CPM",
          .frequency = 3,
          .frequency_days = 7};
}

TEST(HttpAdGroup, IsCreated) {
  ScriptedTikTok tiktok;
  tiktok.Answer(R"({"adgroup_id":"2","secondary_status":"ADGROUP_STATUS_CREATE"})");
  const auto group = tiktok->ad_groups().Create(tiktok.call(), Reach());
  ASSERT_TRUE(group.ok()) << group.status();
  EXPECT_EQ(group->adgroup_id, "2");
  EXPECT_EQ(group->secondary_status, "ADGROUP_STATUS_CREATE");
  EXPECT_EQ(tiktok.Asked(), "POST /w/acme/open_api/v1.3/adgroup/create/");
  EXPECT_EQ(tiktok.AskedBody(), parse(R"({"advertiser_id":"7000000000000000001","campaign_id":"1",
                      "adgroup_name":"Women","placement_type":"PLACEMENT_TYPE_NORMAL",
                      "placements":["PLACEMENT_TIKTOK"],"location_ids":["6252001"],
                      "age_groups":["AGE_18_24"],"gender":"GENDER_FEMALE",
                      "budget_mode":"BUDGET_MODE_DAY","budget":20,
                      "schedule_type":"SCHEDULE_FROM_NOW",
                      "schedule_start_time":"2022-07-08 07:32:45","optimization_goal":"REACH",
                      "billing_event":"CPM","bid_type":"BID_TYPE_NO_BID","frequency":3,
                      "frequency_schedule":7,"pacing":"PACING_MODE_SMOOTH",
                      "operation_status":"ENABLE"})"));
}

TEST(HttpAdGroup, EndAndBidChooseTheirFields) {
  ScriptedTikTok tiktok;
  tiktok.Answer(R"({"adgroup_id":"2"})");
  tiktok.Answer(R"({"adgroup_id":"3"})");
  NewAdGroup group = Reach();
  group.schedule_end = group.schedule_start + absl::Hours(24);
  group.bid_micros = 1'250'000;
  ASSERT_TRUE(tiktok->ad_groups().Create(tiktok.call(), group).ok());
  EXPECT_EQ(tiktok.AskedBody().at("schedule_type").as_string(), "SCHEDULE_START_END");
  EXPECT_EQ(tiktok.AskedBody().at("schedule_end_time").as_string(), "2022-07-09 07:32:45");
  EXPECT_EQ(tiktok.AskedBody().at("bid_type").as_string(), "BID_TYPE_CUSTOM");
  EXPECT_EQ(tiktok.AskedBody().at("bid_price").to_number<double>(), 1.25);

  group.billing_event = "OCPM";
  group.placements.clear();
  ASSERT_TRUE(tiktok->ad_groups().Create(tiktok.call(), group).ok());
  EXPECT_EQ(tiktok.AskedBody().at("conversion_bid_price").to_number<double>(), 1.25);
  EXPECT_FALSE(tiktok.AskedBody().as_object().contains("bid_price"));
  EXPECT_EQ(tiktok.AskedBody().at("placement_type").as_string(), "PLACEMENT_TYPE_AUTOMATIC");
}

TEST(HttpAdGroup, IsReadByParent) {
  ScriptedTikTok tiktok;
  tiktok.Answer(R"({"list":[{"adgroup_id":2,"campaign_id":1,"schedule_end_time":null,
                             "schedule_start_time":"2022-07-08 07:32:45"}],
                    "page_info":{"page":1,"page_size":10,"total_number":1,"total_page":1}})");
  const auto page = tiktok->ad_groups().Get(
      tiktok.call(), {.advertiser_id = kAdvertiser, .campaign_ids = {"1"}, .name = "Women"});
  ASSERT_TRUE(page.ok()) << page.status();
  ASSERT_EQ(page->ad_groups.size(), 1u);
  EXPECT_EQ(page->ad_groups[0].adgroup_id, "2");
  EXPECT_EQ(page->ad_groups[0].schedule_end, std::nullopt);
  EXPECT_EQ(parse(ValueOf(tiktok.AskedQuery(), "filtering")),
            parse(R"({"campaign_ids":["1"],"adgroup_name":"Women"})"));
}

TEST(HttpAdGroup, ASwitchMayPartlySucceed) {
  ScriptedTikTok tiktok;
  tiktok.AnswerWith({.body = R"({"code":20001,"message":"Partial success","data":{
      "adgroup_ids":["2"],"error_list":[{"adgroup_id":"3","error_message":"is deleted"}]}})"});
  const auto result =
      tiktok->ad_groups().UpdateStatus(tiktok.call(), kAdvertiser, {"2", "3"}, Switch::kDisable);
  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_THAT(result->ids, ElementsAre("2"));
  EXPECT_THAT(result->errors, ElementsAre(Pair("3", "is deleted")));
}

}  // namespace
}  // namespace sparkgate::tiktok
