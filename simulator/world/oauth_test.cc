#include "simulator/world/oauth.h"

#include <map>
#include <string>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/http/client.h"
#include "base/http/server.h"
#include "simulator/world/refusal.h"
#include "simulator/world/rules_fixture.h"
#include "simulator/world/scopes.h"

namespace sparkgate::simulator {
namespace {

class Oauth : public testing::Test {
 protected:
  std::string CreatorLink(std::string_view host = "https://www.tiktok.com") {
    return fmt::format(
        "{}/v2/auth/authorize?client_key={}&response_type=code&scope=biz.spark.auth,video.list&"
        "redirect_uri={}&state=s%201",
        host, world_.app, PercentEncode(kRedirect));
  }
  std::string AdvertiserLink() {
    return fmt::format(
        "https://business-api.tiktok.com/portal/auth?app_id={}&state=s&redirect_uri={}", world_.app,
        PercentEncode(kRedirect));
  }
  static std::map<std::string, std::string> QueryOf(const std::string& address) {
    std::map<std::string, std::string> query;
    for (auto& [name, value] : ParseQuery(address.substr(address.find('?') + 1))) {
      query[name] = value;
    }
    return query;
  }
  std::string CreatorCode(std::vector<std::string> scopes = {}) {
    CreatorConsentRequest request;
    request.link = CreatorLink();
    request.creator_id = world_.creator;
    request.scopes = std::move(scopes);
    return QueryOf(*CreatorConsent(world_.state, request))["auth_code"];
  }
  std::string AdvertiserCode(std::vector<std::string> scopes = {}) {
    AdvertiserConsentRequest request;
    request.link = AdvertiserLink();
    request.advertiser_ids = {world_.advertiser};
    request.scopes = std::move(scopes);
    return QueryOf(*AdvertiserConsent(world_.state, request))["auth_code"];
  }
  const App& app() { return *Find(world_.state.apps, world_.app); }
  CreatorGrant Connect() {
    return **ExchangeCreatorCode(world_.state, app(), CreatorCode(), kRedirect);
  }

