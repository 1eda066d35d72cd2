// Rate limits as a client of the HTTP face meets them. What is counted how is tested beside the
// rule.
#include <string>

#include <boost/json/parse.hpp>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "simulator/business_api/api_fixture.h"

namespace sparkgate::simulator {
namespace {

using testing::StartsWith;

constexpr char kTooMany[] =
    "40100 Due to too many requests, requests from App 7000000000000000001 are temporarily "
    "restricted.";

class RateLimitsFace : public ApiTest {
 protected:
  std::string List() {
    return Answer(Get("tt_video/list", {{"advertiser_id", ids_.advertiser}}, advertiser_token_));
  }
  std::string Authorize() {
    return Answer(Post("tt_video/authorize",
                       {{"advertiser_id", ids_.advertiser}, {"auth_code", "#x"}},
                       advertiser_token_));
  }
  uint64_t Revision() {
    return world_->Read([](const WorldState& state) { return state.revision; });
  }
};

TEST_F(RateLimitsFace, AFrozenWorldHasNone) {
  const uint64_t before = Revision();
  for (int i = 0; i < 30; ++i) EXPECT_EQ(List(), "0 OK");
  EXPECT_EQ(Revision(), before);
}

TEST_F(RateLimitsFace, TheWorldsClockFreesThem) {
  Set("rate_limits", "WORLD_CLOCK");
  for (int i = 0; i < 10; ++i) EXPECT_EQ(List(), "0 OK") << i;
  EXPECT_EQ(List(), kTooMany);
  real_time_.Advance(absl::Hours(1));
  EXPECT_EQ(List(), kTooMany);
  Advance(absl::Seconds(1));
  EXPECT_EQ(List(), "0 OK");
}

TEST_F(RateLimitsFace, AnAnswerIsLikeAnyOther) {
  Set("rate_limits", "WORLD_CLOCK");
  for (int i = 0; i < 10; ++i) List();
  const HttpResponse response =
      Send("GET", "/open_api/v1.3/tt_video/list/?advertiser_id=" + ids_.advertiser, "",
           advertiser_token_);
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(Answer(boost::json::parse(response.body).as_object()), kTooMany);
  for (const auto& [name, value] : response.headers) {
    EXPECT_NE(name, "retry-after");
    EXPECT_THAT(name, testing::Not(StartsWith("x-ratelimit")));
  }
}

// What is counted there must be saved with it.
TEST_F(RateLimitsFace, ReadingChangesAWorldThatCountsIt) {
  Set("rate_limits", "WORLD_CLOCK");
  const uint64_t before = Revision();
  List();
  EXPECT_EQ(Revision(), before + 1);
  EXPECT_GT(world_->Read([](const WorldState& state) { return state.calls.size(); }), 0u);
}

TEST_F(RateLimitsFace, RealTimeFreesThemAndLeavesTheWorldAlone) {
  Set("rate_limits", "REAL_TIME");
  const auto look = [this] {
    return world_->Read([](const WorldState& state) {
      return fmt::format("{} {} {}", state.revision, state.log.Hash(), state.calls.size());
    });
  };
  const std::string before = look();
  for (int i = 0; i < 10; ++i) EXPECT_EQ(List(), "0 OK") << i;
  EXPECT_EQ(List(), kTooMany);
  EXPECT_EQ(look(), before);
  Advance(absl::Hours(1));
  EXPECT_EQ(List(), kTooMany);
  real_time_.Advance(absl::Seconds(1));
  EXPECT_EQ(List(), "0 OK");
}

TEST_F(RateLimitsFace, WrongArgumentsCountAndWrongTokensDoNot) {
  Set("rate_limits", "WORLD_CLOCK");
  for (int i = 0; i < 20; ++i) {
    EXPECT_THAT(Answer(Get("tt_video/list", {}, "nonsense")), StartsWith("40105"));
  }
  for (int i = 0; i < 10; ++i) {
    EXPECT_THAT(Answer(Get("tt_video/list", {}, advertiser_token_)), StartsWith("40002"));
  }
  EXPECT_EQ(List(), kTooMany);
  EXPECT_THAT(Answer(Get("tt_video/list", {}, AdvertiserToken({"100"}))), StartsWith("40001"));
}

TEST_F(RateLimitsFace, AuthorizeIsStricter) {
  Set("rate_limits", "WORLD_CLOCK");
  EXPECT_THAT(Authorize(), StartsWith("40002"));
  EXPECT_THAT(Authorize(), StartsWith("40002"));
  EXPECT_EQ(Authorize(), kTooMany);
  EXPECT_EQ(List(), "0 OK");
}

TEST_F(RateLimitsFace, AnAdAccountHasItsOwn) {
  Set("rate_limits", "WORLD_CLOCK");
  Set("advertiser_qps", "1");
  EXPECT_EQ(List(), "0 OK");
  EXPECT_EQ(List(), fmt::format("40133 Advertiser ({})'s QPS (2) reaches QPS limit 1 for current "
                                "path, request is temporarily restricted.",
                                ids_.advertiser));
  // One that the token doesn't reach isn't counted.
  for (int i = 0; i < 3; ++i) {
    EXPECT_THAT(Answer(Get("advertiser/info", {{"advertiser_id", "7999999999999999999"}},
                           advertiser_token_)),
                testing::Not(StartsWith("40133")));
  }
}

TEST_F(RateLimitsFace, WithoutATokenTheAppInTheArgumentsCounts) {
  Set("rate_limits", "WORLD_CLOCK");
  const auto exchange = [this](const std::string& app) {
    return Answer(
        Post("oauth2/access_token", {{"app_id", app}, {"secret", "wrong"}, {"auth_code", "x"}}));
  };
  for (int i = 0; i < 10; ++i) EXPECT_THAT(exchange(ids_.app), StartsWith("40101"));
  EXPECT_EQ(exchange(ids_.app), kTooMany);
  EXPECT_THAT(exchange("123"), testing::Not(StartsWith("40100")));
}

TEST_F(RateLimitsFace, CreatorsTokensCountForTheirApp) {
  Set("rate_limits", "WORLD_CLOCK");
  const auto get = [this] {
    return Answer(Get("business/get", {{"business_id", BusinessId()}}, creator_token_));
  };
  for (int i = 0; i < 10; ++i) EXPECT_EQ(get(), "0 OK");
  EXPECT_EQ(get(), kTooMany);
}

}  // namespace
}  // namespace sparkgate::simulator
