#include "simulator/world/copies.h"

#include <atomic>
#include <memory>
#include <string>
#include <thread>

#include <gtest/gtest.h>

#include "base/error.h"
#include "simulator/world/persistence/world_text.h"
#include "simulator/world/rules_fixture.h"
#include "simulator/world/time/clock_fixture.h"

namespace sparkgate::simulator {
namespace {

// What a world has come to, whatever it is called.
std::string Content(const WorldEntry& entry) {
  WorldState state = entry.world->Copy();
  state.id = state.incarnation = state.created_as = "";
  state.revision = 0;
  state.followers.clear();
  state.requests = RequestMemory();
  return WorldToText(state);
}

class CopiesTest : public testing::Test {
 protected:
  // The story's world in mid-life: an ad is under review.
  CopiesTest() {
    rules_.PublishedAd();
    source_ = worlds_.Adopt(rules_.state).value();
  }

  WorldEntry Fork(const std::string& id) { return ForkWorld(worlds_, source_, {.id = id}).value(); }
  static void Advance(const WorldEntry& entry, absl::Duration by) {
    Outcome outcome;
    ASSERT_TRUE(entry.clock->Advance(outcome.Request(by)).ok());
    ASSERT_TRUE(outcome.done());
    ASSERT_TRUE(outcome.status().ok()) << outcome.status();
  }
  // The rest of the story, ids and randomness included.
  void PlayOn(const WorldEntry& entry) {
    entry.world->Write([this](WorldState& state) {
      RulesWorld story = rules_;
      std::swap(story.state, state);
      story.Ad(story.AdGroup(story.Campaign("Second"), "Second"), "Second");
      std::swap(story.state, state);
      return true;
    });
    Advance(entry, absl::Hours(24 * 40));
  }

