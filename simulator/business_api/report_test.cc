#include <string>

#include <boost/json/array.hpp>
#include <fmt/format.h>
#include <gmock/gmock.h>

#include "simulator/business_api/api_fixture.h"
#include "simulator/world/advertisers.h"
#include "simulator/world/review.h"

namespace sparkgate::simulator {
namespace {

namespace json = boost::json;

// Cents of "12.34".
int64_t Cents(const json::value& money) {
  std::string digits(money.as_string());
  std::erase(digits, '.');
  return std::stoll(digits);
}

class ReportApi : public ApiTest {
 protected:
  // From 2026-01-01 on.
  void SetUp() override { ad_ = Run(PublishAd()); }

  std::string Run(const std::string& ad) {
    world_->Write(
        [&](WorldState& state) { EXPECT_TRUE(DecideReview(state, ad, ReviewDecision{}).ok()); });
    return ad;
  }
  QueryArguments Query(std::string_view level, std::string_view dimensions,
                       const QueryArguments& more = {}) {
    QueryArguments query = {{"advertiser_id", ids_.advertiser},
                            {"report_type", "BASIC"},
                            {"data_level", std::string(level)},
                            {"dimensions", std::string(dimensions)},
                            {"start_date", "2026-01-01"},
                            {"end_date", "2026-01-10"},
                            {"page_size", "1000"}};
    // The first of equal names counts.
    query.insert(query.begin(), more.begin(), more.end());
    return query;
  }
  json::object Ask(const QueryArguments& query) {
    return GetData("report/integrated/get", query, advertiser_token_);
  }
  std::string Refusal(const QueryArguments& query) {
    return Answer(Get("report/integrated/get", query, advertiser_token_));
  }
  json::array Rows(const QueryArguments& query) { return Ask(query).at("list").as_array(); }
  int64_t SumOf(const json::array& rows, std::string_view metric) {
    int64_t sum = 0;
    for (const json::value& row : rows) sum += Cents(row.at("metrics").at(metric));
    return sum;
  }

