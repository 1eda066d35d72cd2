#include "server/usecases/connect/connect.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "server/tiktok/mock_tiktok.h"
#include "server/tiktok/outcome.h"
#include "server/usecases/connect/exchange.h"
#include "server/usecases/connect/tokens.h"
#include "server/usecases/testing/connected.h"
#include "server/usecases/testing/test_server.h"
#include "server/usecases/work_kinds.h"

namespace sparkgate::server {
namespace {

using testing::_;
using testing::AllOf;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::Return;

using Kind = ConnectState::Kind;

class ConnectTest : public testing::Test {
 protected:
  ConnectTest() {
    server_.env.creator_tokens = &tokens_;
    PutTestApp(server_);
    EXPECT_CALL(tiktok_.creator_api, GetProfile)
        .WillRepeatedly(Return(tiktok::CreatorProfile{.username = "maker", .followers_count = 12}));
    EXPECT_CALL(tiktok_.advertiser_api, GetAccounts)
        .WillRepeatedly(Return(std::vector<tiktok::AdAccount>{
            {.advertiser_id = "701", .name = "Brand", .status = "STATUS_ENABLE"}}));
  }

  // The address that a person comes back to.
  std::string Consent(Kind kind, const char* code) {
    const auto link = StartConnect(env_, Call("", "start"), kind, "", {});
    EXPECT_TRUE(link.ok()) << link.status();
    return fmt::format("{}?{}&state={}", kTestRedirect, code, link->state);
  }
  std::string CreatorConsent() { return Consent(Kind::kCreator, "code=c"); }
  std::string AdvertiserConsent() { return Consent(Kind::kAdvertiser, "auth_code=c"); }
  server::Call Call(const std::string& request_id = "", const std::string& body = "body") {
    return server_.MakeCall("w", request_id, body);
  }
  static tiktok::CreatorGrant Grant(const std::string& token = "access") {
    return {.access_token = tiktok::Secret(token),
            .expires_in = absl::Hours(24),
            .refresh_token = tiktok::Secret("refresh"),
            .refresh_expires_in = absl::Hours(24 * 365),
            .open_id = "open",
            .scopes = {"biz.spark.auth"}};
  }
  static tiktok::AdvertiserGrant AccountGrant() {
    return {.access_token = tiktok::Secret("access"), .advertiser_ids = {"701"}, .scopes = {"6"}};
  }
  absl::StatusOr<Advertiser> ConnectAdvertiser() {
    EXPECT_CALL(tiktok_.oauth_api, ExchangeAdvertiserCode).WillOnce(Return(AccountGrant()));
    return FinishAdvertiserConnect(env_, Call(), AdvertiserConsent());
  }
  AdAccount Account() {
    AdAccount account;
    EXPECT_TRUE(env_.store
                    .Read([&](const Transaction& tx) -> absl::Status {
                      SG_ASSIGN_OR_RETURN(const auto row, tx.ad_accounts().Get("w", "701"));
                      account = row.value_or(AdAccount());
                      return absl::OkStatus();
                    })
                    .ok());
    return account;
  }

