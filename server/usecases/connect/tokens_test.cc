#include "server/usecases/connect/tokens.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "server/tiktok/mock_tiktok.h"
#include "server/tiktok/outcome.h"
#include "server/usecases/connect/ask_ad_accounts.h"
#include "server/usecases/testing/connected.h"
#include "server/usecases/testing/test_server.h"

namespace sparkgate::server {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Return;

absl::Status Over() {
  return Error(absl::StatusCode::kFailedPrecondition, "over",
               {.reason = "RECONNECT_NEEDED", .who = Actor::kCreator});
}

class TokensTest : public testing::Test {
 protected:
  TokensTest() {
    server_.env.creator_tokens = &tokens_;
    PutTestApp(server_);
    PutTestCreator(server_, workspace_, "c");
    PutTestAdvertiser(server_, workspace_, "a", "701");
  }

  absl::StatusOr<CreatorCall> AsCreator() { return CallAsCreator(env_, workspace_, "c"); }
  absl::StatusOr<AdAccountCall> AsAccount() { return CallAsAdAccount(env_, workspace_, "701"); }
  Creator Stored() { return GetTestCreator(server_, "w", "c"); }
  // Somebody consents anew: other tokens, as StoreCreator writes them.
  void Reconnect() {
    Creator creator = Stored();
    creator.state = ConnectionState::kConnected;
    creator.access_token = *env_.vault.Seal(workspace_, AccessTokenPlace(creator), "access-2");
    creator.refresh_token = *env_.vault.Seal(workspace_, RefreshTokenPlace(creator), "refresh-2");
    creator.access_end = kTestWorldStart + absl::Hours(48);
    creator.refresh_sent = false;
    EXPECT_TRUE(env_.store.Write([&](Transaction& tx) { return tx.creators().Put(creator); }).ok());
  }
  void MoveTo(absl::Duration since_start) {
    now_ = kTestWorldStart + since_start;
    server_.SetWorldTime("w", now_);
  }
  // What a call in the creator's name gives in the server that is started after a crash.
  absl::Status AfterRestart() {
    TestServer next(disk_, {.process_id = "process-2", .tiktok = &tiktok_});
    CreatorTokens tokens(next.env);
    next.env.creator_tokens = &tokens;
    next.env.clocks.Set("w", "first", now_, 0);
    return CallAsCreator(next.env, workspace_, "c").status();
  }
  std::string StoredRefreshToken() {
    return *env_.vault.Open(workspace_, RefreshTokenPlace(Stored()), Stored().refresh_token);
  }
  static tiktok::CreatorGrant Refreshed(const std::string& refresh_token = "") {
    return {.access_token = tiktok::Secret("access-fresh"),
            .expires_in = absl::Hours(24),
            .refresh_token = tiktok::Secret(refresh_token)};
  }

