#include <boost/json/parse.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "server/tiktok/http/scripted_tiktok.h"
#include "server/tiktok/outcome.h"

namespace sparkgate::tiktok {
namespace {

using boost::json::parse;
using testing::ElementsAre;

constexpr char kAdvertiser[] = "7000000000000000001";

const NewCampaign kNew = {
    .advertiser_id = kAdvertiser, .name = "Summer ·sg-abc", .objective_type = "REACH"};

TEST(HttpCampaign, IsCreatedSwitchedOff) {
  ScriptedTikTok tiktok;
  tiktok.Answer(R"({"campaign_id":1700000000000000001,"campaign_name":"Summer ·sg-abc",
                    "budget":0.0,"secondary_status":"CAMPAIGN_STATUS_ENABLE",
                    "create_time":"2026-01-01 00:00:00"})");
  const auto campaign = tiktok->campaigns().Create(tiktok.call(), kNew);
  ASSERT_TRUE(campaign.ok()) << campaign.status();
  EXPECT_EQ(campaign->campaign_id, "1700000000000000001");
  EXPECT_EQ(campaign->secondary_status, "CAMPAIGN_STATUS_ENABLE");
  EXPECT_EQ(tiktok.Asked(), "POST /w/acme/open_api/v1.3/campaign/create/");
  EXPECT_EQ(tiktok.AskedBody(),
            parse(R"({"advertiser_id":"7000000000000000001","campaign_name":"Summer ·sg-abc",
                      "objective_type":"REACH","budget_mode":"BUDGET_MODE_INFINITE",
                      "operation_status":"DISABLE"})"));
}

TEST(HttpCampaign, SendsBudgetAndRequestId) {
  ScriptedTikTok tiktok;
  tiktok.Answer(R"({"campaign_id":"1"})");
  NewCampaign campaign = kNew;
  campaign.budget_mode = "BUDGET_MODE_DAY";
  campaign.budget_micros = 50'500'000;
  campaign.enabled = true;
  campaign.request_id = "9007199254740993";
  ASSERT_TRUE(tiktok->campaigns().Create(tiktok.call(), campaign).ok());
  EXPECT_EQ(tiktok.AskedBody().at("budget").to_number<double>(), 50.5);
  EXPECT_EQ(tiktok.AskedBody().at("request_id").as_string(), "9007199254740993");
  EXPECT_EQ(tiktok.AskedBody().at("operation_status").as_string(), "ENABLE");
}

TEST(HttpCampaign, CreatedWithoutIdIsAnUnknownOutcome) {
  ScriptedTikTok tiktok;
  tiktok.Answer("{}");
  EXPECT_TRUE(OutcomeUnknown(tiktok->campaigns().Create(tiktok.call(), kNew).status()));
}

TEST(HttpCampaign, ATakenNameIsSaid) {
  ScriptedTikTok tiktok;
  tiktok.Refuse(40002, "Campaign name already exists. Please try another one.");
  const absl::Status status = tiktok->campaigns().Create(tiktok.call(), kNew).status();
  EXPECT_EQ(ReasonOf(status), "NAME_TAKEN");
  EXPECT_FALSE(OutcomeUnknown(status));
}

TEST(HttpCampaign, IsFoundByName) {
  ScriptedTikTok tiktok;
  tiktok.Answer(R"({"list":[{"campaign_id":"1","campaign_name":"Summer","budget":50,
                             "operation_status":"DISABLE"}],
                    "page_info":{"page":1,"page_size":100,"total_number":1,"total_page":1}})");
  const auto page = tiktok->campaigns().Get(
      tiktok.call(), {.advertiser_id = kAdvertiser, .name = "sg-abc", .include_deleted = true});
  ASSERT_TRUE(page.ok()) << page.status();
  ASSERT_EQ(page->campaigns.size(), 1u);
  EXPECT_EQ(page->campaigns[0].budget_micros, 50'000'000);
  EXPECT_EQ(tiktok.Asked(), "GET /w/acme/open_api/v1.3/campaign/get/");
  EXPECT_EQ(parse(ValueOf(tiktok.AskedQuery(), "filtering")),
            parse(R"({"campaign_name":"sg-abc","primary_status":"STATUS_ALL"})"));
  EXPECT_EQ(ValueOf(tiktok.AskedQuery(), "page_size"), "100");
}

TEST(HttpCampaign, WithoutConditionsAsksForAll) {
  ScriptedTikTok tiktok;
  tiktok.Answer(R"({"list":[],"page_info":{"page":1}})");
  const auto page = tiktok->campaigns().Get(tiktok.call(), {.advertiser_id = kAdvertiser});
  ASSERT_TRUE(page.ok()) << page.status();
  EXPECT_EQ(tiktok.requests().back().query,
            "advertiser_id=7000000000000000001&page=1&page_size=100");
}

TEST(HttpCampaign, IsSwitched) {
  ScriptedTikTok tiktok;
  tiktok.Answer(R"({"campaign_ids":[1],"status":"ENABLE"})");
  tiktok.Answer("{}");
  const auto one =
      tiktok->campaigns().UpdateStatus(tiktok.call(), kAdvertiser, {"1"}, Switch::kEnable);
  ASSERT_TRUE(one.ok()) << one.status();
  EXPECT_THAT(one->ids, ElementsAre("1"));
  EXPECT_EQ(tiktok.Asked(), "POST /w/acme/open_api/v1.3/campaign/status/update/");
  EXPECT_EQ(tiktok.AskedBody(), parse(R"({"advertiser_id":"7000000000000000001",
                                          "campaign_ids":["1"],"operation_status":"ENABLE"})"));
  const auto all =
      tiktok->campaigns().UpdateStatus(tiktok.call(), kAdvertiser, {"1", "2"}, Switch::kDelete);
  ASSERT_TRUE(all.ok()) << all.status();
  EXPECT_THAT(all->ids, ElementsAre("1", "2"));
  EXPECT_EQ(tiktok.AskedBody().at("operation_status").as_string(), "DELETE");
}

}  // namespace
}  // namespace sparkgate::tiktok