  TestDisk disk_;
  tiktok::MockTikTok tiktok_;
  TestServer server_{disk_, {.tiktok = &tiktok_}};
  Env& env_ = server_.env;
  CreatorTokens tokens_{env_};
  const Workspace workspace_ = server_.AddWorkspace("w");
};

TEST_F(ConnectTest, ALinkNamesAppRedirectAndState) {
  const auto link = StartConnect(env_, Call(), Kind::kCreator, "https://brand.example/back", {});
  ASSERT_TRUE(link.ok()) << link.status();
  EXPECT_THAT(link->link,
              AllOf(HasSubstr("http://127.0.0.1:7410/w/w/"), HasSubstr("client_key=7001"),
                    HasSubstr("brand.example"), HasSubstr("state=" + link->state)));
  EXPECT_NE(StartConnect(env_, Call(), Kind::kCreator, "", {})->state, link->state);
  EXPECT_THAT(StartConnect(env_, Call(), Kind::kAdvertiser, "", {})->link,
              HasSubstr("app_id=7001"));
  EXPECT_EQ(
      ReasonOf(StartConnect(env_, Call(), Kind::kCreator, "https://evil.example", {}).status()),
      "INVALID_FIELD");
}

TEST_F(ConnectTest, ARepeatedStartReturnsTheSameLink) {
  const auto first = StartConnect(env_, Call("r"), Kind::kCreator, "", {});
  ASSERT_TRUE(first.ok()) << first.status();
  const auto again = StartConnect(env_, Call("r"), Kind::kCreator, "", {});
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->link, first->link);
  EXPECT_EQ(again->state, first->state);
  EXPECT_NE(StartConnect(env_, Call("other"), Kind::kCreator, "", {})->state, first->state);
  EXPECT_EQ(ReasonOf(StartConnect(env_, Call("r", "x"), Kind::kCreator, "", {}).status()),
            "REQUEST_ID_REUSED");
  // What is remembered opens nothing.
  std::optional<RequestIdUse> use;
  ASSERT_TRUE(env_.store
                  .Read([&](const Transaction& tx) -> absl::Status {
                    SG_ASSIGN_OR_RETURN(use, tx.request_ids().Get("w", "key", Call().method, "r"));
                    return absl::OkStatus();
                  })
                  .ok());
  ASSERT_TRUE(use.has_value());
  EXPECT_THAT(use->resource, Not(HasSubstr(first->state)));
}

TEST_F(ConnectTest, ACreatorIsConnectedWithSealedTokens) {
  EXPECT_CALL(tiktok_.oauth_api, ExchangeCreatorCode(_, _, _, kTestRedirect))
      .WillOnce([](const tiktok::Endpoint& endpoint, const tiktok::AppCredentials& app,
                   const tiktok::Secret& code, std::string_view) {
        EXPECT_EQ(endpoint.base_url, "http://127.0.0.1:7410/w/w");
        EXPECT_EQ(app.secret.Reveal(), "secret");
        EXPECT_EQ(code.Reveal(), "c");
        return Grant();
      });
  const auto creator = FinishCreatorConnect(env_, Call(), CreatorConsent());
  ASSERT_TRUE(creator.ok()) << creator.status();
  EXPECT_EQ(creator->username, "maker");
  EXPECT_EQ(creator->access_end, kTestWorldStart + absl::Hours(24));
  EXPECT_EQ(*env_.vault.Open(workspace_, AccessTokenPlace(*creator), creator->access_token),
            "access");
  EXPECT_THAT(creator->access_token.text, testing::Not(HasSubstr("access")));
  EXPECT_THAT(server_.EventTypes("w"), ElementsAre("creator.connected"));
  EXPECT_THAT(server_.Audit("w"), ElementsAre(Field(&AuditEntry::action, "creator.connect")));
}

TEST_F(ConnectTest, TheSameAccountStaysTheSameCreator) {
  EXPECT_CALL(tiktok_.oauth_api, ExchangeCreatorCode)
      .WillOnce(Return(Grant()))
      .WillOnce(Return(Grant("newer")));
  const auto first = FinishCreatorConnect(env_, Call(), CreatorConsent());
  const auto second = FinishCreatorConnect(env_, Call(), CreatorConsent());
  EXPECT_EQ(second->id, first->id);
  EXPECT_EQ(*env_.vault.Open(workspace_, AccessTokenPlace(*second), second->access_token), "newer");
}

TEST_F(ConnectTest, AProfileThatCannotBeReadIsNoReasonToLoseTheTokens) {
  EXPECT_CALL(tiktok_.oauth_api, ExchangeCreatorCode).WillOnce(Return(Grant()));
  EXPECT_CALL(tiktok_.creator_api, GetProfile).WillOnce(Return(absl::UnavailableError("down")));
  const auto creator = FinishCreatorConnect(env_, Call(), CreatorConsent());
  ASSERT_TRUE(creator.ok()) << creator.status();
  EXPECT_EQ(creator->username, "");
}

TEST_F(ConnectTest, ARepeatedRequestExchangesNothing) {
  EXPECT_CALL(tiktok_.oauth_api, ExchangeCreatorCode).WillOnce(Return(Grant()));
  const std::string address = CreatorConsent();
  const auto first = FinishCreatorConnect(env_, Call("r"), address);
  EXPECT_EQ(FinishCreatorConnect(env_, Call("r"), address)->id, first->id);
  EXPECT_CALL(tiktok_.oauth_api, ExchangeAdvertiserCode).WillOnce(Return(AccountGrant()));
  const std::string other = AdvertiserConsent();
  const auto advertiser = FinishAdvertiserConnect(env_, Call("s"), other);
  EXPECT_EQ(FinishAdvertiserConnect(env_, Call("s"), other)->id, advertiser->id);
}

TEST_F(ConnectTest, ARepeatedRequestIsAnsweredEvenIfTheConsentIsOverByThen) {
  EXPECT_CALL(tiktok_.oauth_api, ExchangeCreatorCode).WillOnce(Return(Grant()));
  const std::string address = CreatorConsent();
  Creator over = *FinishCreatorConnect(env_, Call("r"), address);
  over.state = ConnectionState::kReconnectNeeded;
  ASSERT_TRUE(env_.store.Write([&](Transaction& tx) { return tx.creators().Put(over); }).ok());
  const auto again = FinishCreatorConnect(env_, Call("r"), address);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->id, over.id);
  EXPECT_EQ(again->state, ConnectionState::kReconnectNeeded);
}