  TestDisk disk_;
  tiktok::MockTikTok tiktok_;
  TestServer server_{disk_, {.tiktok = &tiktok_}};
  Env& env_ = server_.env;
  CreatorTokens tokens_{env_};
  const Workspace workspace_ = server_.AddWorkspace("w");
  absl::Time now_ = kTestWorldStart;
};

TEST_F(TokensTest, ACallHasItsEndpointAndToken) {
  const auto creator = AsCreator();
  ASSERT_TRUE(creator.ok()) << creator.status();
  EXPECT_EQ(creator->call.endpoint.base_url, "http://127.0.0.1:7410/w/w");
  EXPECT_EQ(creator->call.endpoint.timeout, workspace_.settings.upstream_timeout);
  EXPECT_EQ(creator->call.access_token.Reveal(), "access");
  EXPECT_EQ(AsAccount()->call.access_token.Reveal(), "access");
  EXPECT_EQ(CredentialsOf(env_, workspace_)->secret.Reveal(), "secret");
  EXPECT_EQ(EndpointOf(env_, server_.AddWorkspace("l", Environment::kLive)).base_url,
            "https://business-api.tiktok.com");
  EXPECT_EQ(ReasonOf(CallAsCreator(env_, workspace_, "x").status()), "RESOURCE_NOT_FOUND");
  EXPECT_EQ(ReasonOf(CallAsAdAccount(env_, workspace_, "x").status()), "RESOURCE_NOT_FOUND");
}

TEST_F(TokensTest, WithoutTheFlagNothingGoesToTheLiveApi) {
  const Workspace live = server_.AddWorkspace("l", Environment::kLive);
  PutTestCreator(server_, live, "c");
  PutTestAdvertiser(server_, live, "a", "701");
  EXPECT_TRUE(CallAsAdAccount(env_, live, "701").ok());
  EXPECT_TRUE(CredentialsOf(env_, live).ok());
  env_.settings.allow_live = false;
  EXPECT_EQ(ReasonOf(CallAsCreator(env_, live, "c").status()), "LIVE_NOT_ALLOWED");
  EXPECT_EQ(ReasonOf(CallAsAdAccount(env_, live, "701").status()), "LIVE_NOT_ALLOWED");
  EXPECT_EQ(ReasonOf(CredentialsOf(env_, live).status()), "LIVE_NOT_ALLOWED");
}

TEST_F(TokensTest, ATokenIsRefreshedShortlyBeforeItEnds) {
  MoveTo(absl::Hours(23));
  ASSERT_TRUE(AsCreator().ok());  // an hour is enough
  MoveTo(absl::Hours(24) - absl::Minutes(10));
  EXPECT_CALL(tiktok_.oauth_api, RefreshCreatorToken)
      .WillOnce([](const tiktok::Endpoint&, const tiktok::AppCredentials&,
                   const tiktok::Secret& refresh_token) {
        EXPECT_EQ(refresh_token.Reveal(), "refresh");
        return Refreshed();
      });
  EXPECT_EQ(AsCreator()->call.access_token.Reveal(), "access-fresh");
  EXPECT_EQ(AsCreator()->call.access_token.Reveal(), "access-fresh");
  EXPECT_EQ(StoredRefreshToken(), "refresh");  // TikTok gave no other
  EXPECT_EQ(Stored().consent_end, kTestWorldStart + absl::Hours(24 * 365));
}

TEST_F(TokensTest, AnotherRefreshTokenIsKept) {
  MoveTo(absl::Hours(24));
  EXPECT_CALL(tiktok_.oauth_api, RefreshCreatorToken).WillOnce(Return(Refreshed("refresh-next")));
  ASSERT_TRUE(AsCreator().ok());
  EXPECT_EQ(StoredRefreshToken(), "refresh-next");
}

TEST_F(TokensTest, AConsentEnds) {
  MoveTo(absl::Hours(24 * 365));
  EXPECT_EQ(ReasonOf(AsCreator().status()), "RECONNECT_NEEDED");
  EXPECT_EQ(ReasonOf(AsCreator().status()), "RECONNECT_NEEDED");
  EXPECT_EQ(Stored().state, ConnectionState::kReconnectNeeded);
  EXPECT_THAT(server_.EventTypes("w"), ElementsAre("creator.reconnect_needed"));
}

TEST_F(TokensTest, ARefreshThatIsRefusedOrLostIsTheEndOfTheConsent) {
  MoveTo(absl::Hours(24));
  EXPECT_CALL(tiktok_.oauth_api, RefreshCreatorToken)
      .WillOnce(Return(tiktok::WithUnknownOutcome(absl::UnavailableError("cut off"))));
  EXPECT_EQ(ReasonOf(AsCreator().status()), "RECONNECT_NEEDED");
  EXPECT_EQ(Stored().state, ConnectionState::kReconnectNeeded);
}

TEST_F(TokensTest, ARefreshThatWasNotSentIsTriedAgain) {
  MoveTo(absl::Hours(24));
  EXPECT_CALL(tiktok_.oauth_api, RefreshCreatorToken)
      .WillOnce(Return(absl::UnavailableError("not sent")))
      .WillOnce(Return(Refreshed()));
  EXPECT_TRUE(absl::IsUnavailable(AsCreator().status()));
  EXPECT_TRUE(AsCreator().ok());
}

TEST_F(TokensTest, WhoeverStartsAfterACrashSendsNoRefreshAgain) {
  MoveTo(absl::Hours(24));
  EXPECT_CALL(tiktok_.oauth_api, RefreshCreatorToken)
      .WillOnce([&](const auto&, const auto&, const auto&) {
        EXPECT_EQ(ReasonOf(AfterRestart()), "RECONNECT_NEEDED");
        EXPECT_EQ(ReasonOf(AfterRestart()), "RECONNECT_NEEDED");
        return tiktok::WithUnknownOutcome(absl::CancelledError("dead"));
      });
  (void)AsCreator();
  EXPECT_EQ(Stored().state, ConnectionState::kReconnectNeeded);
  EXPECT_THAT(server_.EventTypes("w"), ElementsAre("creator.reconnect_needed"));
}

TEST_F(TokensTest, ARefreshThatNoDiskTakesIsHeldUntilOneDoes) {
  MoveTo(absl::Hours(24));
  EXPECT_CALL(tiktok_.oauth_api, RefreshCreatorToken).WillOnce(Return(Refreshed("refresh-next")));
  disk_.store().FailWrites(2, 1);  // the record goes through
  EXPECT_EQ(ReasonOf(AsCreator().status()), "STORAGE_FULL");
  EXPECT_EQ(ReasonOf(AsCreator().status()), "STORAGE_FULL");
  EXPECT_EQ(AsCreator()->call.access_token.Reveal(), "access-fresh");
  EXPECT_EQ(StoredRefreshToken(), "refresh-next");
  MoveTo(absl::Hours(48));  // and the next refresh is as any other
  EXPECT_CALL(tiktok_.oauth_api, RefreshCreatorToken).WillOnce(Return(Refreshed()));
  EXPECT_TRUE(AsCreator().ok());
}

TEST_F(TokensTest, ARefreshThatNoDiskTookIsLostWithItsProcess) {
  MoveTo(absl::Hours(24));
  EXPECT_CALL(tiktok_.oauth_api, RefreshCreatorToken).WillOnce(Return(Refreshed("refresh-next")));
  disk_.store().FailWrites(1, 1);
  EXPECT_EQ(ReasonOf(AsCreator().status()), "STORAGE_FULL");
  EXPECT_EQ(ReasonOf(AfterRestart()), "RECONNECT_NEEDED");
}

TEST_F(TokensTest, AHeldRefreshIsWrittenAtACleanStop) {
  MoveTo(absl::Hours(24));
  EXPECT_CALL(tiktok_.oauth_api, RefreshCreatorToken).WillOnce(Return(Refreshed("refresh-next")));
  disk_.store().FailWrites(1, 1);
  EXPECT_EQ(ReasonOf(AsCreator().status()), "STORAGE_FULL");
  EXPECT_THAT(tokens_.WriteHeld(), IsEmpty());
  EXPECT_EQ(StoredRefreshToken(), "refresh-next");
  EXPECT_TRUE(AfterRestart().ok());
}

TEST_F(TokensTest, AStopNamesThoseWhoseRefreshNoDiskTakes) {
  EXPECT_THAT(tokens_.WriteHeld(), IsEmpty());
  MoveTo(absl::Hours(24));
  EXPECT_CALL(tiktok_.oauth_api, RefreshCreatorToken).WillOnce(Return(Refreshed("refresh-next")));
  disk_.store().FailWrites(2, 1);
  EXPECT_EQ(ReasonOf(AsCreator().status()), "STORAGE_FULL");
  EXPECT_THAT(tokens_.WriteHeld(), ElementsAre("workspaces/w/creators/c"));
}

TEST_F(TokensTest, AConsentThatIsKnownToBeOverIsNotWrittenAgain) {
  Creator creator = Stored();
  creator.state = ConnectionState::kReconnectNeeded;
  ASSERT_TRUE(env_.store.Write([&](Transaction& tx) { return tx.creators().Put(creator); }).ok());
  disk_.store().FailWrites(1);
  EXPECT_EQ(ReasonOf(AsCreator().status()), "RECONNECT_NEEDED");
  // The failure is still there for the first who writes.
  EXPECT_FALSE(env_.store.Write([](Transaction&) { return absl::OkStatus(); }).ok());
}

TEST_F(TokensTest, AReconnectWinsOverAHeldRefresh) {
  MoveTo(absl::Hours(24));
  EXPECT_CALL(tiktok_.oauth_api, RefreshCreatorToken).WillOnce(Return(Refreshed("refresh-next")));
  disk_.store().FailWrites(1, 1);
  EXPECT_EQ(ReasonOf(AsCreator().status()), "STORAGE_FULL");
  Reconnect();
  EXPECT_EQ(AsCreator()->call.access_token.Reveal(), "access-2");
  MoveTo(absl::Hours(48));
  EXPECT_CALL(tiktok_.oauth_api, RefreshCreatorToken)
      .WillOnce([](const auto&, const auto&, const tiktok::Secret& refresh_token) {
        EXPECT_EQ(refresh_token.Reveal(), "refresh-2");
        return Refreshed();
      });
  EXPECT_TRUE(AsCreator().ok());
}

TEST_F(TokensTest, AFullDiskSendsNoRefresh) {
  MoveTo(absl::Hours(24));
  EXPECT_CALL(tiktok_.oauth_api, RefreshCreatorToken).Times(0);
  disk_.store().FailWrites(1);
  EXPECT_EQ(ReasonOf(AsCreator().status()), "STORAGE_FULL");
  testing::Mock::VerifyAndClearExpectations(&tiktok_.oauth_api);
  // What wasn't sent needs no record either, and none is mistaken for a lost one.
  EXPECT_CALL(tiktok_.oauth_api, RefreshCreatorToken)
      .WillOnce(Return(absl::UnavailableError("not sent")))
      .WillOnce(Return(Refreshed()));
  disk_.store().FailWrites(1, 1);
  EXPECT_TRUE(absl::IsUnavailable(AsCreator().status()));
  EXPECT_TRUE(AsCreator().ok());
}

TEST_F(TokensTest, NewsThatTheConsentIsOverAreToldOnce) {
  const auto creator = AsCreator();
  const auto account = AsAccount();
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(NoteCreatorError(env_, workspace_, "c", creator->call, Over()), Over());
    EXPECT_EQ(NoteAdAccountError(env_, workspace_, "701", account->call, Over()), Over());
  }
  EXPECT_THAT(server_.EventTypes("w"),
              ElementsAre("creator.reconnect_needed", "advertiser.reconnect_needed"));
  EXPECT_EQ(ReasonOf(AsCreator().status()), "RECONNECT_NEEDED");
  EXPECT_EQ(ReasonOf(AsAccount().status()), "RECONNECT_NEEDED");
}