  ClockFixture fixture_;
  Worlds worlds_{fixture_.services()};
  RulesWorld rules_;
  WorldEntry source_;
};

TEST_F(CopiesTest, AForkPlaysOnToTheSameEndAndTheSourceIsNotTouched) {
  const std::string before = Content(source_);
  const WorldEntry fork = Fork("fork");
  EXPECT_EQ(Content(fork), before);
  PlayOn(fork);
  EXPECT_NE(Content(fork), before);
  EXPECT_EQ(Content(source_), before);
  PlayOn(source_);
  EXPECT_EQ(Content(source_), Content(fork));
  EXPECT_EQ(source_.world->Copy().log.Hash(), fork.world->Copy().log.Hash());
}

TEST_F(CopiesTest, AForkHasAnIdentityOfItsOwn) {
  source_.world->Write([](WorldState& state) {
    state.ttl = absl::Hours(1);
    state.speed = 60;
    state.requests.Remember("k", {"hash", "worlds/test/posts/1"});
    return true;
  });
  const WorldState fork = Fork("fork").world->Copy();
  EXPECT_EQ(fork.id, "fork");
  EXPECT_NE(fork.incarnation, source_.world->Copy().incarnation);
  EXPECT_EQ(fork.ttl, absl::ZeroDuration());
  EXPECT_EQ(fork.speed, 0);
  EXPECT_EQ(fork.requests.Find("k"), nullptr);
  EXPECT_EQ(ReasonOf(worlds_.Create({.id = "fork", .seed = fork.random.seed()}).status()),
            "WORLD_EXISTS");
  EXPECT_EQ(ReasonOf(ForkWorld(worlds_, source_, {.id = "fork"}).status()), "WORLD_EXISTS");
  EXPECT_NE(ForkWorld(worlds_, source_, {})->world->id(), "test");
  EXPECT_EQ(DetailOf(ForkWorld(worlds_, source_, {.id = "Fork"}).status()).fields.at(0).field,
            "world_id");
  EXPECT_EQ(
      DetailOf(ForkWorld(worlds_, source_, {.id = "f-2", .ttl = absl::Milliseconds(1)}).status())
          .fields.at(0)
          .field,
      "ttl");
}

TEST_F(CopiesTest, OnlyItsOneFollowerForksAFollowedWorld) {
  source_.world->Write([](WorldState& state) { return state.followers.insert("server").second; });
  const absl::Status refused = ForkWorld(worlds_, source_, {.id = "fork"}).status();
  EXPECT_EQ(refused.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(ReasonOf(refused), "WORLD_FOLLOWED");
  EXPECT_NE(refused.message().find("WorkspaceService.ForkWorkspace"), std::string::npos);
  const absl::StatusOr<WorldEntry> fork =
      ForkWorld(worlds_, source_, {.id = "fork", .follower_id = "server"});
  ASSERT_TRUE(fork.ok()) << fork.status();
  EXPECT_EQ(fork->world->Copy().followers, (std::set<std::string, std::less<>>{"server"}));
  source_.world->Write([](WorldState& state) { return state.followers.insert("other").second; });
  EXPECT_EQ(ReasonOf(ForkWorld(worlds_, source_, {.id = "f-2", .follower_id = "server"}).status()),
            "WORLD_FOLLOWED");
}

TEST_F(CopiesTest, RestoringBringsBackWhatWasAndAnotherIncarnation) {
  const std::string before = Content(source_);
  const WorldState known = source_.world->Copy();
  const WorldEntry snapshot = Fork("snapshot");
  PlayOn(source_);
  ASSERT_NE(Content(source_), before);
  ASSERT_TRUE(RestoreWorld(source_, snapshot, "").ok());
  EXPECT_EQ(Content(source_), before);
  EXPECT_EQ(source_.world->Copy().id, known.id);
  EXPECT_EQ(source_.world->Copy().created_as, known.created_as);
  EXPECT_NE(source_.world->Copy().incarnation, known.incarnation);
  PlayOn(source_);
  PlayOn(snapshot);
  EXPECT_EQ(Content(source_), Content(snapshot));
}

TEST_F(CopiesTest, RestoringIsRefusedWhileAnythingIsUnderWayOrFollowed) {
  const WorldEntry snapshot = Fork("snapshot");
  const auto set_speed = [this](double speed) {
    source_.world->Write([speed](WorldState& state) { return state.speed = speed; });
    source_.clock->Changed();
  };
  set_speed(2);
  EXPECT_EQ(ReasonOf(RestoreWorld(source_, snapshot, "")), "CLOCK_RUNS");
  set_speed(0);
  const auto follower = std::make_shared<FakeFollower>("server", source_.clock);
  follower->answers = false;
  source_.world->Write([](WorldState& state) { return state.followers.insert("server").second; });
  EXPECT_EQ(ReasonOf(RestoreWorld(source_, snapshot, "")), "WORLD_FOLLOWED");
  EXPECT_EQ(ReasonOf(RestoreWorld(snapshot, source_, "")), "WORLD_FOLLOWED");
  follower->Connect();
  Outcome outcome;
  ASSERT_TRUE(source_.clock->Advance(outcome.Request(absl::Hours(1))).ok());
  EXPECT_EQ(ReasonOf(RestoreWorld(source_, snapshot, "server")), "ADVANCE_IN_PROGRESS");
  EXPECT_EQ(ReasonOf(RestoreWorld(snapshot, source_, "server")), "ADVANCE_IN_PROGRESS");
  EXPECT_EQ(ReasonOf(ForkWorld(worlds_, source_, {.id = "f-2", .follower_id = "server"}).status()),
            "ADVANCE_IN_PROGRESS");
  follower->answers = true;
  follower->Answer();
  ASSERT_TRUE(outcome.done());
  const size_t told = follower->clocks.size();
  ASSERT_TRUE(RestoreWorld(source_, snapshot, "server").ok());
  ASSERT_EQ(follower->clocks.size(), told + 1);  // it hears of the other incarnation
  EXPECT_EQ(follower->clocks.back().incarnation, source_.world->Copy().incarnation);
  EXPECT_TRUE(follower->clocks.back().registered);
}

TEST_F(CopiesTest, NoForkIsMadeInMidInstant) {
  constexpr int kHours = 500;
  const auto follower = std::make_shared<FakeFollower>("server", source_.clock);
  source_.world->Write([](WorldState& state) { return state.followers.insert("server").second; });
  const absl::Time start = source_.world->Copy().now;
  follower->on_tick = [this](absl::Time time) {  // the instant's work
    source_.world->Write([time](WorldState& state) {
      state.recent_requests["done"] = time;
      return true;
    });
  };
  follower->Connect();
  std::atomic<bool> over = false;
  std::thread advancing([&] {
    for (int i = 0; i < kHours; ++i) Advance(source_, absl::Hours(1));
    over = true;
  });
  while (!over) {
    const absl::StatusOr<WorldEntry> fork =
        ForkWorld(worlds_, source_, {.id = "fork", .follower_id = "server"});
    if (!fork.ok()) {
      EXPECT_EQ(ReasonOf(fork.status()), "ADVANCE_IN_PROGRESS");
      continue;
    }
    const WorldState state = fork->world->Copy();
    const absl::Time* done = Find(state.recent_requests, "done");
    EXPECT_EQ(done == nullptr ? start : *done, state.now);
    ASSERT_TRUE(worlds_.Delete("fork").ok());
  }
  advancing.join();
}

TEST_F(CopiesTest, WebhooksOnTheirWayHoldUpARestoreAndAreDueAgainInAFork) {
  const WorldEntry snapshot = Fork("snapshot");
  fixture_.webhooks.hold = true;
  source_.world->Write([this](WorldState& state) {
    AdvertiserToken& token = state.tokens["token"];
    token.value = "token";
    token.app_id = rules_.app;
    Subscription& subscription = state.subscriptions["s"];
    subscription.id = "s";
    subscription.app_id = rules_.app;
    subscription.token = "token";
    subscription.callback_url = "http://x";
    WebhookDelivery& delivery = state.deliveries["d"];
    delivery.id = "d";
    delivery.subscription_id = "s";
    delivery.body = "{}";
    state.queue.Push(state.now, EventKind::kWebhookAttempt, "d");
    return true;
  });
  ASSERT_EQ(fixture_.webhooks.held.size(), 1u);
  EXPECT_EQ(ReasonOf(RestoreWorld(source_, snapshot, "")), "WEBHOOKS_ON_THEIR_WAY");
  const WorldState fork = Fork("fork").world->Copy();
  EXPECT_EQ(Find(fork.deliveries, "d")->state, DeliveryState::kDue);
  EXPECT_EQ(fixture_.webhooks.sent.size(), 1u);  // a fork sends nothing by itself
  fixture_.webhooks.Release(WebhookOutcome::kDelivered);
  EXPECT_TRUE(RestoreWorld(source_, snapshot, "").ok());
}

TEST_F(CopiesTest, ALoadedWorldKeepsItsIdUnlessToldOtherwise) {
  const WorldState saved = WorldFromText(WorldToText(source_.world->Copy())).value();
  EXPECT_EQ(ReasonOf(ImportWorld(worlds_, saved, {}).status()), "WORLD_EXISTS");
  const absl::StatusOr<WorldEntry> copy = ImportWorld(worlds_, saved, {.id = "loaded"});
  ASSERT_TRUE(copy.ok()) << copy.status();
  EXPECT_EQ(Content(*copy), Content(source_));
  ASSERT_TRUE(worlds_.Delete("test").ok());
  EXPECT_EQ(ImportWorld(worlds_, saved, {})->world->id(), "test");
}

}  // namespace
}  // namespace sparkgate::simulator
