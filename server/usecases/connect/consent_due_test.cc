#include "server/usecases/connect/consent_due.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "server/store/testing/samples.h"
#include "server/usecases/testing/test_server.h"
#include "server/usecases/work_kinds.h"

namespace sparkgate::server {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr absl::Duration kOneDay = absl::Hours(24);
const absl::Time kConsentEnd = kTestWorldStart + 365 * kOneDay;

class ConsentDueTest : public testing::Test {
 protected:
  void Consent(absl::Time end, absl::Time now = kTestWorldStart) {
    Creator creator = SampleCreator("w", "c");
    creator.state = ConnectionState::kConnected;
    creator.consent_end = end;
    ASSERT_TRUE(disk_.store()
                    .Write([&](Transaction& tx) -> absl::Status {
                      SG_RETURN_IF_ERROR(tx.creators().Put(creator));
                      return WatchConsent(tx, creator, now);
                    })
                    .ok());
  }
  // The work, at its instant or, if `now` says so, late. False: there was none.
  bool Run(std::optional<absl::Time> now = std::nullopt) {
    const auto item = server_.GetWork("w", kConsentWork, "c");
    if (!item.has_value()) return false;
    NewConsentDueHandler()->Run(server_.env, workspace_, {*item}, now.value_or(item->due));
    return true;
  }
  std::optional<absl::Time> Due() {
    const auto item = server_.GetWork("w", kConsentWork, "c");
    return item.has_value() ? std::optional(item->due) : std::nullopt;
  }
  std::string DaysLeft() { return server_.Events("w").back().attributes["days_left"]; }

  TestDisk disk_;
  TestServer server_{disk_};
  const Workspace workspace_ = server_.AddWorkspace("w");
};

TEST_F(ConsentDueTest, WarnsThreeTimesAndThenTellsTheEnd) {
  Consent(kConsentEnd);
  for (const int days : {30, 7, 1}) {
    EXPECT_EQ(Due(), kConsentEnd - days * kOneDay);
    Run();
    EXPECT_EQ(DaysLeft(), std::to_string(days));
  }
  EXPECT_EQ(Due(), kConsentEnd);
  Run();
  EXPECT_FALSE(Run());
  EXPECT_THAT(server_.EventTypes("w"),
              ElementsAre("creator.consent_ending", "creator.consent_ending",
                          "creator.consent_ending", "creator.reconnect_needed"));
}

TEST_F(ConsentDueTest, OfWarningsThatWereMissedTheNearestIsTold) {
  Consent(kConsentEnd);
  Run(kConsentEnd - 2 * kOneDay);
  EXPECT_THAT(server_.EventTypes("w"), ElementsAre("creator.consent_ending"));
  EXPECT_EQ(DaysLeft(), "7");
  EXPECT_EQ(Due(), kConsentEnd - kOneDay);
}

TEST_F(ConsentDueTest, WhoConsentedAnewIsWarnedAYearLater) {
  Consent(kConsentEnd);
  Consent(kConsentEnd + 100 * kOneDay, kTestWorldStart + 100 * kOneDay);
  EXPECT_EQ(Due(), kConsentEnd + 70 * kOneDay);
  // Also of an item that was read before.
  NewConsentDueHandler()->Run(
      server_.env, workspace_,
      {{.workspace = "w", .kind = kConsentWork, .subject = "c", .due = kConsentEnd - 30 * kOneDay}},
      kConsentEnd - 30 * kOneDay);
  EXPECT_THAT(server_.EventTypes("w"), IsEmpty());
  EXPECT_EQ(Due(), kConsentEnd + 70 * kOneDay);
}

TEST_F(ConsentDueTest, AConsentThatIsKnownToBeOverIsNotToldAgain) {
  Consent(kConsentEnd);
  ASSERT_TRUE(disk_.store()
                  .Write([&](Transaction& tx) -> absl::Status {
                    SG_ASSIGN_OR_RETURN(auto creator, tx.creators().Get("w", "c"));
                    creator->state = ConnectionState::kReconnectNeeded;
                    return tx.creators().Put(*creator);
                  })
                  .ok());
  Run();
  EXPECT_THAT(server_.EventTypes("w"), IsEmpty());
  EXPECT_FALSE(Due().has_value());
}

}  // namespace
}  // namespace sparkgate::server
