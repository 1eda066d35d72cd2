#include "simulator/world/webhook_log.h"

#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "simulator/world/rules_fixture.h"
#include "simulator/world/subscriptions.h"
#include "simulator/world/webhooks.h"

namespace sparkgate::simulator {
namespace {

class WebhookLog : public testing::Test {
 protected:
  WebhookLog() {
    AdvertiserToken& token = world_.state.tokens["token"];
    token.value = "token";
    token.app_id = world_.app;
    token.advertiser_ids = {world_.advertiser};
    Subscription wanted;
    wanted.app_id = world_.app;
    wanted.entity = "AD_ACCOUNT_SUSPENSION";
    wanted.callback_url = "https://me:word@example.com:8443/hook/secret?key=secret";
    wanted.token = "token";
    wanted.advertiser_ids = {world_.advertiser};
    subscription_ = (*Subscribe(world_.state, wanted))->id;
  }
  // One delivery, due now; its id.
  std::string Make() {
    AdvertiserAccount& account = *Find(world_.state.advertisers, world_.advertiser);
    account.status = "STATUS_LIMIT";
    NotifyAccountStatus(world_.state, account);
    for (const auto& [id, delivery] : world_.state.deliveries) {
      if (made_.insert(id).second) return id;
    }
    return "";
  }
  std::vector<WebhookCall> Take() {
    world_.Advance(absl::ZeroDuration());
    return TakeDueWebhooks(world_.state);
  }
  static WebhookOutcome Answered(int status) {
    WebhookOutcome outcome = status == 200 ? WebhookOutcome::kDelivered : WebhookOutcome::kFailed;
    outcome.http_status = status;
    if (status == 0) outcome.problem = "HTTP_TIMEOUT";
    return outcome;
  }
  const WebhookDelivery& Now(const std::string& id) { return *FindDelivery(world_.state, id); }

  RulesWorld world_;
  std::string subscription_;
  std::set<std::string> made_;
};

TEST_F(WebhookLog, TellsEachAttemptAndWhereItWentButNotThePath) {
  const std::string id = Make();
  EXPECT_EQ(Now(id).receiver, "https://example.com:8443");
  EXPECT_EQ(Now(id).entity, "AD_ACCOUNT_SUSPENSION");
  ASSERT_EQ(Take().size(), 1u);
  FinishWebhook(world_.state, id, Answered(0));
  EXPECT_EQ(Now(id).state, DeliveryState::kWaiting);
  world_.Advance(absl::Seconds(1));
  ASSERT_EQ(Take().size(), 1u);
  FinishWebhook(world_.state, id, Answered(200));
  EXPECT_EQ(Now(id).state, DeliveryState::kDelivered);
  ASSERT_EQ(Now(id).log.size(), 2u);
  EXPECT_EQ(Now(id).log[0].http_status, 0);
  EXPECT_EQ(Now(id).log[0].problem, "HTTP_TIMEOUT");
  EXPECT_EQ(Now(id).log[1].http_status, 200);
  EXPECT_EQ(Now(id).log[1].time, Now(id).create_time + absl::Seconds(1));
}

TEST_F(WebhookLog, FailuresAreTriedForADayAndThenGivenUp) {
  const std::string id = Make();
  int attempts = 0;
  while (FindDelivery(world_.state, id)->state != DeliveryState::kGivenUp) {
    for (const WebhookCall& call : Take()) {
      ++attempts;
      FinishWebhook(world_.state, call.delivery_id, Answered(500));
    }
    if (Now(id).state == DeliveryState::kWaiting) {
      world_.Advance(Now(id).next_attempt_time - world_.state.now);
    }
    ASSERT_LT(attempts, 100);
  }
  EXPECT_EQ(attempts, 10);
  const absl::Duration tried = Now(id).log.back().time - Now(id).create_time;
  EXPECT_GT(tried, absl::Hours(22));
  EXPECT_LT(tried, absl::Hours(25));
  EXPECT_TRUE(world_.state.deliveries.empty());
}

TEST_F(WebhookLog, WhatIsOverCanBeSentAgainAndHasADayAgain) {
  const std::string id = Make();
  const std::string body = Take().at(0).body;
  FinishWebhook(world_.state, id, Answered(200));
  world_.Advance(absl::Hours(1));
  ASSERT_TRUE(Redeliver(world_.state, id).ok());
  EXPECT_EQ(AllDeliveries(world_.state).size(), 1u);
  const std::vector<WebhookCall> calls = Take();
  ASSERT_EQ(calls.size(), 1u);
  EXPECT_EQ(calls[0].body, body);
  ASSERT_TRUE(Redeliver(world_.state, id).ok());  // on its way: once is enough
  EXPECT_TRUE(Take().empty());
  FinishWebhook(world_.state, id, Answered(500));
  EXPECT_EQ(Now(id).next_attempt_time, world_.state.now + absl::Seconds(1));
  EXPECT_EQ(Now(id).log.size(), 2u);
  EXPECT_EQ(ReasonOf(Redeliver(world_.state, "1").status()), "NO_SUCH_DELIVERY");
}

TEST_F(WebhookLog, OneThatIsSentAgainEarlyDoesNotTakeItsOldRetryToo) {
  const std::string id = Make();
  for (int i = 0; i < 4; ++i) {  // the next retry is in five minutes
    world_.Advance(absl::Seconds(30));
    ASSERT_EQ(Take().size(), 1u);
    FinishWebhook(world_.state, id, Answered(500));
  }
  ASSERT_EQ(Now(id).next_attempt_time, world_.state.now + absl::Minutes(5));
  world_.Advance(absl::Minutes(5) - absl::Seconds(3));
  ASSERT_TRUE(Redeliver(world_.state, id).ok());
  ASSERT_EQ(Take().size(), 1u);
  FinishWebhook(world_.state, id, Answered(500));  // again in 1 s
  world_.Advance(absl::Seconds(1));
  ASSERT_EQ(Take().size(), 1u);
  FinishWebhook(world_.state, id, Answered(500));  // again in 5 s
  world_.Advance(absl::Seconds(2));                // the old retry's instant
  EXPECT_TRUE(Take().empty());
  world_.Advance(absl::Seconds(3));
  EXPECT_EQ(Take().size(), 1u);
}

TEST_F(WebhookLog, WithoutASubscriptionItIsDroppedAndStaysSo) {
  const std::string id = Make();
  ASSERT_TRUE(Unsubscribe(world_.state, world_.app, subscription_).ok());
  EXPECT_TRUE(Take().empty());
  EXPECT_EQ(Now(id).state, DeliveryState::kDropped);
  EXPECT_TRUE(Now(id).log.empty());
  EXPECT_EQ(ReasonOf(Redeliver(world_.state, id).status()), "SUBSCRIPTION_ENDED");
}

TEST_F(WebhookLog, KeepsTheLastThousandNewestFirst) {
  std::vector<std::string> ids;
  for (int i = 0; i < 1'250; ++i) {
    world_.Advance(absl::Seconds(1));
    ids.push_back(Make());
    ASSERT_EQ(Take().size(), 1u);
    FinishWebhook(world_.state, ids.back(), Answered(200));
  }
  const std::vector<const WebhookDelivery*> all = AllDeliveries(world_.state);
  ASSERT_EQ(all.size(), 1'000u);
  EXPECT_EQ(all.front()->id, ids.back());
  EXPECT_EQ(all.back()->id, ids[250]);
  EXPECT_EQ(FindDelivery(world_.state, ids[249]), nullptr);
  EXPECT_LT(world_.state.past_deliveries.size(), 1'200u);
}

}  // namespace
}  // namespace sparkgate::simulator
