#include "simulator/world/rate_limits/rate_limits.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "simulator/world/refusal.h"
#include "simulator/world/rules_fixture.h"

namespace sparkgate::simulator {
namespace {

std::string LimitsText(const CallLimits& limits) {
  return fmt::format("{}/{}/{}", limits.per_second, limits.per_minute, limits.per_day);
}

struct RateLimitsTest : testing::Test, RulesWorld {
  void Switch(std::string_view name, std::string_view value) {
    ASSERT_TRUE(state.switches.Set(name, value).ok());
  }
  void SetTier(AppTier tier) { state.apps[app].tier = tier; }
  std::string LimitsOf(std::string_view endpoint) {
    return LimitsText(AppLimits(state.switches, state.apps[app].tier, endpoint));
  }
  absl::Status Call(std::string_view endpoint, std::string_view account) {
    return CountCall(state, {std::string(endpoint), app, std::string(account)}, state.now,
                     state.calls);
  }
};

TEST_F(RateLimitsTest, AreThoseOfTheAppsLevel) {
  EXPECT_EQ(LimitsOf("ad/get"), "10/600/864000");
  EXPECT_EQ(LimitsOf("ad/create"), "5/150/86400");
  SetTier(AppTier::kAdvanced);
  EXPECT_EQ(LimitsOf("ad/get"), "20/1200/1728000");
  EXPECT_EQ(LimitsOf("ad/create"), "10/200/86400");
  SetTier(AppTier::kPremium);
  EXPECT_EQ(LimitsOf("ad/get"), "30/1800/2592000");
  EXPECT_EQ(LimitsOf("ad/create"), "10/300/86400");
  SetTier(AppTier::kUltimate);
  EXPECT_EQ(LimitsOf("ad/get"), "50/3000/4320000");
  EXPECT_EQ(LimitsOf("ad/create"), "15/300/86400");
}

TEST_F(RateLimitsTest, AuthorizeHasALowOneOfItsOwn) {
  EXPECT_EQ(LimitsOf("tt_video/authorize"), "2/600/864000");
  Switch("authorize_qps", "100");  // on top of the level's, not instead
  EXPECT_EQ(LimitsOf("tt_video/authorize"), "10/600/864000");
  Switch("authorize_qps", "0");
  EXPECT_EQ(LimitsOf("tt_video/authorize"), "10/600/864000");
}

TEST_F(RateLimitsTest, HoldByTheClockThatTheWorldSays) {
  EXPECT_EQ(RateLimitModeOf(state), RateLimitMode::kOff);
  state.speed = 1;
  EXPECT_EQ(RateLimitModeOf(state), RateLimitMode::kWorldClock);
  Switch("rate_limits", "OFF");
  EXPECT_EQ(RateLimitModeOf(state), RateLimitMode::kOff);
  Switch("rate_limits", "REAL_TIME");
  EXPECT_EQ(RateLimitModeOf(state), RateLimitMode::kRealTime);
  state.speed = 0;
  Switch("rate_limits", "WORLD_CLOCK");
  EXPECT_EQ(RateLimitModeOf(state), RateLimitMode::kWorldClock);
}

TEST_F(RateLimitsTest, SpeakTikToksWords) {
  for (int i = 0; i < 10; ++i) EXPECT_TRUE(Call("ad/get", "").ok()) << i;
  const absl::Status app_limit = Call("ad/get", "");
  EXPECT_EQ(Number(ApiCodeOf(app_limit)), 40100);
  EXPECT_EQ(app_limit.message(),
            "Due to too many requests, requests from App 7000000000000000001 are temporarily "
            "restricted.");
  Switch("advertiser_qps", "1");
  EXPECT_TRUE(Call("ad/update", "7").ok());
  const absl::Status account_limit = Call("ad/update", "7");
  EXPECT_EQ(Number(ApiCodeOf(account_limit)), 40133);
  EXPECT_EQ(account_limit.message(),
            "Advertiser (7)'s QPS (2) reaches QPS limit 1 for current path, request is temporarily "
            "restricted.");
  EXPECT_EQ(DetailOf(account_limit).who, Actor::kNobody);
}

TEST_F(RateLimitsTest, CountAnAdAccountForAllAppsTogether) {
  Switch("advertiser_qps", "3");
  App other = state.apps[app];
  other.id = "other";
  state.apps[other.id] = other;
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(Call("ad/get", "7").ok());
  EXPECT_EQ(Number(ApiCodeOf(CountCall(state, {"ad/get", "other", "7"}, state.now, state.calls))),
            40133);
  EXPECT_TRUE(CountCall(state, {"ad/get", "other", "8"}, state.now, state.calls).ok());
  EXPECT_TRUE(Call("ad/review_info", "7").ok());  // another endpoint
}

TEST_F(RateLimitsTest, AnAdAccountMayHaveNone) {
  Switch("advertiser_qps", "0");
  SetTier(AppTier::kUltimate);
  for (int i = 0; i < 50; ++i) EXPECT_TRUE(Call("ad/get", "7").ok()) << i;
  EXPECT_EQ(Number(ApiCodeOf(Call("ad/get", "7"))), 40100);
}

TEST_F(RateLimitsTest, NobodyIsCountedForAnAppThatIsNotThere) {
  for (int i = 0; i < 100; ++i) {
    EXPECT_TRUE(
        CountCall(state, {"oauth2/access_token", fmt::format("{}", i), ""}, state.now, state.calls)
            .ok());
  }
  EXPECT_EQ(state.calls.size(), 0u);
}

TEST_F(RateLimitsTest, AHigherLevelHoldsAtOnce) {
  for (int i = 0; i < 10; ++i) EXPECT_TRUE(Call("ad/get", "").ok());
  EXPECT_FALSE(Call("ad/get", "").ok());
  SetTier(AppTier::kAdvanced);
  EXPECT_TRUE(Call("ad/get", "").ok());
}

}  // namespace
}  // namespace sparkgate::simulator
