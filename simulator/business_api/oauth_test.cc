#include <string>

#include <boost/json/array.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "simulator/business_api/api_fixture.h"

namespace sparkgate::simulator {
namespace {

namespace json = boost::json;

using OauthApi = ApiTest;

TEST_F(OauthApi, AdvertiserTokensListTheirAccounts) {
  const json::object data = GetData(
      "oauth2/advertiser/get", {{"app_id", ids_.app}, {"secret", ids_.secret}}, advertiser_token_);
  const json::array& list = data.at("list").as_array();
  ASSERT_EQ(list.size(), 1u);
  EXPECT_EQ(list[0].at("advertiser_id").as_string(), ids_.advertiser);
  EXPECT_EQ(list[0].at("advertiser_name").as_string(), "Brand");
}

TEST_F(OauthApi, TheAppMustBeTheTokens) {
  world_->Write([](WorldState& state) {
    App other;
    other.id = "7000000000000000009";
    other.secret = "other";
    state.apps[other.id] = other;
    return 0;
  });
  const auto code = [this](const char* app, const char* secret) {
    return Get("oauth2/advertiser/get", {{"app_id", app}, {"secret", secret}}, advertiser_token_)
        .at("code")
        .as_int64();
  };
  EXPECT_EQ(code("7000000000000000009", "other"), 40113);
  EXPECT_EQ(code("7000000000000000009", "wrong"), 40101);
  EXPECT_EQ(code("1", "wrong"), 40113);
}

TEST_F(OauthApi, AnOldAuthCodeIsRefused) {
  const json::object envelope =
      Post("oauth2/access_token",
           {{"app_id", ids_.app}, {"secret", ids_.secret}, {"auth_code", "nonsense"}});
  EXPECT_THAT(Answer(envelope),
              testing::StartsWith("40101 Invalid auth_code. Not able to get long-term"));
}

TEST_F(OauthApi, CreatorTokensAreRefreshedAndTheYearRunsOn) {
  const auto grant =
      world_->Read([](const WorldState& state) { return state.grants.begin()->second; });
  Advance(absl::Hours(30));
  const json::object data =
      PostData("tt_user/oauth2/refresh_token", {{"client_id", ids_.app},
                                                {"client_secret", ids_.secret},
                                                {"grant_type", "refresh_token"},
                                                {"refresh_token", grant.refresh_token}});
  EXPECT_EQ(data.at("expires_in").as_int64(), 86'400);
  EXPECT_EQ(data.at("refresh_token_expires_in").as_int64(), 31'536'000 - 30 * 3600);
  EXPECT_EQ(data.at("refresh_token").as_string(), grant.refresh_token);
  EXPECT_EQ(data.at("open_id").as_string(), grant.open_id);
  EXPECT_EQ(data.at("token_type").as_string(), "Bearer");
  EXPECT_TRUE(data.at("scope").is_string());
  const std::string token(data.at("access_token").as_string());
  EXPECT_EQ(GetData("business/get", {{"business_id", grant.open_id}}, token).size(), 2u);
  EXPECT_EQ(Get("business/get", {}, creator_token_).at("code").as_int64(), 40102);
}

TEST_F(OauthApi, GrantTypesAreChecked) {
  EXPECT_EQ(Answer(Post("tt_user/oauth2/token", {{"client_id", ids_.app},
                                                 {"client_secret", ids_.secret},
                                                 {"grant_type", "password"},
                                                 {"auth_code", "x"},
                                                 {"redirect_uri", kRedirect}})),
            "40108 Invalid value for grant_type: password is not supported.");
}

TEST_F(OauthApi, ARevokedTokenIsWorthNothing) {
  PostData(
      "tt_user/oauth2/revoke",
      {{"client_id", ids_.app}, {"client_secret", ids_.secret}, {"access_token", creator_token_}});
  EXPECT_EQ(Get("business/get", {}, creator_token_).at("code").as_int64(), 40105);
}

}  // namespace
}  // namespace sparkgate::simulator
