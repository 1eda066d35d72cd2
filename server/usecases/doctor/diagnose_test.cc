#include "server/usecases/doctor/diagnose.h"

#include <map>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/tiktok/consent_link.h"
#include "server/usecases/testing/connected.h"
#include "server/usecases/testing/connected_fixture.h"

namespace sparkgate::server {
namespace {

using ::testing::_;
using ::testing::Return;

class DiagnoseTest : public ConnectedFixture {
 protected:
  DiagnoseTest() {
    PutTestApp(server_);
    Workspace workspace = workspace_;
    workspace.app_id = "app";
    server_.Update(workspace);
    Creator creator = GetTestCreator(server_, "w", kCreator);
    creator.scopes = tiktok::SparkgateCreatorScopes();
    Advertiser advertiser = GetTestAdvertiser(server_, "w", "a");
    advertiser.ad_accounts = {kAccount};
    Write([&](Transaction& tx) -> absl::Status {
      SG_RETURN_IF_ERROR(tx.creators().Put(creator));
      return tx.advertisers().Put(advertiser);
    });
    // TikTok's clock is ours, and it accepts every token.
    EXPECT_CALL(tiktok_.oauth_api, ListAdvertisers(_, _))
        .WillRepeatedly([this](const tiktok::Call& call, const auto&) {
          call.endpoint.sightings->date = server_.real.Now() + ahead_;
          return advertisers_;
        });
    EXPECT_CALL(tiktok_.creator_api, GetProfile(_, _, _))
        .WillRepeatedly([this](const auto&, const auto&, const auto&) { return profile_; });
  }

  std::map<std::string, SetupCheck> Look() {
    std::map<std::string, SetupCheck> found;
    const auto checks = Diagnose(env(), "w");
    EXPECT_TRUE(checks.ok()) << checks.status();
    for (const SetupCheck& check : *checks) found[check.name] = check;
    return found;
  }

  absl::Duration ahead_;
  absl::StatusOr<std::vector<tiktok::AdvertiserName>> advertisers_ =
      std::vector<tiktok::AdvertiserName>();
  absl::StatusOr<tiktok::CreatorProfile> profile_ = tiktok::CreatorProfile();
};

TEST_F(DiagnoseTest, FindsNothingWrongWithASoundOne) {
  const auto found = Look();
  EXPECT_EQ(found.size(), 12u);
  for (const auto& [name, check] : found) {
    EXPECT_EQ(check.status, CheckStatus::kOk) << name << ": " << check.seen;
    EXPECT_FALSE(check.resource.empty()) << name;
  }
  EXPECT_EQ(found.at("creator_consent").resource, "workspaces/w/creators/c");
}

TEST_F(DiagnoseTest, ATokenThatTikTokRefusesIsNotedToo) {
  profile_ = Error(absl::StatusCode::kFailedPrecondition, "connect again",
                   {.reason = "RECONNECT_NEEDED", .who = Actor::kCreator});
  EXPECT_EQ(Look().at("creator_consent").status, CheckStatus::kProblem);
  EXPECT_EQ(LastEvent().type, "creator.reconnect_needed");
  EXPECT_EQ(GetTestCreator(server_, "w", kCreator).state, ConnectionState::kReconnectNeeded);
  EXPECT_EQ(Look().at("creator_consent").status, CheckStatus::kProblem) << "without asking again";
}

TEST_F(DiagnoseTest, TellsClocksLimitsScopesAndSecretsApart) {
  ahead_ = absl::Minutes(3);
  tiktok_.lowered_limits = {{.path = "ad/get", .published = 10, .per_second = 4}};
  Advertiser advertiser = GetTestAdvertiser(server_, "w", "a");
  advertiser.scopes = {"2", "1"};
  Write([&](Transaction& tx) { return tx.advertisers().Put(advertiser); });
  const auto found = Look();
  EXPECT_EQ(found.at("clock").status, CheckStatus::kProblem);
  EXPECT_EQ(found.at("tier").status, CheckStatus::kWarning);
  EXPECT_EQ(found.at("advertiser_consent").status, CheckStatus::kProblem);
  EXPECT_EQ(found.at("app").status, CheckStatus::kOk);

  Write([](Transaction& tx) -> absl::Status {
    SG_ASSIGN_OR_RETURN(auto app, tx.apps().Get("app"));
    app->secret = {"sealed by another key"};
    return tx.apps().Update(*app);
  });
  EXPECT_EQ(Look().at("app").status, CheckStatus::kProblem);
}

TEST_F(DiagnoseTest, WithoutTheFlagALiveOneIsLookedAtAndNobodyIsAsked) {
  Workspace workspace = *LoadWorkspace(env(), "w");
  workspace.environment = Environment::kLive;
  server_.Update(workspace);
  env().settings.allow_live = false;
  env().settings.review_subscriptions = 10;
  EXPECT_CALL(tiktok_.oauth_api, ListAdvertisers(_, _)).Times(0);
  EXPECT_CALL(tiktok_.creator_api, GetProfile(_, _, _)).Times(0);
  const auto found = Look();
  EXPECT_EQ(found.at("live_flag").status, CheckStatus::kProblem);
  EXPECT_EQ(found.at("ad_accounts").status, CheckStatus::kProblem);
  EXPECT_EQ(found.at("ceilings").status, CheckStatus::kWarning);
  EXPECT_EQ(found.at("webhooks").status, CheckStatus::kProblem) << "not https";
}

TEST_F(DiagnoseTest, OfNothingThereIsNoDiagnosis) {
  EXPECT_EQ(ReasonOf(Diagnose(env(), "nothing").status()), "RESOURCE_NOT_FOUND");
}

}  // namespace
}  // namespace sparkgate::server
