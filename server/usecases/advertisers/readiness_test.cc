#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "server/tiktok/mock_tiktok.h"
#include "server/usecases/advertisers/advertisers.h"
#include "server/usecases/testing/connected.h"
#include "server/usecases/testing/test_server.h"

namespace sparkgate::server {
namespace {

using testing::_;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Return;

TEST(MissingScopesTest, AParentGrantsItsChildren) {
  EXPECT_THAT(MissingScopes({"1", "2", "6"}), IsEmpty());
  EXPECT_THAT(MissingScopes({"10", "20", "21", "22", "69"}), IsEmpty());
  EXPECT_THAT(MissingScopes({"1", "2", "690"}), ElementsAre("691 (Authorize TikTok Posts)"));
  EXPECT_EQ(MissingScopes({}).size(), 9u);
}

TEST(MissingScopesTest, OnlyWhatIsCalledIsNeeded) {
  // Nothing asks for identities (693).
  EXPECT_THAT(MissingScopes({"1", "2", "690", "691"}), IsEmpty());
}

class ReadinessTest : public testing::Test {
 protected:
  ReadinessTest() { PutTestAdvertiser(server_, workspace_, "a", "701"); }

  static tiktok::AdAccount Ready() {
    return {.advertiser_id = "701",
            .name = "Brand, renamed",
            .status = "STATUS_ENABLE",
            .currency = "EUR",
            .timezone = "Etc/GMT-1",
            .balance_micros = 1};
  }
  absl::StatusOr<AdAccountReadiness> Check(
      absl::StatusOr<std::vector<tiktok::AdAccount>> answer = std::vector{Ready()}) {
    EXPECT_CALL(tiktok_.advertiser_api, GetAccounts(_, ElementsAre("701")))
        .WillOnce(Return(std::move(answer)));
    return CheckReadiness(server_.env, "w", "701");
  }
  static std::vector<std::string> Reasons(const AdAccountReadiness& readiness, bool blocking) {
    std::vector<std::string> reasons;
    for (const ReadinessIssue& issue : readiness.issues) {
      if (issue.blocking == blocking) reasons.push_back(issue.reason);
    }
    return reasons;
  }

  TestDisk disk_;
  tiktok::MockTikTok tiktok_;
  TestServer server_{disk_, {.tiktok = &tiktok_}};
  const Workspace workspace_ = server_.AddWorkspace("w");
};

TEST_F(ReadinessTest, ReadsTheAccountNow) {
  server_.SetWorldTime("w", kTestWorldStart + absl::Hours(1));
  const auto readiness = Check();
  ASSERT_TRUE(readiness.ok()) << readiness.status();
  EXPECT_THAT(readiness->issues, IsEmpty());
  const AdAccount account = *GetAdAccount(server_.env, "w", "701");
  EXPECT_EQ(account, readiness->account);
  EXPECT_EQ(account.display_name, "Brand, renamed");
  EXPECT_EQ(account.currency, "EUR");
  EXPECT_EQ(account.sync_time, kTestWorldStart + absl::Hours(1));
}

TEST_F(ReadinessTest, SaysWhatStandsInTheWay) {
  Advertiser advertiser = GetTestAdvertiser(server_, "w", "a");
  advertiser.scopes = {"1", "2"};
  ASSERT_TRUE(
      disk_.store().Write([&](Transaction& tx) { return tx.advertisers().Put(advertiser); }).ok());
  tiktok::AdAccount account = Ready();
  account.status = "STATUS_LIMIT";
  account.balance_micros = 0;
  const auto readiness = Check(std::vector{account});
  ASSERT_TRUE(readiness.ok()) << readiness.status();
  EXPECT_THAT(Reasons(*readiness, true),
              ElementsAre("ACCOUNT_NOT_ENABLED", "SCOPE_MISSING", "SCOPE_MISSING"));
  EXPECT_THAT(Reasons(*readiness, false), ElementsAre("BALANCE_EMPTY"));
}

TEST_F(ReadinessTest, AnAccountThatTikTokDoesNotShowIsNotThere) {
  EXPECT_EQ(ReasonOf(Check(std::vector<tiktok::AdAccount>()).status()), "RESOURCE_NOT_FOUND");
  EXPECT_EQ(ReasonOf(CheckReadiness(server_.env, "w", "702").status()), "RESOURCE_NOT_FOUND");
}

TEST_F(ReadinessTest, AConsentThatIsOverIsMarkedOnce) {
  const absl::Status over = Error(absl::StatusCode::kFailedPrecondition, "over",
                                  {.reason = "RECONNECT_NEEDED", .who = Actor::kAdvertiser});
  EXPECT_EQ(ReasonOf(Check(over).status()), "RECONNECT_NEEDED");
  EXPECT_EQ(GetTestAdvertiser(server_, "w", "a").state, ConnectionState::kReconnectNeeded);
  // The next one fails here: TikTok isn't asked.
  EXPECT_EQ(ReasonOf(CheckReadiness(server_.env, "w", "701").status()), "RECONNECT_NEEDED");
  EXPECT_THAT(server_.EventTypes("w"), ElementsAre("advertiser.reconnect_needed"));
}

}  // namespace
}  // namespace sparkgate::server
