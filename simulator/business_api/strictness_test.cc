// What a strict world refuses and a lenient one takes: each leniency by itself.
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "simulator/business_api/api_fixture.h"
#include "simulator/business_api/unplayed_fields.h"
#include "simulator/world/journal/exchange_arguments.h"

namespace sparkgate::simulator {
namespace {

namespace json = boost::json;
using testing::HasSubstr;
using testing::Not;

std::string ReviewInfoPath(const std::string& advertiser, std::string_view ids) {
  return fmt::format("/open_api/v1.3/ad/review_info/?advertiser_id={}&{}", advertiser, ids);
}

class StrictnessTest : public ApiTest {
 protected:
  void BeLenient() { Set("requests", "lenient"); }

  json::object Campaign() {
    return {{"advertiser_id", ids_.advertiser},
            {"campaign_name", "Strict"},
            {"objective_type", "TRAFFIC"},
            {"budget_mode", "BUDGET_MODE_TOTAL"},
            {"budget", 100}};
  }
  std::string AnswerTo(std::string_view method, const std::string& path, std::string_view token,
                       std::string_view body = "") {
    const HttpResponse response = Send(method, path, body, token);
    if (response.status != 200) return fmt::format("HTTP {}", response.status);
    return Answer(json::parse(response.body).as_object());
  }
};

TEST_F(StrictnessTest, AnUnknownFieldIsNamed) {
  json::object body = Campaign();
  body["campaing_type"] = "REGULAR_CAMPAIGN";
  body["nothing"] = nullptr;
  EXPECT_EQ(Answer(Post("campaign/create", body, advertiser_token_)),
            "40002 Unknown field(s): campaing_type, nothing.");
  Set("unknown_fields", "ignore");
  EXPECT_EQ(Answer(Post("campaign/create", body, advertiser_token_)), "0 OK");
}

TEST_F(StrictnessTest, LenientTakesUnknownFields) {
  json::object body = Campaign();
  body["campaing_type"] = "REGULAR_CAMPAIGN";
  BeLenient();
  EXPECT_EQ(Answer(Post("campaign/create", body, advertiser_token_)), "0 OK");
  EXPECT_EQ(Answer(Get("adgroup/quota", {{"advertiser_id", ids_.advertiser}, {"_", "1"}},
                       advertiser_token_)),
            "0 OK");
}

TEST_F(StrictnessTest, AnUnknownFieldFurtherDownIsNamedByItsPath) {
  Redeem(GenerateCode());
  json::object creative = Creative();
  creative["ad_nmae"] = "x";
  const json::object body = {{"advertiser_id", ids_.advertiser},
                             {"adgroup_id", CreateAdGroup(CreateCampaign())},
                             {"creatives", json::array{Creative("Other"), creative}}};
  EXPECT_EQ(Answer(Post("ad/create", body, advertiser_token_)),
            "40002 Unknown field(s): creatives.1.ad_nmae.");
  BeLenient();
  EXPECT_EQ(Answer(Post("ad/create", body, advertiser_token_)), "0 OK");
}

TEST_F(StrictnessTest, AnUnknownArgumentOfAQueryIsNamed) {
  const QueryArguments query = {{"advertiser_id", ids_.advertiser},
                                {"advertiser", "1"},
                                {"filtering", R"({"ad_id":["1"],"ad_ids":["2"]})"}};
  EXPECT_EQ(Answer(Get("ad/get", query, advertiser_token_)),
            "40002 Unknown field(s): advertiser, filtering.ad_id.");
  const QueryArguments alone = {{"advertiser_id", ids_.advertiser},
                                {"filtering", R"({"ad_id":["1"]})"}};
  EXPECT_EQ(Answer(Get("ad/get", alone, advertiser_token_)),
            "40002 Unknown field(s): filtering.ad_id.");
  BeLenient();
  EXPECT_EQ(Answer(Get("ad/get", query, advertiser_token_)), "0 OK");
}

TEST_F(StrictnessTest, WhatIsMissingOrBadIsToldFirst) {
  EXPECT_EQ(Answer(Post("identity/create", {{"advertiser", "1"}}, advertiser_token_)),
            "40002 Missing required field(s): advertiser_id, display_name.");
  EXPECT_EQ(
      Answer(Get("tt_video/list", {{"advertiser_id", ids_.advertiser}, {"x", "1"}, {"page", "0"}},
                 advertiser_token_)),
      "40002 page: Must be between 1 and 1000000000.");
}

TEST_F(StrictnessTest, NamesThatCouldBeSecretsAreNotRepeated) {
  json::object body = Campaign();
  body["#" + std::string(64, 'x')] = 1;
  EXPECT_EQ(Answer(Post("campaign/create", body, advertiser_token_)),
            "40002 Unknown field(s): (no name).");
}

// A value of the wrong kind would be refused if anybody looked at it.
TEST_F(StrictnessTest, DocumentedFieldsWithoutEffectAreNoErrors) {
  Redeem(GenerateCode());
  const std::string campaign = CreateCampaign();
  const std::string group = CreateAdGroup(campaign);
  const std::string ad = CreateAd(group, "First");
  json::object patch = Creative("Second");
  patch["ad_id"] = ad;
  const std::map<std::string, json::object> bodies = {
      {"campaign/create", Campaign()},
      {"adgroup/create", AdGroupBody(campaign, "Other group")},
      {"adgroup/update",
       {{"advertiser_id", ids_.advertiser}, {"adgroup_id", group}, {"adgroup_name", "New"}}},
      {"ad/create",
       {{"advertiser_id", ids_.advertiser},
        {"adgroup_id", group},
        {"creatives", json::array{Creative("Third")}}}},
      {"ad/update",
       {{"advertiser_id", ids_.advertiser},
        {"adgroup_id", group},
        {"creatives", json::array{std::move(patch)}}}}};
  for (const auto& [path, plain] : bodies) {
    json::object body = plain;
    ASSERT_FALSE(UnplayedFieldsOf(path).empty()) << path;
    for (std::string_view field : UnplayedFieldsOf(path)) {
      const bool inner = field.starts_with("creatives.");
      if (inner) field.remove_prefix(field.find('.') + 1);
      json::object& place = inner ? body.at("creatives").as_array().at(0).as_object() : body;
      EXPECT_TRUE(place.emplace(field, json::object{{"any", "thing"}}).second) << field;
    }
    EXPECT_EQ(Answer(Post(path, body, advertiser_token_)), "0 OK") << path;
  }
}

TEST_F(StrictnessTest, FieldsOfOneUseAreNoErrorsInAnother) {
  EXPECT_EQ(Answer(Get("report/integrated/get",
                       {{"advertiser_id", ids_.advertiser},
                        {"report_type", "BASIC"},
                        {"data_level", "AUCTION_AD"},
                        {"dimensions", R"(["ad_id"])"},
                        {"query_lifetime", "true"},
                        {"start_date", "2026-01-01"},
                        {"end_date", "2026-01-01"},
                        {"filtering", R"([{"field_name":"ad_ids","filter_type":"IN",)"
                                      R"("filter_value":"[\"1\"]"},)"
                                      R"({"field_name":"ad_name","filter_type":"MATCH",)"
                                      R"("filter_value":"x"}])"}},
                       advertiser_token_)),
            "0 OK");
  EXPECT_EQ(Answer(Get("report/integrated/get",
                       {{"advertiser_id", ids_.advertiser},
                        {"report_type", "BASIC"},
                        {"data_level", "AUCTION_AD"},
                        {"dimensions", R"(["ad_id"])"},
                        {"query_lifetime", "true"},
                        {"filtering", R"([{"field_name":"ad_ids","filter_type":"IN",)"
                                      R"("filter_value":"[\"1\"]","values":1}])"}},
                       advertiser_token_)),
            "40002 Unknown field(s): filtering.0.values.");
}

TEST_F(StrictnessTest, TheSlashMayBeMissingOnlyIfLenient) {
  const std::string path =
      fmt::format("/open_api/v1.3/adgroup/quota?advertiser_id={}", ids_.advertiser);
  EXPECT_EQ(AnswerTo("GET", path, advertiser_token_), "HTTP 404");
  BeLenient();
  EXPECT_EQ(AnswerTo("GET", path, advertiser_token_), "0 OK");
}

TEST_F(StrictnessTest, AKeyForEveryItemIsAListOnlyIfLenient) {
  const std::string repeated = ReviewInfoPath(ids_.advertiser, "ad_ids=1&ad_ids=2");
  const std::string alone = ReviewInfoPath(ids_.advertiser, "ad_ids=1");
  // Each of them would be a list by itself.
  const std::string lists =
      ReviewInfoPath(ids_.advertiser, "ad_ids=%5B%221%22%5D&ad_ids=%5B%222%22%5D");
  for (const std::string& path : {repeated, alone, lists}) {
    EXPECT_EQ(AnswerTo("GET", path, advertiser_token_), "40002 ad_ids: Not a valid list.") << path;
  }
  BeLenient();
  EXPECT_THAT(AnswerTo("GET", repeated, advertiser_token_), Not(HasSubstr("list")));
  EXPECT_THAT(AnswerTo("GET", alone, advertiser_token_), Not(HasSubstr("list")));
  const std::string items = fmt::format(
      "/open_api/v1.3/tt_video/list/?advertiser_id={}&item_types=VIDEO&item_types=CAROUSEL",
      ids_.advertiser);
  EXPECT_EQ(AnswerTo("GET", items, advertiser_token_), "0 OK");
}

TEST_F(StrictnessTest, TheTokenMayBeInTheQueryOnlyIfLenient) {
  const std::string path = fmt::format("/open_api/v1.3/adgroup/quota/?advertiser_id={}&{}={}",
                                       ids_.advertiser, "Access-Token", advertiser_token_);
  EXPECT_THAT(AnswerTo("GET", path, ""), HasSubstr("40104 Access token is null"));
  EXPECT_EQ(AnswerTo("GET", path, advertiser_token_), "40002 Unknown field(s): Access-Token.");
  BeLenient();
  EXPECT_EQ(AnswerTo("GET", path, ""), "0 OK");
  EXPECT_EQ(AnswerTo("GET", path, advertiser_token_), "0 OK");
  // The header goes first.
  EXPECT_THAT(AnswerTo("GET", path, "nonsense"), HasSubstr("40105"));
  const std::string post =
      fmt::format("/open_api/v1.3/campaign/create/?Access-Token={}", advertiser_token_);
  EXPECT_EQ(AnswerTo("POST", post, "", json::serialize(Campaign())), "0 OK");
}

TEST_F(StrictnessTest, TheJournalKeepsNoTokenOfAQuery) {
  for (const std::string_view requests : {"strict", "lenient"}) {
    Set("requests", requests);
    for (const std::string_view name : {"Access-Token", "access_token", "Access%2DToken"}) {
      world_->journal().Clear();
      AnswerTo("GET",
               fmt::format("/open_api/v1.3/adgroup/quota/?{}={}&advertiser_id={}", name,
                           advertiser_token_, ids_.advertiser),
               "");
      const ExchangePtr exchange = world_->journal().After(0).exchanges.back();
      EXPECT_THAT(exchange->arguments, Not(HasSubstr(advertiser_token_))) << name;
      EXPECT_THAT(exchange->message, Not(HasSubstr(advertiser_token_))) << name;
      EXPECT_EQ(ArgumentsOf(*exchange).problem, "");
      EXPECT_EQ(ArgumentText(ArgumentsOf(*exchange).values, "advertiser_id"), ids_.advertiser);
    }
  }
}

TEST_F(StrictnessTest, NumbersAndBooleansMayBeTextOnlyIfLenient) {
  json::object body = Campaign();
  body["budget"] = "100";
  EXPECT_EQ(Answer(Post("campaign/create", body, advertiser_token_)),
            "40002 budget: Not a valid number.");
  json::object flag = Campaign();
  flag["campaign_name"] = "Flag";
  flag["budget_optimize_on"] = "False";
  EXPECT_EQ(Answer(Post("campaign/create", flag, advertiser_token_)),
            "40002 budget_optimize_on: Not a valid boolean.");
  BeLenient();
  const json::object made = PostData("campaign/create", body, advertiser_token_);
  EXPECT_EQ(made.at("budget").to_number<double>(), 100);
  EXPECT_EQ(Answer(Post("campaign/create", flag, advertiser_token_)), "0 OK");
  body["budget"] = "much";
  EXPECT_EQ(Answer(Post("campaign/create", body, advertiser_token_)),
            "40002 budget: Not a valid number.");
}

}  // namespace
}  // namespace sparkgate::simulator