  std::string ad_;
};

TEST_F(ReportApi, HoursAddUpToDaysAndDaysToTheWhole) {
  Advance(absl::Hours(24 * 5 + 7));
  const json::array whole = Rows(Query("AUCTION_AD", R"(["ad_id"])"));
  ASSERT_EQ(whole.size(), 1u);
  EXPECT_EQ(whole[0].at("dimensions").at("ad_id").as_string(), ad_);
  const json::array days = Rows(Query("AUCTION_AD", R"(["ad_id","stat_time_day"])"));
  ASSERT_EQ(days.size(), 6u);
  EXPECT_EQ(days[5].at("dimensions").at("stat_time_day").as_string(), "2026-01-06 00:00:00");
  for (const char* metric : {"spend", "impressions"}) {
    EXPECT_EQ(SumOf(days, metric), SumOf(whole, metric)) << metric;
  }
  const json::array hours = Rows(Query("AUCTION_AD", R"(["ad_id","stat_time_hour"])",
                                       {{"start_date", "2026-01-02"}, {"end_date", "2026-01-02"}}));
  ASSERT_EQ(hours.size(), 24u);
  EXPECT_EQ(hours[23].at("dimensions").at("stat_time_hour").as_string(), "2026-01-02 23:00:00");
  EXPECT_EQ(SumOf(hours, "spend"), Cents(days[1].at("metrics").at("spend")));
  EXPECT_EQ(SumOf(hours, "impressions"), Cents(days[1].at("metrics").at("impressions")));
  const json::array life = Rows(Query("AUCTION_AD", R"(["ad_id"])", {{"query_lifetime", "true"}}));
  EXPECT_EQ(life, whole);
}

TEST_F(ReportApi, WhatIsSpentIsMissingOnTheAccount) {
  world_->Write([this](WorldState& state) {
    AdvertiserChange change;
    change.balance_micros = 1'000'000'000;
    EXPECT_TRUE(ChangeAdvertiser(state, ids_.advertiser, change).ok());
  });
  Advance(absl::Hours(24 * 3));
  const int64_t spent = SumOf(Rows(Query("AUCTION_ADVERTISER", R"(["advertiser_id"])")), "spend");
  EXPECT_GT(spent, 0);
  const json::object info =
      GetData("advertiser/info", {{"advertiser_ids", fmt::format(R"(["{}"])", ids_.advertiser)}},
              advertiser_token_);
  EXPECT_NEAR(info.at("list").at(0).at("balance").as_double(),
              1000 - static_cast<double>(spent) / 100, 1e-9);
}

TEST_F(ReportApi, EachLevelHasItsRowsAndTheSameTotal) {
  const std::string campaign = CreateCampaign("Second");
  const std::string group = CreateAdGroup(campaign, "Second");
  Run(CreateAd(group, "Second"));
  Run(CreateAd(group, "Third"));
  Advance(absl::Hours(48));
  const int64_t all = SumOf(Rows(Query("AUCTION_ADVERTISER", R"(["advertiser_id"])")), "spend");
  const auto expect_rows = [&](const char* level, const char* dimension, size_t count) {
    const json::object data =
        Ask(Query(level, fmt::format(R"(["{}"])", dimension), {{"enable_total_metrics", "true"}}));
    EXPECT_EQ(data.at("list").as_array().size(), count) << level;
    EXPECT_EQ(SumOf(data.at("list").as_array(), "spend"), all) << level;
    EXPECT_EQ(Cents(data.at("total_metrics").at("spend")), all) << level;
  };
  expect_rows("AUCTION_CAMPAIGN", "campaign_id", 2);
  expect_rows("AUCTION_ADGROUP", "adgroup_id", 2);
  expect_rows("AUCTION_AD", "ad_id", 3);
}

TEST_F(ReportApi, MetricsAreTexts) {
  Advance(absl::Hours(24 * 5));
  const json::object metrics =
      Rows(Query(
               "AUCTION_AD", R"(["ad_id"])",
               {{"metrics",
                 R"(["spend","clicks","ctr","cpc","likes","ad_name","adgroup_name","currency"])"}}))
          .at(0)
          .at("metrics")
          .as_object();
  EXPECT_EQ(metrics.size(), 8u);
  EXPECT_EQ(metrics.at("ad_name").as_string(), "Ad");
  EXPECT_EQ(metrics.at("adgroup_name").as_string(), "Group");
  EXPECT_EQ(metrics.at("currency").as_string(), "USD");
  EXPECT_THAT(std::string(metrics.at("ctr").as_string()),
              testing::MatchesRegex("[0-2]\\.[0-9]{2}"));
  const double clicks = std::stod(std::string(metrics.at("clicks").as_string()));
  EXPECT_NEAR(std::stod(std::string(metrics.at("cpc").as_string())),
              static_cast<double>(Cents(metrics.at("spend"))) / 100 / clicks, 0.005);
}

TEST_F(ReportApi, DaysAreThoseOfTheAccount) {
  world_->Write([this](WorldState& state) {
    Find(state.advertisers, ids_.advertiser)->timezone = "Asia/Tokyo";  // UTC+9
  });
  Advance(absl::Hours(20));
  const QueryArguments query = Query("AUCTION_AD", R"(["ad_id","stat_time_hour"])",
                                     {{"start_date", "2026-01-02"}, {"end_date", "2026-01-02"}});
  const json::array rows = Rows(query);
  ASSERT_FALSE(rows.empty());
  EXPECT_EQ(rows[0].at("dimensions").at("stat_time_hour").as_string(), "2026-01-02 00:00:00");
  EXPECT_LE(rows.size(), 5u);  // it is five o'clock there
  QueryArguments in_utc = query;
  in_utc.emplace_back("multi_adv_report_in_utc_time", "true");
  EXPECT_TRUE(Rows(in_utc).empty());
}

TEST_F(ReportApi, RowsAreFilteredAndOrdered) {
  const std::string group = CreateAdGroup(CreateCampaign("Second"), "Second");
  const std::string second = Run(CreateAd(group, "Second"));
  Run(CreateAd(group, "Third"));
  Advance(absl::Hours(48));
  const auto found = [&](std::string_view filtering, QueryArguments more = {}) {
    more.emplace_back("filtering", std::string(filtering));
    more.emplace_back("metrics", R"(["ad_name","spend"])");
    std::vector<std::string> names;
    for (const json::value& row : Rows(Query("AUCTION_AD", R"(["ad_id"])", more))) {
      names.emplace_back(row.at("metrics").at("ad_name").as_string());
    }
    return names;
  };
  const std::string one = fmt::format(
      R"([{{"field_name":"ad_ids","filter_type":"IN","filter_value":"[\"{}\"]"}}])", second);
  EXPECT_THAT(found(one), testing::ElementsAre("Second"));
  EXPECT_THAT(found(R"([{"field_name":"ad_name","filter_type":"MATCH","filter_value":"ir"}])"),
              testing::ElementsAre("Third"));
  // The first group's ad has that group's budget for itself.
  EXPECT_THAT(found(R"([{"field_name":"spend","filter_type":"GREATER_THAN","filter_value":"60"}])"),
              testing::ElementsAre("Ad"));
  EXPECT_EQ(found("[]", {{"order_field", "spend"}}).front(), "Ad");
  EXPECT_EQ(found("[]", {{"order_field", "spend"}, {"order_type", "ASC"}}).back(), "Ad");

  PostData("ad/status/update",
           {{"advertiser_id", ids_.advertiser},
            {"ad_ids", json::array{second}},
            {"operation_status", "DELETE"}},
           advertiser_token_);
  EXPECT_THAT(found("[]"), testing::UnorderedElementsAre("Ad", "Third"));
  EXPECT_THAT(
      found(R"([{"field_name":"ad_status","filter_type":"IN","filter_value":"[\"STATUS_ALL\"]"}])"),
      testing::SizeIs(3));
}