TEST_F(TokensTest, SideBySideEachAccountHasItsOwnAnswer) {
  const auto ask = [&](const AdAccountCall& as, size_t i) -> absl::StatusOr<std::string> {
    if (i == 2) return Over();
    return as.account.id + as.call.access_token.Reveal();
  };
  const auto answers =
      AskAdAccounts<std::string>(env_, workspace_, {"701", "nobody", "701", "701"}, ask);
  EXPECT_EQ(answers[0].value(), "701access");
  EXPECT_TRUE(absl::IsNotFound(answers[1].status()));
  EXPECT_EQ(answers[2].status(), Over());
  EXPECT_EQ(answers[3].value(), "701access");
  EXPECT_THAT(server_.EventTypes("w"), ElementsAre("advertiser.reconnect_needed"));
}

TEST_F(TokensTest, ARowThatCantBeReadSpoilsNoOther) {
  PutTestAdvertiser(server_, workspace_, "b", "702");
  EXPECT_TRUE(env_.store
                  .Write([](Transaction& tx) -> absl::Status {
                    SG_ASSIGN_OR_RETURN(auto advertiser, tx.advertisers().Get("w", "b"));
                    advertiser->scopes = {"\xFF"};  // no list holds that
                    return tx.advertisers().Put(*advertiser);
                  })
                  .ok());
  const auto calls = CallAsAdAccounts(env_, workspace_, {"701", "702", "701"});
  EXPECT_TRUE(calls[0].ok());
  EXPECT_EQ(ReasonOf(calls[1].status()), "STORAGE_ROW_CORRUPT");
  EXPECT_TRUE(calls[2].ok());
}

