// What the HTTP face writes into its world's journal.
#include "simulator/world/journal/journal.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "simulator/business_api/api_fixture.h"
#include "simulator/world/journal/exchange_arguments.h"

namespace sparkgate::simulator {
namespace {

using testing::HasSubstr;
using testing::Not;

class JournalFace : public ApiTest {
 protected:
  JournalFace() { world_->journal().Clear(); }
  ExchangePtr Last() { return world_->journal().After(0).exchanges.back(); }
};

TEST_F(JournalFace, AnExchangeIsThereBeforeItsAnswer) {
  const boost::json::object envelope =
      Get("tt_video/list", {{"advertiser_id", ids_.advertiser}, {"page", "1"}}, advertiser_token_);
  ASSERT_EQ(world_->journal().Stats().exchanges, 1u);
  const Exchange exchange = *Last();
  EXPECT_EQ(exchange.method, "GET");
  EXPECT_EQ(exchange.path, "/open_api/v1.3/tt_video/list/");
  EXPECT_EQ(exchange.endpoint, "tt_video/list");
  EXPECT_EQ(ArgumentText(ArgumentsOf(exchange).values, "advertiser_id"), ids_.advertiser);
  EXPECT_EQ(exchange.http_status, 200);
  EXPECT_EQ(exchange.code, 0);
  EXPECT_EQ(exchange.message, "OK");
  EXPECT_EQ(exchange.request_id, envelope.at("request_id").as_string());
  EXPECT_EQ(exchange.time, world_->Read([](const WorldState& state) { return state.now; }));
  EXPECT_GE(exchange.duration, absl::ZeroDuration());
  EXPECT_EQ(exchange.fault, "");
}

TEST_F(JournalFace, ErrorsAreThereWithCodeAndMessage) {
  Advance(absl::Hours(1));
  Post("campaign/create", {{"advertiser_id", ids_.advertiser}}, advertiser_token_);
  EXPECT_EQ(Last()->code, 40002);
  EXPECT_THAT(Last()->message, HasSubstr("Missing required field(s)"));
  EXPECT_EQ(Last()->time, world_->Read([](const WorldState& state) { return state.now; }));
  Get("pixel/list", {}, "");
  EXPECT_EQ(Last()->code, 40008);
  Get("tt_video/list", {}, "nonsense");
  EXPECT_EQ(Last()->code, 40105);
}

TEST_F(JournalFace, WhatHasNoEnvelopeHasNoCode) {
  Send("GET", "/open_api/v1.3/advertiser/info");
  EXPECT_EQ(Last()->http_status, 404);
  EXPECT_EQ(Last()->endpoint, "advertiser/info");
  EXPECT_EQ(Last()->code, std::nullopt);
  EXPECT_EQ(Last()->request_id, "");
  Send("POST", "/open_api/v1.3/advertiser/info/", "{}");
  EXPECT_EQ(Last()->http_status, 405);
  EXPECT_EQ(Last()->code, std::nullopt);
  Send("GET", "/open_api/v1.3/tt_video/authorized/get/");
  EXPECT_EQ(Last()->http_status, 404);
  EXPECT_EQ(Last()->code, 40400);
  const uint64_t before = Last()->number;
  Send("GET", "/w/nowhere/open_api/v1.3/advertiser/info/");
  Send("GET", "/metrics");
  EXPECT_EQ(Last()->number, before);
}

TEST_F(JournalFace, CodesAreNotShown) {
  const std::string code = GenerateCode();
  Redeem(code);
  Get("tt_video/info", {{"advertiser_id", ids_.advertiser}, {"auth_code", code}},
      advertiser_token_);
  for (const ExchangePtr& exchange : world_->journal().After(0).exchanges) {
    const std::string shown = JsonText(MaskedArguments(*exchange).values);
    EXPECT_THAT(shown, Not(HasSubstr(code.substr(1, 20)))) << exchange->endpoint;
    EXPECT_THAT(exchange->message, Not(HasSubstr(code.substr(1, 20)))) << exchange->endpoint;
  }
}

TEST_F(JournalFace, LongBodiesAreNotKept) {
  const std::string body = R"({"advertiser_id":")" + std::string(kLongestArguments, '7') + R"("})";
  Send("POST", "/open_api/v1.3/campaign/create/", body, advertiser_token_);
  EXPECT_EQ(Last()->arguments, "");
  EXPECT_EQ(Last()->arguments_size, body.size());
}

TEST_F(JournalFace, ItIsNoPartOfTheWorld) {
  const auto revision = [this] {
    return world_->Read([](const WorldState& state) { return state.revision; });
  };
  const uint64_t before = revision();
  Get("tt_video/list", {{"advertiser_id", ids_.advertiser}}, advertiser_token_);
  Send("GET", "/open_api/v1.3/advertiser/info");
  EXPECT_EQ(revision(), before);
}

}  // namespace
}  // namespace sparkgate::simulator