TEST_F(ReportApi, PagesAreCut) {
  Advance(absl::Hours(24 * 5));
  const json::object page =
      Ask(Query("AUCTION_AD", R"(["ad_id","stat_time_day"])", {{"page", "2"}, {"page_size", "2"}}));
  ASSERT_EQ(page.at("list").as_array().size(), 2u);
  EXPECT_EQ(page.at("list").at(0).at("dimensions").at("stat_time_day").as_string(),
            "2026-01-03 00:00:00");
  EXPECT_EQ(page.at("page_info").at("total_number").as_int64(), 5);
  EXPECT_EQ(page.at("page_info").at("total_page").as_int64(), 3);
}

TEST_F(ReportApi, ThereIsNothingBeforeAnyRuns) {
  EXPECT_TRUE(Rows(Query("AUCTION_AD", R"(["ad_id"])")).empty());
}

TEST_F(ReportApi, TheCallIsChecked) {
  const auto ad = [&](const QueryArguments& more) {
    return Refusal(Query("AUCTION_AD", R"(["ad_id"])", more));
  };
  EXPECT_EQ(Refusal({{"advertiser_id", ids_.advertiser}, {"report_type", "BASIC"}}),
            "40002 Missing required field(s): data_level, dimensions, start_date, end_date.");
  EXPECT_EQ(Refusal({}),
            "40002 Missing required field(s): report_type, data_level, dimensions, advertiser_id, "
            "start_date, end_date.");
  EXPECT_EQ(ad({{"metrics", R"(["spend","skan_conversion"])"}}),
            "40008 metrics: skan_conversion is not simulated.");
  EXPECT_EQ(ad({{"metrics", R"(["Spend!"])"}}), "40002 metrics: Spend! is not a metric.");
  EXPECT_EQ(Refusal(Query("AUCTION_AD", R"(["ad_id","country_code"])")),
            "40008 dimensions: country_code is not simulated.");
  EXPECT_EQ(Refusal(Query("AUCTION_AD", R"(["campaign_id"])")),
            "40002 dimensions: campaign_id does not fit data_level AUCTION_AD; its id dimension is "
            "ad_id.");
  EXPECT_EQ(Refusal(Query("AUCTION_AD", R"(["stat_time_day"])")),
            "40002 dimensions: ad_id is needed with this data_level.");
  EXPECT_EQ(Refusal(Query("RESERVATION_AD", R"(["ad_id"])")),
            "40008 data_level: RESERVATION_AD is not simulated.");
  EXPECT_EQ(ad({{"report_type", "AUDIENCE"}}), "40008 report_type: AUDIENCE is not simulated.");
  EXPECT_EQ(ad({{"start_date", "2026-1-1"}}), "40002 start_date: Time format should be %Y-%m-%d.");
  EXPECT_EQ(ad({{"end_date", "2025-12-31"}}), "40002 end_date: It must not be before start_date.");
  EXPECT_EQ(ad({{"end_date", "2027-01-01"}}),
            "40002 end_date: The range must be at most 365 day(s).");
  const auto by = [&](const char* time, const char* last) {
    return Refusal(
        Query("AUCTION_AD", fmt::format(R"(["ad_id","{}"])", time), {{"end_date", last}}));
  };
  EXPECT_EQ(by("stat_time_day", "2026-01-30"), "0 OK");
  EXPECT_EQ(by("stat_time_day", "2026-01-31"),
            "40002 end_date: The range must be at most 30 day(s) with this dimension.");
  EXPECT_EQ(by("stat_time_hour", "2026-01-02"),
            "40002 end_date: The range must be at most 1 day(s) with this dimension.");
  EXPECT_EQ(
      Refusal(Query("AUCTION_AD", R"(["ad_id","stat_time_day"])", {{"query_lifetime", "true"}})),
      "40002 query_lifetime: It excludes stat_time_day and stat_time_hour.");
  EXPECT_EQ(ad({{"order_field", "ad_name"}}),
            "40002 order_field: ad_name is not a metric with a number.");
  EXPECT_EQ(
      ad({{"filtering", R"([{"field_name":"dma","filter_type":"IN","filter_value":"[1]"}])"}}),
      "40008 filtering.field_name: dma is not simulated.");
  EXPECT_EQ(
      ad({{"filtering", R"([{"field_name":"ad_ids","filter_type":"IN","filter_value":"[]"}])"}}),
      "40002 filtering.filter_value: It must be a list of 1 to 100 ids.");
  EXPECT_EQ(ad({{"advertiser_id", "7999999999999999999"}}),
            "40300 The advertiser 7999999999999999999 does not exist.");
}

TEST_F(ReportApi, ItNeedsItsScope) {
  advertiser_token_ = AdvertiserToken({"220"});
  EXPECT_THAT(Refusal(Query("AUCTION_AD", R"(["ad_id"])")), testing::StartsWith("40001"));
}

}  // namespace
}  // namespace sparkgate::simulator
