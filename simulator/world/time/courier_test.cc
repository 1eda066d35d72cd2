#include "simulator/world/time/courier.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "simulator/world/time/clock_fixture.h"

namespace sparkgate::simulator {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

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
  bool IsOver(const std::string& id) const {
    return world_->Read([&](const WorldState& state) {
      return !state.deliveries.contains(id) && !state.due_deliveries.contains(id);
    });
  }
  uint64_t Revision() const {
    return world_->Read([](const WorldState& state) { return state.revision; });
  }

  ClockFixture fixture_;
  absl::Time start_;
  std::shared_ptr<World> world_;
  std::shared_ptr<WorldClock> clock_;
};

TEST_F(CourierTest, WhatIsDueAtTheWorldsPresentGoesOutAtOnce) {
  Schedule("d1", absl::ZeroDuration());
  EXPECT_THAT(fixture_.webhooks.sent, ElementsAre("d1"));
  EXPECT_TRUE(IsOver("d1"));
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
  fixture_.webhooks.Release(WebhookOutcome::kDelivered);
  EXPECT_TRUE(outcome.done());
}

TEST_F(CourierTest, ACancelledAdvanceDoesNotWaitForAnswers) {
  fixture_.webhooks.hold = true;
  Schedule("d1", absl::Hours(1));
  Outcome outcome;
  const uint64_t number = clock_->Advance(outcome.Request(absl::Hours(2))).value();
  ASSERT_FALSE(outcome.done());
  clock_->Cancel(number);
  ASSERT_TRUE(outcome.done());
  EXPECT_EQ(ReasonOf(outcome.status()), "ADVANCE_CANCELLED");
  EXPECT_THAT(DetailOf(outcome.status()).metadata["now"], HasSubstr("T01:00:00"));
  fixture_.webhooks.Release(WebhookOutcome::kDelivered);
  EXPECT_TRUE(IsOver("d1"));
}

TEST_F(CourierTest, WhatWasNotSentIsDueAsBefore) {
  fixture_.webhooks.answer = WebhookOutcome::kNotSent;  // the program ends
  Schedule("d1", absl::ZeroDuration());
  Schedule("d2", absl::ZeroDuration());
  EXPECT_THAT(fixture_.webhooks.sent, ElementsAre("d1"));
  world_->Read([](const WorldState& state) {
    EXPECT_EQ(Find(state.deliveries, "d1")->state, DeliveryState::kDue);
    EXPECT_EQ(Find(state.deliveries, "d1")->attempts, 0);
    EXPECT_EQ(state.log.count(), 0u);
    return true;
  });
}

TEST_F(CourierTest, LookingForWebhooksChangesNothing) {
  const uint64_t before = Revision();
  clock_->Start();
  EXPECT_EQ(Revision(), before);
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
  fixture_.webhooks.answer = WebhookOutcome::kFailed;
  Schedule("d1", absl::Hours(1));
  Outcome outcome;
  ASSERT_TRUE(clock_->Advance(outcome.Request(absl::Hours(24 * 5))).ok());
  ASSERT_TRUE(outcome.done());
  EXPECT_GT(fixture_.webhooks.sent.size(), 3u);
  EXPECT_TRUE(IsOver("d1"));
}

}  // namespace
}  // namespace sparkgate::simulator
