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
    return NewAuthorizationDueHandler()->Run(env(), workspace_, {*Reminder()}, now()).front();
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
  EXPECT_CALL(tiktok_.library_api, ListPosts)
      .WillOnce(Return(absl::UnavailableError("TikTok is down")));
  EXPECT_EQ(Remind().kind, WorkOutcome::Kind::kHandled);
  EXPECT_THAT(EventTypes(), ElementsAre("post.authorized", "authorization.ended"));
  EXPECT_FALSE(Reminder().has_value());
  EXPECT_EQ(StateOf(), SparkPostState::kUnauthorized);
}

TEST_F(AuthorizationDueTest, ALibraryThatWasSyncedAtThisInstantIsntReadAgain) {
  list_ = {Listed(kItem, end_)};
  ASSERT_TRUE(Sync().ok());
  MoveTo(end_);
  Write([&](Transaction& tx) {
    return tx.work().Put({.workspace = "w",
                          .kind = kLibrarySyncWork,
                          .subject = kAccount,
                          .due = now() + kLibrarySyncInterval});
  });
  const int calls = calls_;
  Remind();
  EXPECT_EQ(calls_, calls);
  EXPECT_EQ(EventTypes().back(), "authorization.ended");
}

TEST_F(AuthorizationDueTest, WhatChangedHereIsLookedAtAtOnce) {
  list_ = {Listed(kItem, end_)};
  ASSERT_TRUE(Sync().ok());
  list_ = {Listed(kItem, end_ + 60 * kDay)};
  Write([&](Transaction& tx) { return WakePostLooks(tx, "w", kItem, now()); });
  const auto look = [&] {
    const auto item = Work(kPostLookWork, std::string(kAccount) + "/" + kItem);
    return NewPostLookHandler()->Run(env(), workspace_, {*item}, now()).front().kind;
  };
  EXPECT_CALL(tiktok_.library_api, ListPosts)
      .WillOnce(Return(absl::UnavailableError("TikTok is down")))
      .RetiresOnSaturation();
  EXPECT_EQ(look(), WorkOutcome::Kind::kFailed);
  EXPECT_EQ(look(), WorkOutcome::Kind::kHandled);
  EXPECT_EQ(EventTypes().back(), "authorization.extended");
  EXPECT_FALSE(Work(kPostLookWork, std::string(kAccount) + "/" + kItem).has_value());
}

TEST_F(AuthorizationDueTest, WhatCantBePlannedIsTriedAgain) {
  class NoReads final : public Store {
   public:
    explicit NoReads(Store& store) : store_(store) {}
    absl::Status Read(const ReadFn&) override { return absl::UnavailableError("busy"); }
    absl::Status Write(const WriteFn& fn) override { return store_.Write(fn); }
    const std::string& store_id() const override { return store_.store_id(); }
    absl::StatusOr<std::string> GetMeta(const std::string& key) override {
      return store_.GetMeta(key);
    }
    absl::Status PutMeta(const std::string& key, const std::string& value) override {
      return store_.PutMeta(key, value);
    }
    void OnEvents(std::function<void(const std::string&, int64_t)>) override {}

   private:
    Store& store_;
  };
  PutPost(kItem, end_);
  Write([&](Transaction& tx) { return WakePostLooks(tx, "w", kItem, now()); });
  const auto item = Work(kPostLookWork, std::string(kAccount) + "/" + kItem);
  NoReads store(env().store);
  Env unread{.settings = env().settings,
             .store = store,
             .tiktok = env().tiktok,
             .worlds = env().worlds,
             .vault = env().vault,
             .clocks = env().clocks,
             .work = env().work,
             .calls = env().calls};
  EXPECT_EQ(NewPostLookHandler()->Run(unread, workspace_, {*item}, now()).front().kind,
            WorkOutcome::Kind::kFailed);
  EXPECT_TRUE(Work(kPostLookWork, item->subject).has_value());
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
