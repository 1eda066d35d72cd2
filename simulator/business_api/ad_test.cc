// Campaigns, ad groups and ads over HTTP, from draft to the end of the authorization.
#include <string>

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "simulator/business_api/api_fixture.h"
#include "simulator/world/codes.h"
#include "simulator/world/spark_posts.h"

namespace sparkgate::simulator {
namespace {

namespace json = boost::json;

class AdsApi : public ApiTest {
 protected:
  json::object List(std::string_view path, const std::string& filtering,
                    QueryArguments query = {}) {
    query.emplace_back("advertiser_id", ids_.advertiser);
    if (!filtering.empty()) query.emplace_back("filtering", filtering);
    return GetData(path, query, advertiser_token_);
  }
  int64_t Total(std::string_view path, const std::string& filtering) {
    return List(path, filtering).at("page_info").at("total_number").as_int64();
  }
  json::object SetStatus(std::string_view path, const char* ids, const std::string& id,
                         const char* status) {
    return Post(
        fmt::format("{}/status/update", path),
        {{"advertiser_id", ids_.advertiser}, {ids, json::array{id}}, {"operation_status", status}},
        advertiser_token_);
  }
};

TEST_F(AdsApi, ACampaignLooksLikeTikToks) {
  const json::object data = PostData("campaign/create",
                                     {{"advertiser_id", ids_.advertiser},
                                      {"objective_type", "REACH"},
                                      {"campaign_name", "Frühling"},
                                      {"budget_mode", "BUDGET_MODE_DAY"},
                                      {"budget", 50.5},
                                      {"operation_status", "DISABLE"}},
                                     advertiser_token_);
  EXPECT_TRUE(data.at("campaign_id").is_string());
  EXPECT_EQ(data.at("budget").as_double(), 50.5);
  EXPECT_EQ(data.at("operation_status").as_string(), "DISABLE");
  EXPECT_EQ(data.at("secondary_status").as_string(), "CAMPAIGN_STATUS_DISABLE");
  EXPECT_EQ(data.at("objective").as_string(), "LANDING_PAGE");
  EXPECT_EQ(data.at("create_time").as_string(), "2026-01-01 00:00:00");
  EXPECT_TRUE(data.at("po_number").is_null());
}

TEST_F(AdsApi, AmountsAreWrittenWithAFraction) {
  const std::string group = CreateAdGroup(CreateCampaign());
  const std::string groups =
      Send("GET", fmt::format("/open_api/v1.3/adgroup/get/?advertiser_id={}", ids_.advertiser), "",
           advertiser_token_)
          .body;
  EXPECT_THAT(groups, testing::HasSubstr(R"("budget":50.0,)"));
  EXPECT_THAT(groups, testing::HasSubstr(R"("bid_price":0.0,)"));
  const std::string campaigns =
      Send("GET", fmt::format("/open_api/v1.3/campaign/get/?advertiser_id={}", ids_.advertiser), "",
           advertiser_token_)
          .body;
  EXPECT_THAT(campaigns, testing::HasSubstr(R"("roas_bid":0.0,)"));
}

TEST_F(AdsApi, CampaignParametersAreChecked) {
  const auto answer = [this](json::object body) {
    body["advertiser_id"] = ids_.advertiser;
    return Answer(Post("campaign/create", body, advertiser_token_));
  };
  EXPECT_EQ(answer({{"budget_mode", "BUDGET_MODE_DAY"}}),
            "40002 Missing required field(s): objective_type, campaign_name, budget.");
  const json::object good{{"objective_type", "REACH"},
                          {"campaign_name", "A"},
                          {"budget_mode", "BUDGET_MODE_DAY"},
                          {"budget", 50}};
  json::object body = good;
  body["budget"] = "fifty";
  EXPECT_EQ(answer(body), "40002 budget: Not a valid number.");
  body["budget"] = 49;
  EXPECT_EQ(answer(body), "40002 budget: The campaign budget must be at least 50.");
  body = good;
  body["campaign_name"] = "Sun 🌞";
  EXPECT_EQ(answer(body), "40002 campaign_name: It must not contain emojis.");
  body = good;
  body["request_id"] = "123456";
  EXPECT_EQ(answer(body), "0 OK");
  EXPECT_EQ(answer(body), "40050 Duplicated request: request_id 123456 was used a moment ago.");
  EXPECT_EQ(answer(good), "40002 Campaign name already exists. Please try another one.");
  Advance(absl::Seconds(10));
  EXPECT_EQ(answer(body), "0 OK");
}

TEST_F(AdsApi, AdGroupParametersAreChecked) {
  const std::string campaign = CreateCampaign();
  EXPECT_EQ(
      Answer(Post("adgroup/create", {{"advertiser_id", ids_.advertiser}, {"campaign_id", campaign}},
                  advertiser_token_)),
      "40002 Missing required field(s): adgroup_name, location_ids, budget_mode, budget, "
      "schedule_type, schedule_start_time, optimization_goal, billing_event.");
  json::object body = AdGroupBody(campaign, "Group");
  body["schedule_start_time"] = "2026-01-01T00:00";
  EXPECT_EQ(Answer(Post("adgroup/create", body, advertiser_token_)),
            "40002 schedule_start_time: Time format should be %Y-%m-%d %H:%M:%S. Please try "
            "again.");
  body = AdGroupBody("7999999999999999999", "Group");
  EXPECT_EQ(Answer(Post("adgroup/create", body, advertiser_token_)),
            "40007 The campaign 7999999999999999999 does not exist.");
  body = AdGroupBody(campaign, "Group");
  body["optimization_goal"] = "CLICK";
  EXPECT_EQ(Answer(Post("adgroup/create", body, advertiser_token_)),
            "40002 optimization_goal: CLICK is not allowed with objective VIDEO_VIEWS.");
  body = AdGroupBody(campaign, "Group");
  body["age_groups"] = json::array{"AGE_25_34"};
  const json::object data = PostData("adgroup/create", body, advertiser_token_);
  EXPECT_EQ(data.at("secondary_status").as_string(), "ADGROUP_STATUS_CREATE");
  EXPECT_EQ(data.at("schedule_end_time").as_string(), "2036-01-01 00:00:00");
  EXPECT_EQ(data.at("budget").as_double(), 50.0);
  EXPECT_TRUE(data.at("pixel_id").is_null());
  EXPECT_FALSE(data.contains("need_audit"));
}

TEST_F(AdsApi, TheStory) {
  const std::string ad = PublishAd();
  EXPECT_EQ(AdStatus(ad), "AD_STATUS_AUDIT");
  Advance(absl::Hours(24));
  EXPECT_EQ(AdStatus(ad), "AD_STATUS_DELIVERY_OK");
  Advance(absl::Hours(24 * 29));
  EXPECT_EQ(AdStatus(ad), "AD_STATUS_ASSET_AUTHORIZATION_LOST");
  creator_token_ = CreatorToken();
  PostData("business/post/authorize", {{"business_id", BusinessId()}, {"item_id", ids_.post}},
           creator_token_);
  EXPECT_EQ(AdStatus(ad), "AD_STATUS_DELIVERY_OK");
}

TEST_F(AdsApi, AnUnfundedAccountPublishesIntoBalanceExceed) {
  world_->Write([this](WorldState& state) {
    return Find(state.advertisers, ids_.advertiser)->has_payment_method = false;
  });
  EXPECT_EQ(AdStatus(PublishAd()), "AD_STATUS_BALANCE_EXCEED");
}

TEST_F(AdsApi, CreatedAdsAreAnsweredWhole) {
  Redeem(GenerateCode());
  const std::string group = CreateAdGroup(CreateCampaign());
  const json::object data = PostData("ad/create",
                                     {{"advertiser_id", ids_.advertiser},
                                      {"adgroup_id", group},
                                      {"creatives", json::array{Creative("One"), Creative("Two")}}},
                                     advertiser_token_);
  EXPECT_EQ(data.at("ad_ids").as_array().size(), 2u);
  EXPECT_TRUE(data.at("need_audit").as_bool());
  const json::object& ad = data.at("creatives").at(1).as_object();
  EXPECT_EQ(ad.at("ad_name").as_string(), "Two");
  EXPECT_EQ(ad.at("tiktok_item_id").as_string(), ids_.post);
  EXPECT_TRUE(ad.at("video_id").is_null());
  EXPECT_EQ(ad.at("dark_post_status").as_string(), "OFF");
  EXPECT_EQ(ad.at("promotional_music_disabled").as_bool(), true);
  EXPECT_EQ(ad.at("secondary_status").as_string(), "AD_STATUS_AUDIT");
  // Reads write the same fields as text.
  const json::object read =
      GetData("ad/get", {{"advertiser_id", ids_.advertiser}}, advertiser_token_);
  EXPECT_EQ(json::serialize(read.at("list")),
            json::serialize(json::array{data.at("creatives").at(1), data.at("creatives").at(0)}));
}

TEST_F(AdsApi, AFilterThatIsNotSimulatedIsNotIgnored) {
  const auto answer = [&](const std::string& path, const std::string& filtering) {
    return Answer(Get(path, {{"advertiser_id", ids_.advertiser}, {"filtering", filtering}},
                      advertiser_token_));
  };
  EXPECT_EQ(answer("ad/get", R"({"destination":"WEBSITE"})"),
            "40008 filtering.destination is not simulated.");
  EXPECT_EQ(answer("adgroup/get", R"({"split_test_enabled":true})"),
            "40008 filtering.split_test_enabled is not simulated.");
  EXPECT_EQ(answer("campaign/get", R"({"campaign_type":"REGULAR_CAMPAIGN"})"),
            "40008 filtering.campaign_type is not simulated.");
  EXPECT_EQ(answer("ad/get", R"({"destination":null})"), "0 OK");
}

TEST_F(AdsApi, CreativesAreChecked) {
  Redeem(GenerateCode());
  const std::string group = CreateAdGroup(CreateCampaign());
  const auto answer = [&](json::array creatives) {
    return Answer(Post("ad/create",
                       {{"advertiser_id", ids_.advertiser},
                        {"adgroup_id", group},
                        {"creatives", std::move(creatives)}},
                       advertiser_token_));
  };
  EXPECT_EQ(answer({json::object{{"ad_name", ""}}}),
            "40002 Missing required field(s): creatives.0.identity_type, creatives.0.identity_id, "
            "creatives.0.tiktok_item_id, creatives.0.ad_format.");
  EXPECT_EQ(answer({}), "40002 creatives: Length must be between 1 and 20.");
  json::object creative = Creative();
  creative["tiktok_item_id"] = "7999999999999999999";
  EXPECT_EQ(answer({creative}),
            "40002 tiktok_item_id: The post 7999999999999999999 is not authorized for this ad "
            "account.");
  creative = Creative();
  creative["identity_id"] = "7999999999999999999";
  EXPECT_EQ(answer({creative}), "40007 The identity 7999999999999999999 does not exist.");
  creative = Creative();
  creative["identity_type"] = "CUSTOMIZED_USER";
  EXPECT_THAT(answer({creative}), testing::StartsWith("40008 "));
  creative = Creative();
  creative["landing_page_url"] = "example.com";
  EXPECT_EQ(answer({creative}), "40002 creatives.0.landing_page_url: Not a valid URL.");
  EXPECT_EQ(Total("ad/get", ""), 0);
}

TEST_F(AdsApi, DeletedAdsHideAndStillReadEnabled) {
  const std::string ad = PublishAd();
  EXPECT_EQ(Total("ad/get", ""), 1);
  const json::object deleted = SetStatus("ad", "ad_ids", ad, "DELETE");
  EXPECT_EQ(json::serialize(deleted.at("data")),
            fmt::format(R"({{"ad_ids":["{}"],"status":"DELETE"}})", ad));
  EXPECT_EQ(Total("ad/get", ""), 0);
  EXPECT_EQ(Total("ad/get", fmt::format(R"({{"ad_ids":["{}"]}})", ad)), 0);
  const json::object all = List("ad/get", R"({"primary_status":"STATUS_ALL"})");
  EXPECT_EQ(all.at("list").at(0).at("operation_status").as_string(), "ENABLE");
  EXPECT_EQ(all.at("list").at(0).at("secondary_status").as_string(), "AD_STATUS_DELETE");
  EXPECT_EQ(SetStatus("ad", "ad_ids", ad, "ENABLE").at("code").as_int64(), 40002);
}

TEST_F(AdsApi, StatusesOfTheLevels) {
  const std::string ad = PublishAd();
  Advance(absl::Hours(24));
  const json::object found = List("ad/get", "").at("list").at(0).as_object();
  const std::string campaign(found.at("campaign_id").as_string());
  const std::string group(found.at("adgroup_id").as_string());
  const json::object done = SetStatus("campaign", "campaign_ids", campaign, "DISABLE");
  EXPECT_EQ(done.at("data").at("campaign_list").at(0).at("status").as_string(), "DISABLE");
  EXPECT_EQ(AdStatus(ad), "AD_STATUS_CAMPAIGN_DISABLE");
  SetStatus("campaign", "campaign_ids", campaign, "ENABLE");
  SetStatus("adgroup", "adgroup_ids", group, "DISABLE");
  EXPECT_EQ(AdStatus(ad), "AD_STATUS_ADGROUP_DISABLE");
  EXPECT_EQ(Total("ad/get", R"({"primary_status":"STATUS_DELIVERY_OK"})"), 0);
  SetStatus("adgroup", "adgroup_ids", group, "ENABLE");
  EXPECT_EQ(Total("ad/get", R"({"primary_status":"STATUS_DELIVERY_OK"})"), 1);
  EXPECT_EQ(Total("ad/get", R"({"secondary_status":"AD_STATUS_DELIVERY_OK"})"), 1);
  EXPECT_EQ(Total("adgroup/get", fmt::format(R"({{"adgroup_ids":["{}"]}})", group)), 1);
  EXPECT_EQ(Total("campaign/get", R"({"campaign_name":"amp"})"), 1);
  EXPECT_EQ(Total("campaign/get", R"({"objective_type":"REACH"})"), 0);
}

TEST_F(AdsApi, PartialSuccessOfAdGroups) {
  const std::string group = CreateAdGroup(CreateCampaign());
  const json::object data = PostData("adgroup/status/update",
                                     {{"advertiser_id", ids_.advertiser},
                                      {"adgroup_ids", json::array{group, "7999999999999999999"}},
                                      {"operation_status", "DISABLE"},
                                      {"allow_partial_success", true}},
                                     advertiser_token_);
  EXPECT_EQ(data.at("adgroup_ids").as_array().size(), 1u);
  EXPECT_EQ(data.at("error_list").at(0).at("adgroup_id").as_string(), "7999999999999999999");
}

TEST_F(AdsApi, FieldsNullsAndPages) {
  PublishAd();
  const json::object chosen = List("ad/get", "", {{"fields", R"(["ad_id","secondary_status"])"}});
  EXPECT_EQ(chosen.at("list").at(0).as_object().size(), 2u);
  const json::object stripped =
      List("ad/get", "", {{"exclude_field_types_in_response", R"(["NULL_FIELD"])"}});
  EXPECT_FALSE(stripped.at("list").at(0).as_object().contains("video_id"));
  EXPECT_EQ(json::serialize(stripped.at("page_info")),
            R"({"page":1,"page_size":10,"total_number":1,"total_page":1})");
  EXPECT_EQ(
      Answer(Get("ad/get",
                 {{"advertiser_id", ids_.advertiser},
                  {"filtering", R"({"secondary_status":"AD_STATUS_ASSET_AUTHORIZATION_LOST"})"}},
                 advertiser_token_)),
      "40002 filtering.secondary_status: It is not supported as a filter.");
}

TEST_F(AdsApi, UpdatesOfAds) {
  const std::string ad = PublishAd();
  Advance(absl::Hours(24));
  const std::string group(List("ad/get", "").at("list").at(0).at("adgroup_id").as_string());
  const auto update = [&](json::object creative, bool patch) {
    creative["ad_id"] = ad;
    return Post("ad/update",
                {{"advertiser_id", ids_.advertiser},
                 {"adgroup_id", group},
                 {"patch_update", patch},
                 {"creatives", json::array{creative}}},
                advertiser_token_);
  };
  json::object renamed = update({{"ad_name", "Renamed"}}, true);
  EXPECT_EQ(Answer(renamed), "0 OK");
  EXPECT_FALSE(renamed.at("data").at("need_audit").as_bool());
  EXPECT_EQ(renamed.at("data").at("creatives").at(0).at("ad_name").as_string(), "Renamed");
  const json::object nameless = update({{"ad_name", ""}}, true);
  EXPECT_EQ(Answer(nameless), "0 OK");
  EXPECT_EQ(nameless.at("data").at("creatives").at(0).at("ad_name").as_string(), ad);
  EXPECT_EQ(Answer(update({{"call_to_action", "SHOP_NOW"}}, true)),
            "40002 creatives.0.call_to_action: It can't be updated with patch_update.");
  EXPECT_EQ(update({{"ad_name", "Whole"}}, false).at("code").as_int64(), 40002);
  json::object whole = Creative("Whole");
  whole.erase("call_to_action");
  const json::object reset = update(whole, false);
  EXPECT_TRUE(reset.at("data").at("need_audit").as_bool());
  EXPECT_TRUE(reset.at("data").at("creatives").at(0).at("call_to_action").is_null());
  EXPECT_EQ(AdStatus(ad), "AD_STATUS_DELIVERY_AND_REAUDIT");
}

TEST_F(AdsApi, UpdatesOfCampaignsAndGroups) {
  const std::string campaign = CreateCampaign();
  const std::string group = CreateAdGroup(campaign);
  const json::object renamed = PostData(
      "campaign/update",
      {{"advertiser_id", ids_.advertiser}, {"campaign_id", campaign}, {"campaign_name", "Renamed"}},
      advertiser_token_);
  EXPECT_EQ(renamed.at("campaign_name").as_string(), "Renamed");
  const json::object budget = PostData(
      "adgroup/update", {{"advertiser_id", ids_.advertiser}, {"adgroup_id", group}, {"budget", 75}},
      advertiser_token_);
  EXPECT_EQ(budget.at("budget").as_double(), 75.0);
  EXPECT_EQ(budget.at("adgroup_name").as_string(), "Group");
  EXPECT_FALSE(budget.at("need_audit").as_bool());
  EXPECT_EQ(
      Answer(Post("adgroup/update", {{"advertiser_id", ids_.advertiser}, {"adgroup_id", group}},
                  advertiser_token_)),
      "40012 There is nothing to update.");
  EXPECT_EQ(
      Answer(Post(
          "campaign/update",
          {{"advertiser_id", ids_.advertiser}, {"campaign_id", campaign}, {"campaign_name", ""}},
          advertiser_token_)),
      "40002 campaign_name: It must not be empty.");
  EXPECT_EQ(
      Answer(Post("adgroup/update",
                  {{"advertiser_id", ids_.advertiser}, {"adgroup_id", group}, {"adgroup_name", ""}},
                  advertiser_token_)),
      "40002 adgroup_name: It must not be empty.");
}

TEST_F(AdsApi, ZipCodesAreKeptAndAudiencesAreNotSimulated) {
  const std::string campaign = CreateCampaign();
  json::object body = AdGroupBody(campaign, "Zip codes");
  body.erase("location_ids");
  body["zipcode_ids"] = json::array{"123"};
  const json::object made = PostData("adgroup/create", body, advertiser_token_);
  EXPECT_EQ(json::serialize(made.at("zipcode_ids")), R"(["123"])");
  EXPECT_EQ(json::serialize(made.at("location_ids")), "[]");
  json::object change = {{"advertiser_id", ids_.advertiser},
                         {"adgroup_id", made.at("adgroup_id")},
                         {"zipcode_ids", json::array{"456"}}};
  const json::object changed = PostData("adgroup/update", change, advertiser_token_);
  EXPECT_EQ(json::serialize(changed.at("zipcode_ids")), R"(["456"])");
  EXPECT_TRUE(changed.at("need_audit").as_bool());

  constexpr char kNone[] = "40008 audience_ids: Audiences are not simulated.";
  change["audience_ids"] = json::array{"7"};
  EXPECT_EQ(Answer(Post("adgroup/update", change, advertiser_token_)), kNone);
  body["adgroup_name"] = "Audiences";
  body["audience_ids"] = json::array{"7"};
  EXPECT_EQ(Answer(Post("adgroup/create", body, advertiser_token_)), kNone);
}

}  // namespace
}  // namespace sparkgate::simulator