TEST_F(ConnectTest, AStateWorksOnceForItsKindForAnHour) {
  const auto reason = [&](const std::string& address) {
    return ReasonOf(FinishCreatorConnect(env_, Call(), address).status());
  };
  EXPECT_EQ(reason(fmt::format("{}?code=c&state=made-up", kTestRedirect)), "CONNECT_STATE_INVALID");
  EXPECT_EQ(reason(AdvertiserConsent()), "CONNECT_STATE_INVALID");
  EXPECT_CALL(tiktok_.oauth_api, ExchangeCreatorCode).WillOnce(Return(Grant()));
  const std::string used = CreatorConsent();
  EXPECT_EQ(reason(used), "");
  EXPECT_EQ(reason(used), "CONNECT_STATE_INVALID");
  const std::string old = CreatorConsent();
  server_.real.Advance(absl::Hours(1));
  EXPECT_EQ(reason(old), "CONNECT_STATE_INVALID");
}

TEST_F(ConnectTest, ALostExchangeAsksForANewConsent) {
  EXPECT_CALL(tiktok_.oauth_api, ExchangeCreatorCode)
      .WillOnce(Return(tiktok::WithUnknownOutcome(absl::UnavailableError("cut off"))));
  EXPECT_EQ(ReasonOf(FinishCreatorConnect(env_, Call(), CreatorConsent()).status()),
            "RECONNECT_NEEDED");
  EXPECT_CALL(tiktok_.oauth_api, ExchangeAdvertiserCode)
      .WillOnce(Return(absl::UnavailableError("not sent")));
  EXPECT_EQ(FinishAdvertiserConnect(env_, Call(), AdvertiserConsent()).status(),
            absl::UnavailableError("not sent"));
  EXPECT_THAT(server_.EventTypes("w"), IsEmpty());
}

TEST_F(ConnectTest, AnExchangeThatDidNotHappenCanBeRepeated) {
  EXPECT_CALL(tiktok_.oauth_api, ExchangeCreatorCode)
      .WillOnce(Return(absl::UnavailableError("not sent")))
      .WillOnce(Return(absl::UnavailableError("not sent")))
      .WillOnce(Return(Grant()));
  const std::string address = CreatorConsent();
  EXPECT_TRUE(absl::IsUnavailable(FinishCreatorConnect(env_, Call("r"), address).status()));
  EXPECT_TRUE(absl::IsUnavailable(FinishCreatorConnect(env_, Call(), address).status()));
  EXPECT_TRUE(FinishCreatorConnect(env_, Call("r"), address).ok());
}

TEST_F(ConnectTest, ARepeatedRequestHearsThatItsExchangeWasLost) {
  EXPECT_CALL(tiktok_.oauth_api, ExchangeCreatorCode)
      .WillOnce(Return(tiktok::WithUnknownOutcome(absl::UnavailableError("cut off"))));
  EXPECT_CALL(tiktok_.oauth_api, ExchangeAdvertiserCode)
      .WillOnce(Return(tiktok::WithUnknownOutcome(absl::UnavailableError("cut off"))));
  const std::string creator = CreatorConsent();
  const std::string advertiser = AdvertiserConsent();
  for (int i = 0; i < 2; ++i) {
    const absl::Status of_creator = FinishCreatorConnect(env_, Call("r"), creator).status();
    EXPECT_EQ(ReasonOf(of_creator), "RECONNECT_NEEDED");
    EXPECT_EQ(DetailOf(of_creator).who, Actor::kCreator);
    const absl::Status of_advertiser =
        FinishAdvertiserConnect(env_, Call("s"), advertiser).status();
    EXPECT_EQ(ReasonOf(of_advertiser), "RECONNECT_NEEDED");
    EXPECT_EQ(DetailOf(of_advertiser).who, Actor::kAdvertiser);
  }
  EXPECT_EQ(ReasonOf(FinishCreatorConnect(env_, Call("r", "other"), CreatorConsent()).status()),
            "REQUEST_ID_REUSED");
}

