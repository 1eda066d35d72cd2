#include "simulator/world/time/courier.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "simulator/world/time/clock_fixture.h"

namespace sparkgate::simulator {
namespace {

using testing::ElementsAre;
using testing::SizeIs;

class CourierTest : public testing::Test {
 protected:
  CourierTest() {
    WorldState state = MakeWorld({.id = "world-1"}, "i", "g").value();
    start_ = state.now;
    App& app = state.apps["app"];
    app.id = "app";
    app.secret = "s";
    AdvertiserToken& token = state.tokens["token"];
    token.value = "token";
    token.app_id = "app";
    Subscription& subscription = state.subscriptions["sub"];
    subscription.id = "sub";
    subscription.app_id = "app";
    subscription.token = "token";
    subscription.callback_url = "http://x";
    world_ = std::make_shared<World>(std::move(state));
    clock_ = WorldClock::Make(world_, fixture_.services());
  }
  void Schedule(const std::string& id, absl::Duration after) {
    world_->Write([&](WorldState& state) {
      WebhookDelivery& delivery = state.deliveries[id];
      delivery.id = id;
      delivery.subscription_id = "sub";
      delivery.body = "{}";
      state.queue.Push(start_ + after, EventKind::kWebhookAttempt, id);
      return true;
    });
  }
  DeliveryState StateOf(const std::string& id) const {
    return world_->Read([&](const WorldState& state) { return state.deliveries.at(id).state; });
  }

  ClockFixture fixture_;
  absl::Time start_;
  std::shared_ptr<World> world_;
  std::shared_ptr<WorldClock> clock_;
};

TEST_F(CourierTest, WhatIsDueAtTheWorldsPresentGoesOutAtOnce) {
  Schedule("d1", absl::ZeroDuration());
  EXPECT_THAT(fixture_.webhooks.sent, ElementsAre("d1"));
  EXPECT_EQ(StateOf("d1"), DeliveryState::kDelivered);
}

TEST_F(CourierTest, AnAdvanceWaitsForAnswersWithoutHoldingTheWorld) {
  fixture_.webhooks.hold = true;
  Schedule("d1", absl::Hours(1));
  Schedule("d2", absl::Hours(1));
  Outcome outcome;
  ASSERT_TRUE(clock_->Advance(outcome.Request(absl::Hours(2))).ok());
  EXPECT_THAT(fixture_.webhooks.sent, ElementsAre("d1", "d2"));
  EXPECT_FALSE(outcome.done());
  EXPECT_EQ(world_->Read([](const WorldState& state) { return state.now; }),
            start_ + absl::Hours(1));
  fixture_.webhooks.Release(true);
  EXPECT_TRUE(outcome.done());
}

TEST_F(CourierTest, AReceiverThatAdvancesTheWorldIsTurnedAway) {
  std::vector<std::string> reasons;
  fixture_.webhooks.on_send = [&] {
    reasons.push_back(ReasonOf(clock_->Advance({.target = absl::Hours(5)}).status()));
  };
  Schedule("d1", absl::Hours(1));
  Outcome outcome;
  ASSERT_TRUE(clock_->Advance(outcome.Request(absl::Hours(2))).ok());
  EXPECT_TRUE(outcome.done());
  EXPECT_THAT(reasons, ElementsAre("ADVANCE_IN_PROGRESS"));
}

TEST_F(CourierTest, FailuresAreTriedAgainAtWorldTimesAndGivenUpInTheEnd) {
  fixture_.webhooks.answer = [](const WebhookCall&) { return false; };
  Schedule("d1", absl::Hours(1));
  Outcome outcome;
  ASSERT_TRUE(clock_->Advance(outcome.Request(absl::Hours(24 * 5))).ok());
  ASSERT_TRUE(outcome.done());
  EXPECT_GT(fixture_.webhooks.sent.size(), 3u);
  EXPECT_EQ(StateOf("d1"), DeliveryState::kGivenUp);
}

}  // namespace
}  // namespace sparkgate::simulator
