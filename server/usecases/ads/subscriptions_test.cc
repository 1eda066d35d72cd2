#include "server/usecases/ads/subscriptions.h"

#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/tiktok/outcome.h"
#include "server/usecases/testing/connected.h"
#include "server/usecases/testing/connected_fixture.h"
#include "server/usecases/work_kinds.h"

namespace sparkgate::server {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

constexpr char kHere[] = "http://127.0.0.1:7401/webhooks/tiktok/w";

// A TikTok that keeps subscriptions.
class SubscriptionsTest : public ConnectedFixture {
 protected:
  SubscriptionsTest() {
    PutTestApp(server_);
    RegisterSubscribeMutation(*env().operations);
    env().settings.review_subscriptions = 3;
    EXPECT_CALL(tiktok_.subscription_api, ListAdGroups)
        .WillRepeatedly([this](auto&&...) -> absl::StatusOr<std::vector<tiktok::Subscription>> {
          ++lists_;
          return there_;
        });
    EXPECT_CALL(tiktok_.subscription_api, Subscribe)
        .WillRepeatedly([this](const tiktok::Call&, const tiktok::AppCredentials& app,
                               tiktok::Subscription wanted) -> absl::StatusOr<std::string> {
          EXPECT_EQ(app.secret.Reveal(), "secret");
          wanted.id = fmt::format("s{}", ++calls_);
          if (on_subscribe_.ok() || kept_) there_.push_back(wanted);
          if (!on_subscribe_.ok()) return on_subscribe_;
          return wanted.id;
        });
    EXPECT_CALL(tiktok_.subscription_api, Unsubscribe)
        .WillRepeatedly([this](auto&&, auto&&, std::string_view id) {
          std::erase_if(there_, [&](const auto& each) { return each.id == id; });
          return absl::OkStatus();
        });
  }

  void PutGroup(const std::string& id, Stage stage = Stage::kLive) {
    AdGroup group;
    group.workspace = "w";
    group.id = id;
    group.ad_account = kAccount;
    group.stage = stage;
    group.tiktok_id = stage == Stage::kDraft ? "" : "t" + id;
    Write([&](Transaction& tx) { return tx.ad_groups().Put(group); });
  }
  WorkOutcome Sync() {
    const WorkItem item{
        .workspace = "w", .kind = kSubscriptionSyncWork, .subject = "all", .due = now()};
    return NewSubscriptionSyncHandler()->Run(env(), workspace_, {item}, now()).front();
  }
  // "group at address" of each.
  std::vector<std::string> There() const {
    std::vector<std::string> lines;
    for (const auto& each : there_) lines.push_back(each.adgroup_id + " at " + each.callback_url);
    return lines;
  }

  std::vector<tiktok::Subscription> there_;
  absl::Status on_subscribe_;
  bool kept_ = false;  // although the answer is on_subscribe_
  int calls_ = 0;
  int lists_ = 0;
};

TEST_F(SubscriptionsTest, PublishedGroupsAreSubscribedToOnce) {
  PutGroup("a");
  PutGroup("b");
  PutGroup("c", Stage::kDraft);
  const WorkOutcome outcome = Sync();
  EXPECT_EQ(outcome.kind, WorkOutcome::Kind::kAgainAt);
  EXPECT_EQ(outcome.due, now() + kDay);
  EXPECT_THAT(There(),
              UnorderedElementsAre(std::string("ta at ") + kHere, std::string("tb at ") + kHere));
  Sync();
  EXPECT_EQ(calls_, 2);
}

TEST_F(SubscriptionsTest, WhatIsOneTooManyGoesAndWhatIsntOursStays) {
  PutGroup("a");
  there_ = {{.id = "1", .callback_url = kHere, .adgroup_id = "ta"},
            {.id = "2", .callback_url = kHere, .adgroup_id = "ta"},
            {.id = "3", .callback_url = kHere, .adgroup_id = "gone"},
            {.id = "4", .callback_url = "https://people.example/", .adgroup_id = "gone"}};
  Sync();
  EXPECT_THAT(There(),
              ElementsAre(std::string("ta at ") + kHere, "gone at https://people.example/"));
  EXPECT_EQ(calls_, 0);
}

TEST_F(SubscriptionsTest, BeyondTheCountThereAreNone) {
  for (const char* id : {"a", "b", "c"}) PutGroup(id);
  Sync();
  EXPECT_EQ(there_.size(), 3u);
  PutGroup("d");
  EXPECT_EQ(Sync().kind, WorkOutcome::Kind::kDone);
  EXPECT_THAT(There(), IsEmpty());
}

TEST_F(SubscriptionsTest, ALiveWorkspaceNeedsHttps) {
  PutGroup("a");
  Workspace live = workspace_;
  live.environment = Environment::kLive;
  server_.Update(live);
  NewSubscriptionSyncHandler()->Run(env(), live, {WorkItem{}}, now());
  EXPECT_THAT(There(), IsEmpty());
  env().settings.public_url = "https://us.example";
  NewSubscriptionSyncHandler()->Run(env(), live, {WorkItem{}}, now());
  EXPECT_THAT(There(), ElementsAre("ta at https://us.example/webhooks/tiktok/w"));
}

TEST_F(SubscriptionsTest, ALostAnswerIsFoundByReading) {
  PutGroup("a");
  on_subscribe_ = tiktok::WithUnknownOutcome(absl::UnavailableError("cut off"));
  kept_ = true;
  Sync();
  EXPECT_EQ(calls_, 1);
  EXPECT_EQ(there_.size(), 1u);
  Sync();
  EXPECT_EQ(calls_, 1);
}

TEST_F(SubscriptionsTest, AnOperationThatIsntOverIsLeftToItself) {
  PutGroup("a");
  on_subscribe_ = tiktok::WithUnknownOutcome(absl::UnavailableError("cut off"));
  Sync();
  Sync();
  EXPECT_EQ(calls_, 1);
}

// One bad group keeps none of the others from being subscribed to; TikTok's "later" does.
TEST_F(SubscriptionsTest, RefusalsAreTriedAgainTomorrow) {
  PutGroup("a");
  on_subscribe_ = Error(absl::StatusCode::kFailedPrecondition, "no",
                        {.reason = "TIKTOK_REFUSED", .who = Actor::kCaller});
  EXPECT_EQ(Sync().kind, WorkOutcome::Kind::kAgainAt);
  on_subscribe_ = Error(absl::StatusCode::kResourceExhausted, "later",
                        {.reason = "TIKTOK_THROTTLED", .retry_after = absl::Seconds(2)});
  EXPECT_EQ(Sync().kind, WorkOutcome::Kind::kFailed);
}

TEST_F(SubscriptionsTest, ALookIsDueOnlyWhereThereAreToBeAny) {
  const auto wake = [&](auto how) {
    Write([&](Transaction& tx) { return how(env(), tx, "w", now()); });
    return Work(kSubscriptionSyncWork, "all").has_value();
  };
  env().settings.review_subscriptions = 0;
  EXPECT_FALSE(wake(WakeSubscriptions));
  EXPECT_FALSE(wake(WatchSubscriptions));
  env().settings.review_subscriptions = 1;
  EXPECT_TRUE(wake(WatchSubscriptions));
  MoveTo(now() + kDay);
  wake(WatchSubscriptions);
  EXPECT_EQ(Work(kSubscriptionSyncWork, "all")->due, now() - kDay);
  wake(WakeSubscriptions);  // it may be running: it runs again
  EXPECT_LT(Work(kSubscriptionSyncWork, "all")->due, now() - kDay);
}

}  // namespace
}  // namespace sparkgate::server