TEST_F(ConnectTest, WhoeverStartsAfterACrashHearsThatTheExchangeWasLost) {
  const std::string address = CreatorConsent();
  EXPECT_CALL(tiktok_.oauth_api, ExchangeCreatorCode)
      .WillOnce([&](const auto&, const auto&, const auto&, std::string_view) {
        TestServer next(disk_, {.process_id = "process-2", .tiktok = &tiktok_});
        next.env.clocks.Set("w", "first", kTestWorldStart, 0);
        for (int i = 0; i < 2; ++i) {
          EXPECT_EQ(ReasonOf(FinishCreatorConnect(next.env, Call("r"), address).status()),
                    "RECONNECT_NEEDED");
        }
        return tiktok::WithUnknownOutcome(absl::CancelledError("dead"));
      });
  (void)FinishCreatorConnect(env_, Call("r"), address);
}

TEST_F(ConnectTest, AnExchangeThatGoesOnIsNotTakenForLost) {
  const std::string address = CreatorConsent();
  EXPECT_CALL(tiktok_.oauth_api, ExchangeCreatorCode)
      .WillOnce([&](const auto&, const auto&, const auto&, std::string_view) {
        server::Call again = Call("r");
        again.remaining = absl::ZeroDuration();  // it would wait else
        EXPECT_EQ(ReasonOf(FinishCreatorConnect(env_, again, address).status()),
                  "CONNECT_IN_PROGRESS");
        return Grant();
      });
  const auto creator = FinishCreatorConnect(env_, Call("r"), address);
  ASSERT_TRUE(creator.ok()) << creator.status();
  EXPECT_EQ(FinishCreatorConnect(env_, Call("r"), address)->id, creator->id);
}

TEST_F(ConnectTest, AFullDiskExchangesNothing) {
  const std::string address = CreatorConsent();
  disk_.store().FailWrites(1);
  EXPECT_EQ(ReasonOf(FinishCreatorConnect(env_, Call("r"), address).status()), "STORAGE_FULL");
  EXPECT_CALL(tiktok_.oauth_api, ExchangeCreatorCode).WillOnce(Return(Grant()));
  EXPECT_TRUE(FinishCreatorConnect(env_, Call("r"), address).ok());
}

TEST_F(ConnectTest, TokensThatNoDiskTakesAreLost) {
  const std::string creator = CreatorConsent();
  const std::string advertiser = AdvertiserConsent();
  EXPECT_CALL(tiktok_.oauth_api, ExchangeCreatorCode).WillOnce(Return(Grant()));
  EXPECT_CALL(tiktok_.oauth_api, ExchangeAdvertiserCode).WillOnce(Return(AccountGrant()));
  disk_.store().FailWrites(1, 1);  // the record goes through
  EXPECT_EQ(ReasonOf(FinishCreatorConnect(env_, Call("r"), creator).status()), "RECONNECT_NEEDED");
  disk_.store().FailWrites(1, 1);
  EXPECT_EQ(ReasonOf(FinishAdvertiserConnect(env_, Call("s"), advertiser).status()),
            "RECONNECT_NEEDED");
  EXPECT_EQ(ReasonOf(FinishCreatorConnect(env_, Call("r"), creator).status()), "RECONNECT_NEEDED");
  EXPECT_EQ(ReasonOf(FinishAdvertiserConnect(env_, Call("s"), advertiser).status()),
            "RECONNECT_NEEDED");
  EXPECT_THAT(server_.EventTypes("w"), IsEmpty());
}

TEST_F(ConnectTest, AProfileThatNoDiskTakesIsNoReasonToLoseTheTokens) {
  EXPECT_CALL(tiktok_.oauth_api, ExchangeCreatorCode).WillOnce(Return(Grant()));
  const std::string address = CreatorConsent();
  disk_.store().FailWrites(1, 2);
  EXPECT_EQ(FinishCreatorConnect(env_, Call(), address)->username, "");
}

TEST_F(ConnectTest, ARefusalIsCheckedAndStaysOne) {
  const auto refused = [](const std::string& state) {
    return fmt::format("{}?error=access_denied&state={}", kTestRedirect, state);
  };
  EXPECT_EQ(ReasonOf(FinishCreatorConnect(env_, Call(), refused("made-up")).status()),
            "CONNECT_STATE_INVALID");
  const std::string creator = refused(StartConnect(env_, Call(), Kind::kCreator, "", {})->state);
  const std::string advertiser =
      refused(StartConnect(env_, Call(), Kind::kAdvertiser, "", {})->state);
  EXPECT_EQ(ReasonOf(FinishCreatorConnect(env_, Call(), advertiser).status()),
            "CONNECT_STATE_INVALID");
  const absl::Status of_creator = FinishCreatorConnect(env_, Call(), creator).status();
  EXPECT_EQ(ReasonOf(of_creator), "CONSENT_REFUSED");
  EXPECT_EQ(DetailOf(of_creator).who, Actor::kCreator);
  const absl::Status of_advertiser = FinishAdvertiserConnect(env_, Call(), advertiser).status();
  EXPECT_EQ(ReasonOf(of_advertiser), "CONSENT_REFUSED");
  EXPECT_EQ(DetailOf(of_advertiser).who, Actor::kAdvertiser);
  EXPECT_EQ(ReasonOf(FinishCreatorConnect(env_, Call(), creator).status()), "CONSENT_REFUSED");
}

