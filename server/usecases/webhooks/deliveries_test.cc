#include "server/usecases/webhooks/deliveries.h"

#include <gmock/gmock.h>

#include "base/error.h"
#include "server/usecases/webhooks/webhook_fixture.h"

namespace sparkgate::server {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class DeliveriesTest : public WebhookFixture {
 protected:
  absl::StatusOr<int> Replay(int64_t first, int64_t last, const std::string& request_id = "") {
    return ReplayWebhookEvents(server_.env, server_.MakeCall("w", request_id), endpoint_, first,
                               last);
  }
};

TEST_F(DeliveriesTest, AReplayComesUnderTheSameIds) {
  Happen("ad.changed", "before");  // 1; the endpoint's own is 2
  Create();
  Happen("ad.changed", "a");
  Happen("code.ended", "a");
  Happen("ad.changed", "a");
  Run();
  const auto first = TakeReceived();
  ASSERT_EQ(first.size(), 2u);
  EXPECT_EQ(Replay(1, 5).value(), 3) << "what happened before the endpoint was there, too";
  Run();
  const auto again = TakeReceived();
  ASSERT_EQ(again.size(), 3u);
  std::map<int64_t, std::string> ids;
  for (const Received& one : again) ids[one.number] = one.id;
  EXPECT_EQ(ids[3], first[0].id);
  EXPECT_EQ(ids[5], first[1].id);
}

TEST_F(DeliveriesTest, WhatIsStillToComeIsNotReplayed) {
  Create();
  Happen("ad.changed", "a");
  EXPECT_EQ(Replay(1, 2).value(), 0);
  Run();
  EXPECT_THAT(TakeLines(), ElementsAre("2 ad.changed a"));
}

TEST_F(DeliveriesTest, ARepeatedReplayDoesNothing) {
  Create();
  Happen("ad.changed", "a");
  Run();
  EXPECT_EQ(Replay(2, 2, "r").value(), 1);
  EXPECT_EQ(Replay(2, 2, "r").value(), 0);
  Run();
  EXPECT_EQ(TakeLines().size(), 2u);
}

TEST_F(DeliveriesTest, AReplayHasItsBounds) {
  Create();
  const auto refusal = [&](int64_t first, int64_t last) {
    const ErrorDetail detail = DetailOf(Replay(first, last).status());
    return detail.fields.empty() ? detail.reason : detail.fields[0].field;
  };
  EXPECT_EQ(refusal(0, 1), "first_number");
  EXPECT_EQ(refusal(2, 1), "last_number");
  EXPECT_EQ(refusal(1, 2), "last_number") << "the last one is 1";
  EXPECT_EQ(refusal(1, 1001), "last_number");
  DieUnlessOk(server_.env.store.Write([&](Transaction& tx) -> absl::Status {
    for (int i = 0; i < 1000; ++i) {
      SG_RETURN_IF_ERROR(AppendEvent(tx, "w", "ad.changed", "a", now_));
    }
    return absl::OkStatus();
  }));
  Run();
  AnswerWith(500);
  EXPECT_EQ(Replay(2, 1001).value(), 1000);
  EXPECT_EQ(Replay(2, 1001).value(), 1000);
  EXPECT_EQ(refusal(2, 2), "WEBHOOK_QUEUE_FULL");
  EXPECT_EQ(Log(WebhookDeliveryState::kPending).size(), 2000u) << "what was refused left nothing";
}

TEST_F(DeliveriesTest, ATestIsSentAtOnceAndOnce) {
  Create();
  ASSERT_TRUE(
      UpdateWebhookEndpoint(server_.env, server_.MakeCall("w"), endpoint_, {.enabled = false})
          .ok());
  AnswerWith(500);
  const auto failed = TestWebhookEndpoint(server_.env, server_.MakeCall("w", "t"), endpoint_);
  ASSERT_TRUE(failed.ok()) << failed.status();
  EXPECT_EQ(failed->state, WebhookDeliveryState::kGivenUp);
  EXPECT_EQ(failed->status, 500);
  const auto received = TakeReceived();
  ASSERT_EQ(received.size(), 1u);
  EXPECT_EQ(received[0].type, "webhook_endpoint.ping");
  EXPECT_EQ(received[0].number, 0);
  EXPECT_EQ(received[0].id, failed->message);

  AnswerWith(200);
  EXPECT_EQ(TestWebhookEndpoint(server_.env, server_.MakeCall("w", "t"), endpoint_).value(),
            *failed)
      << "asked again under one request_id";
  EXPECT_THAT(TakeLines(), IsEmpty());
  const auto fine = TestWebhookEndpoint(server_.env, server_.MakeCall("w"), endpoint_);
  EXPECT_EQ(fine->state, WebhookDeliveryState::kDelivered);
  EXPECT_EQ(Log(), (std::vector<WebhookDelivery>{*fine, *failed}));
  EXPECT_EQ(Endpoint().disabled, WebhookDisabled::kByUser);
}

}  // namespace
}  // namespace sparkgate::server
