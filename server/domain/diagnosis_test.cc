#include "server/domain/diagnosis.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sparkgate::server {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const absl::Time kLooked = absl::FromUnixSeconds(1'767'225'600);
constexpr absl::Duration kLookedDay = absl::Hours(24);

absl::Status TokenRefused() {
  return Error(absl::StatusCode::kFailedPrecondition, "connect again",
               {.reason = "RECONNECT_NEEDED", .who = Actor::kCreator});
}
absl::Status TikTokBusy() {
  return Error(
      absl::StatusCode::kUnavailable, "later",
      {.reason = "TIKTOK_UNAVAILABLE", .who = Actor::kNobody, .retry_after = absl::Seconds(5)});
}

Workspace LiveOne() {
  Workspace workspace;
  workspace.environment = Environment::kLive;
  return workspace;
}

// Who reads that something isn't right must read what to do.
void ExpectAdvice(const SetupCheck& check) {
  EXPECT_FALSE(check.seen.empty());
  EXPECT_EQ(check.advice.empty(), check.status == CheckStatus::kOk) << check.name;
}

TEST(DiagnosisTest, TheFlagIsForLiveOnly) {
  EXPECT_EQ(CheckLiveFlag(Workspace(), false).status, CheckStatus::kOk);
  EXPECT_EQ(CheckLiveFlag(LiveOne(), true).status, CheckStatus::kOk);
  const SetupCheck off = CheckLiveFlag(LiveOne(), false);
  EXPECT_EQ(off.status, CheckStatus::kProblem);
  EXPECT_EQ(off.who, Actor::kOperator);
  ExpectAdvice(off);
}

TEST(DiagnosisTest, AnAppNeedsItsSecretAndARedirect) {
  App app;
  app.tiktok_app_id = "7001";
  app.redirect_uris = {"https://brand.example/back"};
  const auto status = [&](const absl::Status& secret = absl::OkStatus()) {
    const SetupCheck check = CheckAppOf(app, secret);
    ExpectAdvice(check);
    return check.status;
  };
  EXPECT_EQ(status(), CheckStatus::kOk);
  EXPECT_EQ(status(absl::DataLossError("broken")), CheckStatus::kProblem);
  app.redirect_uris.clear();
  EXPECT_EQ(status(), CheckStatus::kProblem);
  app.redirect_uris = {"https://brand.example/back"};
  app.tiktok_app_id.clear();
  EXPECT_EQ(status(), CheckStatus::kProblem);
  EXPECT_EQ(CheckAppOf(absl::NotFoundError("gone"), absl::OkStatus()).status,
            CheckStatus::kProblem);
}

TEST(DiagnosisTest, ACreatorsConsentHasAnEndThatNothingMoves) {
  Creator creator;
  creator.scopes = {"a", "b"};
  const auto check = [&](absl::Duration left, std::optional<absl::Status> asked = std::nullopt) {
    creator.consent_end = kLooked + left;
    const SetupCheck found = CheckCreatorConsent(creator, {"a", "b"}, asked, kLooked);
    ExpectAdvice(found);
    return found;
  };
  EXPECT_EQ(check(31 * kLookedDay).status, CheckStatus::kOk);
  EXPECT_THAT(check(31 * kLookedDay, absl::OkStatus()).seen, HasSubstr("accepts"));
  EXPECT_EQ(check(30 * kLookedDay).status, CheckStatus::kWarning);
  EXPECT_EQ(check(absl::ZeroDuration()).status, CheckStatus::kProblem);
  const SetupCheck refused = check(31 * kLookedDay, TokenRefused());
  EXPECT_EQ(refused.status, CheckStatus::kProblem);
  EXPECT_EQ(refused.who, Actor::kCreator);
  EXPECT_THAT(refused.seen, HasSubstr("RECONNECT_NEEDED"));
  EXPECT_EQ(check(31 * kLookedDay, TikTokBusy()).status, CheckStatus::kWarning);
  creator.scopes = {"a"};
  EXPECT_THAT(check(31 * kLookedDay).seen, HasSubstr("lacks b"));
  creator.state = ConnectionState::kReconnectNeeded;
  EXPECT_EQ(check(31 * kLookedDay).status, CheckStatus::kProblem);
}

TEST(DiagnosisTest, AnAdvertisersConsentNeedsItsScopes) {
  Advertiser advertiser;
  const auto status = [&](const std::vector<std::string>& missing,
                          std::optional<absl::Status> asked = std::nullopt) {
    const SetupCheck found = CheckAdvertiserConsent(advertiser, missing, asked);
    ExpectAdvice(found);
    return found.status;
  };
  EXPECT_EQ(status({}), CheckStatus::kOk);
  EXPECT_EQ(status({}, absl::OkStatus()), CheckStatus::kOk);
  EXPECT_EQ(status({"220 (Read Ads)"}), CheckStatus::kProblem);
  EXPECT_EQ(status({}, TokenRefused()), CheckStatus::kProblem);
  EXPECT_EQ(status({}, TikTokBusy()), CheckStatus::kWarning);
  advertiser.state = ConnectionState::kReconnectNeeded;
  EXPECT_EQ(status({}), CheckStatus::kProblem);
}