TEST_F(ConnectTest, ExpiredStatesAreClearedAwayAndNeverDrawnAgain) {
  const auto state = [&] { return StartConnect(env_, Call(), Kind::kCreator, "", {})->state; };
  const auto is_kept = [&](const std::string& drawn) {
    bool kept = false;
    EXPECT_TRUE(disk_.store()
                    .Read([&](const Transaction& tx) -> absl::Status {
                      SG_ASSIGN_OR_RETURN(const auto found,
                                          tx.connect_states().Get("w", HashState(drawn)));
                      kept = found.has_value();
                      return absl::OkStatus();
                    })
                    .ok());
    return kept;
  };
  const std::string first = state();
  const std::string second = state();
  EXPECT_NE(second, first);
  EXPECT_TRUE(is_kept(first));
  server_.real.Advance(absl::Hours(2));
  const std::string third = state();
  EXPECT_FALSE(is_kept(first));
  EXPECT_TRUE(is_kept(third));
  EXPECT_NE(third, first);
}

TEST_F(ConnectTest, AnAdvertiserBringsItsAccounts) {
  const auto advertiser = ConnectAdvertiser();
  ASSERT_TRUE(advertiser.ok()) << advertiser.status();
  EXPECT_EQ(Account().advertiser, advertiser->id);
  EXPECT_EQ(Account().display_name, "Brand");
  EXPECT_EQ(Account().sync_time, kTestWorldStart);
  EXPECT_LE(server_.GetWork("w", kLibrarySyncWork, "701")->due, kTestWorldStart);
  EXPECT_THAT(server_.EventTypes("w"), ElementsAre("advertiser.connected"));
  EXPECT_EQ(server_.signal.pokes(), 1);
}

TEST_F(ConnectTest, AReconnectKeepsWhatItCannotRead) {
  ASSERT_TRUE(ConnectAdvertiser().ok());
  EXPECT_CALL(tiktok_.advertiser_api, GetAccounts)
      .WillOnce(Return(absl::UnavailableError("down")))
      .WillOnce(Return(std::vector<tiktok::AdAccount>()));  // left out of the answer
  for (int i = 0; i < 2; ++i) {
    const auto again = ConnectAdvertiser();
    ASSERT_TRUE(again.ok()) << again.status();
    EXPECT_EQ(Account().advertiser, again->id);
    EXPECT_EQ(Account().display_name, "Brand");
    EXPECT_EQ(Account().tiktok_status, "STATUS_ENABLE");
  }
}

TEST_F(ConnectTest, AReconnectWakesWhatWentToSleep) {
  ASSERT_TRUE(ConnectAdvertiser().ok());
  // Being run at this very instant, and about to go to sleep for a day; or asleep already.
  const std::vector<std::pair<const char*, absl::Time>> before = {
      {kLibrarySyncWork, kTestWorldStart},
      {kAdoptionWork, kTestWorldStart + absl::Hours(24)},
      {kAdsSyncWork, kTestWorldStart + absl::Hours(24)}};
  for (const auto& [kind, due] : before) {
    ASSERT_TRUE(env_.store
                    .Write([&, kind = kind, due = due](Transaction& tx) {
                      return tx.work().Put(
                          {.workspace = "w", .kind = kind, .subject = "701", .due = due});
                    })
                    .ok());
  }
  ASSERT_TRUE(ConnectAdvertiser().ok());
  EXPECT_LT(server_.GetWork("w", kLibrarySyncWork, "701")->due, kTestWorldStart);
  EXPECT_LE(server_.GetWork("w", kAdoptionWork, "701")->due, kTestWorldStart);
  EXPECT_LE(server_.GetWork("w", kAdsSyncWork, "701")->due, kTestWorldStart);
}

TEST_F(ConnectTest, WithoutTheFlagNobodyIsSentToTheLiveSite) {
  server_.AddWorkspace("l", Environment::kLive);
  env_.settings.allow_live = false;
  EXPECT_EQ(ReasonOf(StartConnect(env_, server_.MakeCall("l"), Kind::kCreator, "", {}).status()),
            "LIVE_NOT_ALLOWED");
}

}  // namespace
}  // namespace sparkgate::server