  RulesWorld world_;
};

TEST_F(Oauth, ConsentRedirectsWithCodeAndState) {
  CreatorConsentRequest request;
  request.link = CreatorLink("http://127.0.0.1:7410/w/test");
  request.creator_id = world_.creator;
  const auto address = CreatorConsent(world_.state, request);
  ASSERT_TRUE(address.ok()) << address.status();
  EXPECT_TRUE(address->starts_with(kRedirect));
  EXPECT_EQ(QueryOf(*address)["state"], "s 1");
  EXPECT_EQ(QueryOf(*address)["code"], QueryOf(*address)["auth_code"]);
}

TEST_F(Oauth, DecliningNeedsNoAccount) {
  const auto creator = CreatorConsent(
      world_.state, {.link = CreatorLink(), .creator_id = "", .decline = true, .scopes = {}});
  ASSERT_TRUE(creator.ok()) << creator.status();
  EXPECT_EQ(QueryOf(*creator)["error"], "access_denied");
  EXPECT_EQ(QueryOf(*creator)["state"], "s 1");
  const auto advertiser = AdvertiserConsent(
      world_.state,
      {.link = AdvertiserLink(), .advertiser_ids = {}, .decline = true, .scopes = {}});
  ASSERT_TRUE(advertiser.ok()) << advertiser.status();
  EXPECT_EQ(QueryOf(*advertiser)["error"], "access_denied");
  EXPECT_TRUE(world_.state.oauth_codes.empty());
}

TEST_F(Oauth, ALinkIsReadAsItStands) {
  const auto link = ReadCreatorLink(
      world_.state, fmt::format("/v2/auth/authorize/?client_key={}&response_type=code&scope="
                                "video.list%2Cno.such,&redirect_uri={}&state=a%26b#part",
                                world_.app, PercentEncode(kRedirect)));
  ASSERT_TRUE(link.ok()) << link.status();
  EXPECT_EQ(link->app_id, world_.app);
  EXPECT_EQ(link->redirect_uri, kRedirect);
  EXPECT_EQ(link->state, "a&b");
  EXPECT_THAT(link->scopes, testing::ElementsAre("video.list", "no.such", ""));
}

TEST_F(Oauth, BrokenLinksAreRefused) {
  CreatorConsentRequest request;
  request.creator_id = world_.creator;
  const auto reason = [&](const std::string& link) {
    request.link = link;
    return ReasonOf(CreatorConsent(world_.state, request).status());
  };
  EXPECT_EQ(reason(""), "LINK_INVALID");
  EXPECT_EQ(reason(AdvertiserLink()), "LINK_INVALID");
  EXPECT_EQ(reason("https://www.tiktok.com/v2/auth/authorize?client_key=1"), "LINK_INVALID");
  EXPECT_EQ(reason("https://www.tiktok.com/v2/auth/authorize?client_key=1&response_type=code&scope="
                   "a&redirect_uri=http%3A%2F%2Fx"),
            "APP_UNKNOWN");
  EXPECT_EQ(reason(fmt::format("https://www.tiktok.com/v2/auth/authorize?client_key={}&"
                               "response_type=code&scope=a&redirect_uri=http%3A%2F%2Fevil",
                               world_.app)),
            "REDIRECT_NOT_ALLOWED");
}

TEST_F(Oauth, CreatorTokensLiveADay) {
  const CreatorGrant grant = Connect();
  EXPECT_THAT(grant.scopes, testing::ElementsAre("biz.spark.auth", "video.list"));
  EXPECT_EQ(grant.open_id.size(), 36u);
  EXPECT_TRUE(CheckCreatorToken(world_.state, grant.access_tokens.back()).ok());
  world_.Advance(absl::Hours(24));
  EXPECT_EQ(ApiCodeOf(CheckCreatorToken(world_.state, grant.access_tokens.back()).status()),
            ApiCode::kAccessTokenExpired);
  EXPECT_EQ(ApiCodeOf(CheckCreatorToken(world_.state, "act.nonsense").status()),
            ApiCode::kInvalidAccessToken);
}

TEST_F(Oauth, RefreshingDoesNotResetTheYear) {
  const CreatorGrant grant = Connect();
  for (int day = 0; day < 364; ++day) {
    world_.Advance(absl::Hours(24));
    const auto refreshed = RefreshCreatorToken(world_.state, app(), grant.refresh_token);
    ASSERT_TRUE(refreshed.ok()) << day;
    EXPECT_EQ((*refreshed)->refresh_expire_time, grant.refresh_expire_time);
  }
  EXPECT_LE(world_.state.creator_tokens.size(), 2u);
  world_.Advance(absl::Hours(24));
  EXPECT_EQ(ApiCodeOf(RefreshCreatorToken(world_.state, app(), grant.refresh_token).status()),
            ApiCode::kRefreshTokenExpired);
}

TEST_F(Oauth, CreatorCodesWorkOnceForTenMinutes) {
  const std::string code = CreatorCode();
  EXPECT_EQ(ApiCodeOf(ExchangeCreatorCode(world_.state, app(), code, "http://else").status()),
            ApiCode::kCreatorOauthFailed);
  ASSERT_TRUE(ExchangeCreatorCode(world_.state, app(), code, kRedirect).ok());
  EXPECT_EQ(ApiCodeOf(ExchangeCreatorCode(world_.state, app(), code, kRedirect).status()),
            ApiCode::kCreatorOauthFailed);
  const std::string late = CreatorCode();
  world_.Advance(absl::Minutes(10));
  EXPECT_EQ(ApiCodeOf(ExchangeCreatorCode(world_.state, app(), late, kRedirect).status()),
            ApiCode::kCreatorOauthFailed);
}

TEST_F(Oauth, AdvertiserCodesWorkOnceForAnHour) {
  const std::string code = AdvertiserCode();
  EXPECT_EQ(ApiCodeOf(ExchangeAdvertiserCode(world_.state, app(), "nonsense").status()),
            ApiCode::kInvalidPartner);
  const auto token = ExchangeAdvertiserCode(world_.state, app(), code);
  ASSERT_TRUE(token.ok());
  EXPECT_THAT((*token)->advertiser_ids, testing::ElementsAre(world_.advertiser));
  EXPECT_EQ(ApiCodeOf(ExchangeAdvertiserCode(world_.state, app(), code).status()),
            ApiCode::kAuthCodeError);
  const std::string late = AdvertiserCode();
  world_.Advance(absl::Hours(1));
  EXPECT_EQ(ApiCodeOf(ExchangeAdvertiserCode(world_.state, app(), late).status()),
            ApiCode::kAuthCodeError);
  world_.Advance(absl::Hours(24 * 400));
  EXPECT_TRUE(CheckAdvertiserToken(world_.state, (*token)->value).ok());
}

TEST_F(Oauth, ScopesMayBeGrantedInPart) {
  const auto token = ExchangeAdvertiserCode(world_.state, app(), AdvertiserCode({"2", "690"}));
  ASSERT_TRUE(token.ok());
  EXPECT_TRUE(GrantsAdvertiserScope((*token)->scopes, "221"));
  EXPECT_TRUE(GrantsAdvertiserScope((*token)->scopes, "690"));
  EXPECT_FALSE(GrantsAdvertiserScope((*token)->scopes, "691"));
  EXPECT_TRUE(GrantsAdvertiserScope({"6"}, "691"));
  const auto grant =
      ExchangeCreatorCode(world_.state, app(), CreatorCode({"video.list"}), kRedirect);
  EXPECT_THAT((*grant)->scopes, testing::ElementsAre("video.list"));
}

TEST_F(Oauth, ConsentCanBeTakenBack) {
  const CreatorGrant grant = Connect();
  ASSERT_TRUE(RevokeCreatorToken(world_.state, app(), grant.access_tokens.back()).ok());
  EXPECT_EQ(ApiCodeOf(CheckCreatorToken(world_.state, grant.access_tokens.back()).status()),
            ApiCode::kInvalidAccessToken);
  EXPECT_EQ(ApiCodeOf(RefreshCreatorToken(world_.state, app(), grant.refresh_token).status()),
            ApiCode::kInvalidRefreshToken);
  // The person may consent again: the same open_id, new tokens.
  EXPECT_EQ(Connect().open_id, grant.open_id);
  EXPECT_TRUE(RevokeCreatorConsent(world_.state, world_.creator, world_.app).ok());
  EXPECT_FALSE(RevokeCreatorConsent(world_.state, world_.creator, world_.app).ok());

  const std::string token = (*ExchangeAdvertiserCode(world_.state, app(), AdvertiserCode()))->value;
  ASSERT_TRUE(RevokeAdvertiserConsent(world_.state, world_.advertiser, world_.app).ok());
  EXPECT_EQ(ApiCodeOf(CheckAdvertiserToken(world_.state, token).status()),
            ApiCode::kInvalidAccessToken);
}

TEST_F(Oauth, AppsAreCheckedBySecret) {
  EXPECT_TRUE(CheckAppSecret(world_.state, world_.app, world_.secret).ok());
  EXPECT_EQ(ApiCodeOf(CheckAppSecret(world_.state, "1", world_.secret).status()),
            ApiCode::kAppForbidden);
  EXPECT_EQ(ApiCodeOf(CheckAppSecret(world_.state, world_.app, "wrong").status()),
            ApiCode::kInvalidPartner);
}

TEST_F(Oauth, CodesAndTokensThatAreOverAreForgotten) {
  for (int i = 0; i < 100; ++i) {
    const App& app = *Find(world_.state.apps, world_.app);
    ASSERT_TRUE(ExchangeCreatorCode(world_.state, app, CreatorCode(), kRedirect).ok());
    world_.Advance(absl::Hours(48));
  }
  EXPECT_LE(world_.state.oauth_codes.size(), 2u);
  EXPECT_EQ(world_.state.refresh_tokens.size(), 1u);
}

}  // namespace
}  // namespace sparkgate::simulator
