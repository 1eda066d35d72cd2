#include "server/usecases/library/library_fixture.h"
#include "server/usecases/library/library_work.h"

namespace sparkgate::server {
namespace {

using testing::ElementsAre;
using testing::Return;

class AuthorizationDueTest : public LibraryFixture {
 protected:
  std::optional<WorkItem> Reminder() {
    return Work(kAuthorizationWork, std::string(kAccount) + "/" + kItem);
  }
  // As the runner does what is due at the world's present instant.
  WorkOutcome Remind() {
    const WorkOutcome outcome =
        NewAuthorizationDueHandler()->Run(env(), workspace_, {*Reminder()}, now()).front();
    if (outcome.kind != WorkOutcome::Kind::kAgainAt) return outcome;
    WorkItem item = *Reminder();
    item.due = outcome.due;
    Write([&](Transaction& tx) { return tx.work().Put(item); });
    return outcome;
  }
  std::string DaysLeft() { return LastEvent().attributes.at("days_left"); }

  const absl::Time end_ = kTestWorldStart + 30 * kDay;
};

TEST_F(AuthorizationDueTest, WarnsAtEachDistanceAndTellsTheEnd) {
  list_ = {Listed(kItem, end_)};
  ASSERT_TRUE(Sync().ok());
  for (const int days : {14, 7, 3, 1}) {
    ASSERT_EQ(Reminder()->due, end_ - days * kDay);
    MoveTo(Reminder()->due);
    Remind();
    EXPECT_EQ(EventTypes().back(), "authorization.ending");
    EXPECT_EQ(DaysLeft(), std::to_string(days));
  }
  MoveTo(Reminder()->due);
  EXPECT_EQ(now(), end_);
  NewAuthorizationDueHandler()->Run(env(), workspace_, {*Reminder()}, now());
  EXPECT_EQ(EventTypes().back(), "authorization.ended");
  EXPECT_EQ(EventTypes().size(), 6u);
}

TEST_F(AuthorizationDueTest, AnExtensionIsSeenBeforeAnybodyIsWarned) {
  list_ = {Listed(kItem, end_)};
  ASSERT_TRUE(Sync().ok());
  MoveTo(Reminder()->due);
  list_ = {Listed(kItem, end_ + 60 * kDay)};
  Remind();
  EXPECT_THAT(EventTypes(), ElementsAre("post.authorized", "authorization.extended"));
  EXPECT_EQ(Reminder()->due, end_ + 30 * kDay);
}

TEST_F(AuthorizationDueTest, TellsTheEndWhenTikTokCantBeRead) {
  list_ = {Listed(kItem, end_)};
  ASSERT_TRUE(Sync().ok());
  MoveTo(end_);
  EXPECT_CALL(tiktok_.advertiser_api, GetAccounts)
      .WillOnce(Return(absl::UnavailableError("TikTok is down")));
  EXPECT_EQ(Remind().kind, WorkOutcome::Kind::kDone);
  EXPECT_THAT(EventTypes(), ElementsAre("post.authorized", "authorization.ended"));
  EXPECT_EQ(StateOf(), SparkPostState::kUnauthorized);
}

// The server was down at the distance, and a sync with news ran before the warning.
TEST_F(AuthorizationDueTest, ALateWarningIsntLost) {
  list_ = {Listed(kItem, end_)};
  ASSERT_TRUE(Sync().ok());
  MoveTo(end_ - 3 * kDay + absl::Hours(2));
  list_.front().caption = "ramen, again";
  ASSERT_TRUE(Sync().ok());
  ASSERT_EQ(Reminder()->due, now());
  Remind();
  EXPECT_EQ(EventTypes().back(), "authorization.ending");
  EXPECT_EQ(DaysLeft(), "3");
  EXPECT_EQ(Reminder()->due, end_ - kDay);
}

TEST_F(AuthorizationDueTest, OtherDistancesReplanTheWarnings) {
  list_ = {Listed(kItem, end_)};
  ASSERT_TRUE(Sync().ok());
  Workspace changed = workspace_;
  changed.settings.alert_days = {20, 1};
  Write([&](Transaction& tx) { return ReplanAuthorizationWork(tx, changed, now()); });
  EXPECT_EQ(Reminder()->due, end_ - 20 * kDay);
  // A distance that has passed already is told at once.
  MoveTo(end_ - 18 * kDay);
  Write([&](Transaction& tx) { return ReplanAuthorizationWork(tx, changed, now()); });
  EXPECT_EQ(Reminder()->due, now());
}

}  // namespace
}  // namespace sparkgate::server
