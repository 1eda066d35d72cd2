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

const AppCredentials kApp = {.app_id = "7400000000000000001", .secret = Secret("app-secret")};

TEST(HttpOAuth, ExchangesAnAdvertisersCode) {
  ScriptedTikTok tiktok;
  tiktok.Answer(R"({"access_token":"long-term","scope":[4,690,7176842096345694209],
                    "advertiser_ids":["7000000000000000001",7000000000000000002]})");
  const auto grant =
      tiktok->oauth().ExchangeAdvertiserCode(tiktok.call().endpoint, kApp, Secret("auth-code"));
  ASSERT_TRUE(grant.ok()) << grant.status();
  EXPECT_EQ(grant->access_token.Reveal(), "long-term");
  EXPECT_THAT(grant->advertiser_ids, ElementsAre("7000000000000000001", "7000000000000000002"));
  EXPECT_THAT(grant->scopes, ElementsAre("4", "690", "7176842096345694209"));
  EXPECT_EQ(tiktok.Asked(), "POST /w/acme/open_api/v1.3/oauth2/access_token/");
  EXPECT_EQ(tiktok.AskedBody(), parse(R"({"app_id":"7400000000000000001","secret":"app-secret",
                                          "auth_code":"auth-code"})"));
  const HttpServerRequest request = tiktok.requests().back();
  EXPECT_EQ(request.Header("access-token"), std::nullopt);
  EXPECT_EQ(request.Header("content-type"), "application/json");
}

TEST(HttpOAuth, ListsAdvertisers) {
  ScriptedTikTok tiktok;
  tiktok.Answer(R"({"list":[{"advertiser_id":"7000000000000000001","advertiser_name":"Acme"}]})");
  const auto names = tiktok->oauth().ListAdvertisers(tiktok.call(), kApp);
  ASSERT_TRUE(names.ok()) << names.status();
  ASSERT_EQ(names->size(), 1u);
  EXPECT_EQ(names->front().advertiser_id, "7000000000000000001");
  EXPECT_EQ(names->front().advertiser_name, "Acme");
  EXPECT_EQ(tiktok.Asked(), "GET /w/acme/open_api/v1.3/oauth2/advertiser/get/");
  EXPECT_EQ(ValueOf(tiktok.AskedQuery(), "secret"), "app-secret");
  EXPECT_EQ(tiktok.requests().back().Header("access-token"), "token-of-acme");
}

constexpr char kCreatorGrant[] = R"({"access_token":"acc","expires_in":86400,
    "refresh_token":"ref","refresh_token_expires_in":28484364,
    "open_id":"b3d2f73d-4b8c-47fb-85c3-cd571287754b",
    "scope":"user.info.basic, video.list,biz.spark.auth","token_type":"Bearer"})";

TEST(HttpOAuth, ExchangesACreatorsCode) {
  ScriptedTikTok tiktok;
  tiktok.Answer(kCreatorGrant);
  const auto grant = tiktok->oauth().ExchangeCreatorCode(
      tiktok.call().endpoint, kApp, Secret("auth-code"), "http://127.0.0.1:7401/tiktok/redirect");
  ASSERT_TRUE(grant.ok()) << grant.status();
  EXPECT_EQ(grant->access_token.Reveal(), "acc");
  EXPECT_EQ(grant->expires_in, absl::Hours(24));
  EXPECT_EQ(grant->refresh_token.Reveal(), "ref");
  EXPECT_EQ(grant->refresh_expires_in, absl::Seconds(28484364));
  EXPECT_EQ(grant->open_id, "b3d2f73d-4b8c-47fb-85c3-cd571287754b");
  EXPECT_THAT(grant->scopes, ElementsAre("user.info.basic", "video.list", "biz.spark.auth"));
  EXPECT_EQ(tiktok.Asked(), "POST /w/acme/open_api/v1.3/tt_user/oauth2/token/");
  EXPECT_EQ(tiktok.AskedBody(),
            parse(R"({"client_id":"7400000000000000001","client_secret":"app-secret",
                      "grant_type":"authorization_code","auth_code":"auth-code",
                      "redirect_uri":"http://127.0.0.1:7401/tiktok/redirect"})"));
}

TEST(HttpOAuth, RefreshesACreatorsToken) {
  ScriptedTikTok tiktok;
  tiktok.Answer(kCreatorGrant);
  const auto grant =
      tiktok->oauth().RefreshCreatorToken(tiktok.call().endpoint, kApp, Secret("ref-0"));
  ASSERT_TRUE(grant.ok()) << grant.status();
  EXPECT_EQ(grant->refresh_token.Reveal(), "ref");
  EXPECT_EQ(tiktok.Asked(), "POST /w/acme/open_api/v1.3/tt_user/oauth2/refresh_token/");
  EXPECT_EQ(tiktok.AskedBody(),
            parse(R"({"client_id":"7400000000000000001","client_secret":"app-secret",
                      "grant_type":"refresh_token","refresh_token":"ref-0"})"));
}

TEST(HttpOAuth, RevokesACreatorsToken) {
  ScriptedTikTok tiktok;
  tiktok.Answer("{}");
  EXPECT_TRUE(tiktok->oauth().RevokeCreatorToken(tiktok.call().endpoint, kApp, Secret("acc")).ok());
  EXPECT_EQ(tiktok.Asked(), "POST /w/acme/open_api/v1.3/tt_user/oauth2/revoke/");
  EXPECT_EQ(tiktok.AskedBody(), parse(R"({"client_id":"7400000000000000001",
                                          "client_secret":"app-secret","access_token":"acc"})"));
}

TEST(HttpOAuth, AGrantWithoutTokenIsAnUnknownOutcome) {
  ScriptedTikTok tiktok;
  tiktok.Answer(R"({"access_token":"acc","open_id":"x"})");
  const absl::Status status =
      tiktok->oauth().RefreshCreatorToken(tiktok.call().endpoint, kApp, Secret("ref-0")).status();
  EXPECT_TRUE(OutcomeUnknown(status)) << status;
}

TEST(HttpOAuth, ARefusalNeverShowsSecrets) {
  ScriptedTikTok tiktok;
  tiktok.Refuse(40110, "code auth-code of app-secret was used");
  const absl::Status status =
      tiktok->oauth()
          .ExchangeCreatorCode(tiktok.call().endpoint, kApp, Secret("auth-code"), "http://x")
          .status();
  EXPECT_EQ(ReasonOf(status), "OAUTH_CODE_INVALID");
  EXPECT_EQ(DetailOf(status).who, Actor::kCreator);
  EXPECT_THAT(status.ToString(), testing::Not(testing::HasSubstr("auth-code")));
  EXPECT_THAT(status.ToString(), testing::Not(testing::HasSubstr("app-secret")));
}

}  // namespace
}  // namespace sparkgate::tiktok
