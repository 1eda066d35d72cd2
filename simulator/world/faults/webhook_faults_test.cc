#include "simulator/world/faults/webhook_faults.h"

#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "simulator/world/faults/fault_plans.h"
#include "simulator/world/rules_fixture.h"
#include "simulator/world/webhook_log.h"
#include "simulator/world/webhook_signature.h"
#include "simulator/world/webhooks.h"

namespace sparkgate::simulator {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class WebhookFaults : public testing::Test {
 protected:
  WebhookFaults() {
    AdvertiserToken& token = state_.tokens["token"];
    token.value = "token";
    token.app_id = world_.app;
    Subscription& subscription = state_.subscriptions["sub"];
    subscription.id = "sub";
    subscription.app_id = world_.app;
    subscription.entity = "AD";
    subscription.callback_url = "http://127.0.0.1/hook";
    subscription.token = "token";
  }

  void Plan(FaultKind kind, Latency latency = {}) {
    FaultPlan plan;
    plan.id = "plan";
    plan.face = FaultFace::kWebhook;
    plan.target = "AD";
    FaultStep& step = plan.steps.emplace_back();
    step.kind = kind;
    step.latency = latency;
    const auto made = CreateFaultPlan(state_, plan);
    EXPECT_TRUE(made.ok()) << made.status();
  }
  void Make(const std::string& id) {
    WebhookDelivery delivery;
    delivery.id = id;
    delivery.subscription_id = "sub";
    delivery.entity = "AD";
    delivery.body = R"({"ad_id":"7"})";
    delivery.create_time = delivery.next_attempt_time = state_.now;
    Dispatch(state_, std::move(delivery));
    world_.Advance(absl::ZeroDuration());
  }
  // Sends what is due; ids, and whether the signature is right.
  std::vector<std::pair<std::string, bool>> Send(
      WebhookOutcome outcome = WebhookOutcome::kDelivered) {
    std::vector<std::pair<std::string, bool>> sent;
    for (const WebhookCall& call : TakeDueWebhooks(state_)) {
      const bool good = call.headers.back().second == SignWebhook(world_.secret, call.body);
      sent.emplace_back(call.delivery_id, good);
      FinishWebhook(state_, call.delivery_id, outcome);
    }
    world_.Advance(absl::ZeroDuration());
    return sent;
  }

  RulesWorld world_;
  WorldState& state_ = world_.state;
};

TEST_F(WebhookFaults, ADuplicateComesTwice) {
  Plan(FaultKind::kDuplicate);
  Make("one");
  EXPECT_EQ(Send().size(), 2u);
  for (const WebhookDelivery* delivery : AllDeliveries(state_)) {
    EXPECT_EQ(delivery->fault, "duplicate");
    EXPECT_EQ(delivery->body, R"({"ad_id":"7"})");
  }
  Make("two");
  EXPECT_THAT(Send(), ElementsAre(std::pair("two", true)));
}

TEST_F(WebhookFaults, ADelayIsOfTheWorldsTime) {
  Plan(FaultKind::kDelay, {.shape = LatencyShape::kFixed, .base = absl::Hours(30)});
  Make("one");
  world_.Advance(absl::Hours(30) - absl::Seconds(1));
  EXPECT_THAT(Send(), IsEmpty());
  world_.Advance(absl::Seconds(1));
  EXPECT_THAT(Send(), ElementsAre(std::pair("one", true)));
}

TEST_F(WebhookFaults, AReorderedOneComesAfterTheNext) {
  Plan(FaultKind::kReorder);
  Make("one");
  EXPECT_THAT(Send(), IsEmpty());
  Make("two");
  EXPECT_THAT(Send(), ElementsAre(std::pair("two", true)));
  EXPECT_THAT(Send(), ElementsAre(std::pair("one", true)));
}

TEST_F(WebhookFaults, AReorderedOneWithoutANextComesAnHourLater) {
  Plan(FaultKind::kReorder);
  Make("one");
  world_.Advance(absl::Hours(1));
  EXPECT_THAT(Send(), ElementsAre(std::pair("one", true)));
  EXPECT_THAT(state_.faults.overtaken, IsEmpty());
}

TEST_F(WebhookFaults, ADroppedOneIsNeverSent) {
  Plan(FaultKind::kDrop);
  Make("one");
  world_.Advance(absl::Hours(48));
  EXPECT_THAT(Send(), IsEmpty());
  const WebhookDelivery* dropped = FindDelivery(state_, "one");
  ASSERT_NE(dropped, nullptr);
  EXPECT_EQ(dropped->state, DeliveryState::kDropped);
  EXPECT_EQ(FindFaultPlan(state_, "plan")->firings.front().subject, "one");
}

TEST_F(WebhookFaults, OnlyTheFirstAttemptIsSignedWrongly) {
  Plan(FaultKind::kBadSignature);
  Make("one");
  EXPECT_THAT(Send(WebhookOutcome::kFailed), ElementsAre(std::pair("one", false)));
  world_.Advance(absl::Seconds(1));
  EXPECT_THAT(Send(), ElementsAre(std::pair("one", true)));
}

}  // namespace
}  // namespace sparkgate::simulator