TEST_F(TokensTest, OtherErrorsAreNoNews) {
  const auto account = AsAccount();
  const absl::Status down = absl::UnavailableError("down");
  EXPECT_EQ(NoteAdAccountError(env_, workspace_, "701", account->call, down), down);
  EXPECT_TRUE(AsAccount().ok());
}

TEST_F(TokensTest, LateNewsOfAnOldTokenSpoilNoNewConsent) {
  const auto creator = AsCreator();
  Reconnect();
  EXPECT_EQ(NoteCreatorError(env_, workspace_, "c", creator->call, Over()), Over());
  EXPECT_EQ(AsCreator()->call.access_token.Reveal(), "access-2");

  const auto account = AsAccount();
  Advertiser again = PutTestAdvertiser(server_, workspace_, "b", "701");  // now reached by b
  again.access_token = *env_.vault.Seal(workspace_, AccessTokenPlace(again), "access-2");
  ASSERT_TRUE(env_.store.Write([&](Transaction& tx) { return tx.advertisers().Put(again); }).ok());
  EXPECT_EQ(NoteAdAccountError(env_, workspace_, "701", account->call, Over()), Over());
  EXPECT_EQ(AsAccount()->call.access_token.Reveal(), "access-2");
  EXPECT_THAT(server_.EventTypes("w"), IsEmpty());
}

TEST_F(TokensTest, AReconnectDuringARefreshWins) {
  MoveTo(absl::Hours(24));
  EXPECT_CALL(tiktok_.oauth_api, RefreshCreatorToken)
      .WillOnce([&](const auto&, const auto&, const auto&) {
        Reconnect();
        return Refreshed("refresh-of-the-dead-consent");
      })
      .WillOnce([&](const auto&, const auto&, const auto&) {
        Reconnect();
        return absl::StatusOr<tiktok::CreatorGrant>(Over());
      });
  const auto creator = AsCreator();
  ASSERT_TRUE(creator.ok()) << creator.status();
  EXPECT_EQ(creator->call.access_token.Reveal(), "access-2");
  EXPECT_EQ(StoredRefreshToken(), "refresh-2");
  // Refused instead: the same.
  MoveTo(absl::Hours(48));
  EXPECT_EQ(ReasonOf(AsCreator().status()), "RECONNECT_NEEDED");
  EXPECT_EQ(Stored().state, ConnectionState::kConnected);
}

}  // namespace
}  // namespace sparkgate::server