TEST(DiagnosisTest, WhatRefusalsTaughtSpeaksAgainstTheTier) {
  EXPECT_EQ(CheckTier(AppTier::kUltimate, {}).status, CheckStatus::kOk);
  const SetupCheck lower =
      CheckTier(AppTier::kPremium, {{.path = "ad/get", .published = 30, .per_second = 10}});
  EXPECT_EQ(lower.status, CheckStatus::kWarning);
  EXPECT_THAT(lower.seen, HasSubstr("PREMIUM"));
  EXPECT_THAT(lower.seen, HasSubstr("ad/get: 10 a second, not 30"));
  ExpectAdvice(lower);
}

TEST(DiagnosisTest, AClockMayDifferBySeconds) {
  const auto status = [](absl::Duration ahead) {
    const SetupCheck found = CheckClockSkew(kLooked - ahead, kLooked);
    ExpectAdvice(found);
    return found.status;
  };
  EXPECT_EQ(CheckClockSkew(std::nullopt, kLooked).status, CheckStatus::kOk);
  EXPECT_EQ(status(absl::Seconds(5)), CheckStatus::kOk);
  EXPECT_EQ(status(-absl::Seconds(5)), CheckStatus::kOk);
  EXPECT_EQ(status(absl::Seconds(6)), CheckStatus::kWarning);
  EXPECT_EQ(status(-absl::Minutes(1)), CheckStatus::kWarning);
  EXPECT_EQ(status(absl::Minutes(2)), CheckStatus::kProblem);
  EXPECT_THAT(CheckClockSkew(kLooked + absl::Minutes(2), kLooked).seen, HasSubstr("120 s behind"));
}

TEST(DiagnosisTest, TikTokCallsHttpsOnly) {
  const auto status = [](const Workspace& workspace, std::string_view url, int subscriptions,
                         std::optional<absl::Status> reached = std::nullopt) {
    const SetupCheck found = CheckWebhooks(workspace, url, subscriptions, reached);
    ExpectAdvice(found);
    return found.status;
  };
  EXPECT_EQ(status(LiveOne(), "http://127.0.0.1:1", 0), CheckStatus::kOk) << "not asked for";
  EXPECT_EQ(status(Workspace(), "http://127.0.0.1:1", 9), CheckStatus::kOk);
  EXPECT_EQ(status(LiveOne(), "http://127.0.0.1:1", 9), CheckStatus::kProblem);
  EXPECT_EQ(status(LiveOne(), "https://us.example", 9), CheckStatus::kOk);
  EXPECT_EQ(status(LiveOne(), "https://us.example", 9, absl::OkStatus()), CheckStatus::kOk);
  EXPECT_EQ(status(LiveOne(), "https://us.example", 9, absl::UnavailableError("no")),
            CheckStatus::kProblem);
}

TEST(DiagnosisTest, MoneyHasAdAccountsCeilingsAndDryRuns) {
  const std::vector<AdAccount> accounts = {{.id = "71", .currency = "USD"},
                                           {.id = "72", .currency = "EUR"}};
  const auto statuses = [&](const Workspace& workspace) {
    std::vector<CheckStatus> found;
    for (const SetupCheck& check : CheckMoney(workspace, accounts)) {
      ExpectAdvice(check);
      found.push_back(check.status);
    }
    return found;
  };
  constexpr CheckStatus kFine = CheckStatus::kOk;
  EXPECT_THAT(statuses(Workspace()), ElementsAre(kFine, kFine, kFine));
  Workspace live = LiveOne();
  EXPECT_THAT(statuses(live), ElementsAre(CheckStatus::kProblem, CheckStatus::kWarning, kFine));
  live.settings.allowed_ad_accounts = {"71"};
  live.settings.ceilings = {{"USD", 1}};
  EXPECT_THAT(statuses(live), ElementsAre(kFine, kFine, kFine));
  live.settings.allowed_ad_accounts = {"71", "72"};
  live.settings.dry_run = true;
  EXPECT_THAT(statuses(live), ElementsAre(kFine, CheckStatus::kWarning, CheckStatus::kWarning));
  live.settings.allowed_ad_accounts = {"79"};
  EXPECT_THAT(statuses(live).front(), CheckStatus::kWarning) << "none of them is connected";
}

TEST(DiagnosisTest, WithoutTagsLostAnswersWaitForPeople) {
  ExpectAdvice(CheckNameTags({}));
  ExpectAdvice(CheckNameTags({.name_tags_disabled = true}));
  EXPECT_EQ(CheckNameTags({.name_tags_disabled = true}).status, CheckStatus::kWarning);
}

TEST(DiagnosisTest, ATimeThatIsntKnownIsAProblem) {
  EXPECT_EQ(CheckWorld(absl::OkStatus()).status, CheckStatus::kOk);
  ExpectAdvice(CheckWorld(absl::OkStatus()));
  const SetupCheck lost = CheckWorld(TikTokBusy());
  EXPECT_EQ(lost.status, CheckStatus::kProblem);
  ExpectAdvice(lost);
}

}  // namespace
}  // namespace sparkgate::server
