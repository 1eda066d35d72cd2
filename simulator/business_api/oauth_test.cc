#include "simulator/world/oauth.h"

#include <string>

#include <boost/json/array.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "simulator/business_api/api_fixture.h"

namespace sparkgate::simulator {
namespace {

namespace json = boost::json;

class OauthApi : public ApiTest {
 protected:
  static constexpr char kOtherApp[] = "7000000000000000009";

  void RegisterOtherApp() {
    world_->Write([](WorldState& state) {
      state.apps[kOtherApp] = App{.id = kOtherApp, .secret = "other"};
      return 0;
    });
  }
  std::string Revoke(const std::string& token) {
    return Answer(Post("oauth2/revoke_token",
                       {{"app_id", ids_.app}, {"secret", ids_.secret}, {"access_token", token}},
                       token));
  }
};

TEST_F(OauthApi, AdvertiserTokensListTheirAccounts) {
  const json::object data = GetData(
      "oauth2/advertiser/get", {{"app_id", ids_.app}, {"secret", ids_.secret}}, advertiser_token_);
  const json::array& list = data.at("list").as_array();
  ASSERT_EQ(list.size(), 1u);
  EXPECT_EQ(list[0].at("advertiser_id").as_string(), ids_.advertiser);
  EXPECT_EQ(list[0].at("advertiser_name").as_string(), "Brand");
}

TEST_F(OauthApi, TheAppMustBeTheTokens) {
  RegisterOtherApp();
  const auto code = [this](const char* app, const char* secret) {
    return Get("oauth2/advertiser/get", {{"app_id", app}, {"secret", secret}}, advertiser_token_)
        .at("code")
        .as_int64();
  };
  EXPECT_EQ(code(kOtherApp, "other"), 40113);
  EXPECT_EQ(code(kOtherApp, "wrong"), 40101);
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

TEST_F(OauthApi, ARevokedAdvertiserTokenReachesNothing) {
  const std::string other = AdvertiserToken();
  const json::object data =
      PostData("oauth2/revoke_token",
               {{"app_id", ids_.app}, {"secret", ids_.secret}, {"access_token", advertiser_token_}},
               advertiser_token_);
  EXPECT_EQ(data.at("app_id").as_string(), ids_.app);
  EXPECT_EQ(data.at("advertiser_ids").as_array(), json::array{ids_.advertiser});
  const QueryArguments mine = {{"advertiser_id", ids_.advertiser}};
  EXPECT_EQ(Get("tt_video/list", mine, advertiser_token_).at("code").as_int64(), 40105);
  EXPECT_EQ(Get("tt_video/list", mine, other).at("code").as_int64(), 0);
  EXPECT_EQ(Revoke(advertiser_token_), "40105 Access token is incorrect or has been revoked.");
  // The second one is the last that the ad account's consent stood behind.
  EXPECT_EQ(Revoke(other), "0 OK");
  EXPECT_EQ(ReasonOf(world_->Write([this](WorldState& state) {
              return RevokeAdvertiserConsent(state, ids_.advertiser, ids_.app);
            })),
            "NO_SUCH_CONSENT");
}

TEST_F(OauthApi, OnlyTheAppRevokesItsTokens) {
  RegisterOtherApp();
  const auto answer = [this](const char* app, const char* secret, std::string_view token) {
    return Answer(Post("oauth2/revoke_token",
                       {{"app_id", app}, {"secret", secret}, {"access_token", token}},
                       advertiser_token_));
  };
  EXPECT_THAT(answer(kOtherApp, "wrong", advertiser_token_), testing::StartsWith("40101 "));
  EXPECT_THAT(answer("1", "other", advertiser_token_), testing::StartsWith("40113 "));
  EXPECT_EQ(answer(kOtherApp, "other", advertiser_token_),
            "40113 The app_id is inconsistent with the token's app information. Please retry after "
            "correcting it.");
  const char* app = ids_.app.c_str();
  const char* secret = ids_.secret.c_str();
  EXPECT_EQ(answer(app, secret, ""), "40002 Missing required field(s): access_token.");
  EXPECT_THAT(answer(app, secret, "nonsense"), testing::StartsWith("40105 "));
  EXPECT_THAT(answer(app, secret, creator_token_), testing::StartsWith("40105 "));
  // A token of another app, whoever it is that asks.
  const std::string foreign = AdvertiserToken();
  world_->Write([&](WorldState& state) { Find(state.tokens, foreign)->app_id = kOtherApp; });
  EXPECT_THAT(answer(app, secret, foreign), testing::StartsWith("40113 "));
  EXPECT_EQ(Revoke(advertiser_token_), "0 OK");
}

TEST_F(OauthApi, ACreatorsTokenTellsItsScopes) {
  const std::string token = CreatorToken("biz.spark.auth,video.list");
  const json::object data =
      PostData("tt_user/token_info/get", {{"app_id", ids_.app}, {"access_token", token}});
  EXPECT_EQ(data, (json::object{{"app_id", ids_.app},
                                {"scope", "biz.spark.auth,video.list"},
                                {"creator_id", BusinessId()}}));
}

TEST_F(OauthApi, ATokenThatIsNoGoodTellsNothing) {
  RegisterOtherApp();
  const auto answer = [this](const std::string& app, const std::string& token) {
    return Answer(Post("tt_user/token_info/get", {{"app_id", app}, {"access_token", token}}));
  };
  EXPECT_EQ(answer("", ""), "40002 Missing required field(s): app_id, access_token.");
  EXPECT_THAT(answer(ids_.app, advertiser_token_), testing::StartsWith("40105 "));
  EXPECT_THAT(answer(kOtherApp, creator_token_), testing::StartsWith("40113 "));
  EXPECT_EQ(answer(ids_.app, creator_token_), "0 OK");
  Advance(absl::Hours(24));
  EXPECT_THAT(answer(ids_.app, creator_token_), testing::StartsWith("40102 "));
  PostData(
      "tt_user/oauth2/revoke",
      {{"client_id", ids_.app}, {"client_secret", ids_.secret}, {"access_token", CreatorToken()}});
  EXPECT_THAT(answer(ids_.app, creator_token_), testing::StartsWith("40105 "));
}

}  // namespace
}  // namespace sparkgate::simulator
