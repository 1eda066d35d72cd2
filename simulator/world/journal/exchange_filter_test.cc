#include "simulator/world/journal/exchange_filter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sparkgate::simulator {
namespace {

using testing::HasSubstr;
using testing::Not;

Exchange Sample() {
  Exchange exchange;
  exchange.number = 12;
  exchange.time = absl::FromUnixSeconds(1'767'225'605);
  exchange.method = "POST";
  exchange.endpoint = "tt_video/authorize";
  exchange.arguments = R"({"advertiser_id":"7","auth_code":"hidden","budget":50.0})";
  exchange.arguments_size = exchange.arguments.size();
  exchange.http_status = 200;
  exchange.code = 40002;
  exchange.message = "auth_code_expired: no";
  exchange.request_id = "id";
  return exchange;
}

// The fields in which it differs, with commas.
std::string DifferingFields(const ExchangeFilter& filter) {
  std::string fields;
  for (const Difference& difference : DifferencesOf(filter, Sample())) {
    fields += (fields.empty() ? "" : ",") + difference.field;
  }
  EXPECT_EQ(Matches(filter, Sample()), fields.empty());
  return fields;
}

TEST(ExchangeFilterTest, EverythingThatIsSetMustHold) {
  EXPECT_EQ(DifferingFields({}), "");
  EXPECT_EQ(DifferingFields({.method = "POST",
                             .endpoint = "tt_video/authorize",
                             .advertiser_id = "7",
                             .arguments = {{"auth_code", "hidden"}, {"budget", "50"}},
                             .http_status = 200,
                             .code = 40002,
                             .message_part = "expired",
                             .request_id = "id",
                             .fault = ""}),
            "");
  EXPECT_EQ(DifferingFields({.method = "GET",
                             .endpoint = "tt_video/auth",
                             .advertiser_id = "8",
                             .arguments = {{"auth_code", "other"}, {"name", "x"}},
                             .http_status = 500,
                             .code = 0,
                             .message_part = "Expired",
                             .request_id = "i",
                             .fault = "late"}),
            "endpoint,method,http_status,code,message_part,request_id,fault,advertiser_id,"
            "arguments.auth_code,arguments.name");
}

TEST(ExchangeFilterTest, AStarMeansTheBeginning) {
  EXPECT_EQ(DifferingFields({.endpoint = "tt_video/*"}), "");
  EXPECT_EQ(DifferingFields({.endpoint = "*"}), "");
  EXPECT_EQ(DifferingFields({.endpoint = "ad/*"}), "endpoint");
}

TEST(ExchangeFilterTest, AnAdAccountMayBeOneOfSeveral) {
  Exchange exchange;
  exchange.number = 1;
  exchange.method = "GET";
  exchange.arguments = "advertiser_ids=[\"5\",\"7\"]";
  exchange.arguments_size = exchange.arguments.size();
  EXPECT_TRUE(Matches({.advertiser_id = "7"}, exchange));
  EXPECT_FALSE(Matches({.advertiser_id = "6"}, exchange));
}

TEST(ExchangeFilterTest, NumberAndTimeAreBounds) {
  const absl::Time time = Sample().time;
  EXPECT_TRUE(Matches({.after_number = 11}, Sample()));
  EXPECT_FALSE(Matches({.after_number = 12}, Sample()));
  EXPECT_TRUE(Matches({.start_time = time}, Sample()));
  EXPECT_FALSE(Matches({.start_time = time + absl::Microseconds(1)}, Sample()));
  EXPECT_FALSE(Matches({.end_time = time}, Sample()));
  EXPECT_TRUE(DifferencesOf({.after_number = 12}, Sample()).empty());
}

TEST(ExchangeFilterTest, AnAnswerWithoutEnvelopeHasNoCode) {
  Exchange exchange = Sample();
  exchange.code.reset();
  exchange.http_status = 404;
  EXPECT_FALSE(Matches({.code = 0}, exchange));
  EXPECT_EQ(Describe(exchange),
            "exchange 12, POST tt_video/authorize at 2026-01-01T00:00:05+00:00, answered HTTP 404");
}

TEST(ExchangeFilterTest, SentencesShowNoSecret) {
  const ExchangeFilter filter{
      .endpoint = "ad/get", .arguments = {{"auth_code", "mine"}, {"budget", "51"}}, .code = 0};
  EXPECT_EQ(Describe(filter), "ad/get with auth_code \"(masked)\", budget \"51\", code 0");
  std::string sentences;
  for (const Difference& difference : DifferencesOf(filter, Sample())) {
    sentences += difference.sentence + ". ";
  }
  EXPECT_EQ(sentences,
            "endpoint is tt_video/authorize, not ad/get. "
            "code is 40002 (\"auth_code_expired: no\"), not 0. "
            "arguments.auth_code is another, not the one that is meant. "
            "arguments.budget is \"50\", not \"51\". ");
  EXPECT_THAT(sentences, Not(HasSubstr("hidden")));
}

}  // namespace
}  // namespace sparkgate::simulator
