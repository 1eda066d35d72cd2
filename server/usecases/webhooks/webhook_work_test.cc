// Sending: order, retries, what a crash leaves, and when an endpoint is disabled.
#include "server/usecases/webhooks/webhook_work.h"

#include <set>

#include <gmock/gmock.h>

#include "base/error.h"
#include "server/usecases/webhooks/queue.h"
#include "server/usecases/webhooks/signature.h"
#include "server/usecases/webhooks/webhook_fixture.h"

namespace sparkgate::server {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

class WebhookWorkTest : public WebhookFixture {};

TEST_F(WebhookWorkTest, SendsAnEventSignedAndWhole) {
  const std::string secret = Create().secret;
  AdvanceTo(now_ + absl::Milliseconds(1500));
  DieUnlessOk(server_.env.store.Write([&](Transaction& tx) {
    return AppendEvent(tx, "w", "ad.rejected", "workspaces/w/ads/1", now_, {{"reasons", "a \"b\""}},
                       "workspaces/w/operations/2");
  }));
  Run();
  const auto received = TakeReceived();
  ASSERT_EQ(received.size(), 1u);
  EXPECT_EQ(received[0].body,
            R"({"type":"ad.rejected","timestamp":"2026-01-01T00:00:01.5Z","data":{)"
            R"("workspace":"workspaces/w","number":2,"resource":"workspaces/w/ads/1",)"
            R"("event_time":"2026-01-01T00:00:01.5Z","attributes":{"reasons":"a \"b\""},)"
            R"("operation":"workspaces/w/operations/2"}})");
  // The world's year is no verifier's.
  const int64_t real = absl::ToUnixSeconds(kTestRealTime);
  EXPECT_EQ(received[0].timestamp, std::to_string(real));
  EXPECT_EQ(received[0].signature, *SignWebhook(secret, received[0].id, real, received[0].body));
  EXPECT_THAT(received[0].id, testing::StartsWith(fmt::format("msg_{}_2_", endpoint_)));
  EXPECT_EQ(NextRun(), std::nullopt);
  const auto log = Log();
  ASSERT_EQ(log.size(), 1u);
  EXPECT_EQ(log[0].state, WebhookDeliveryState::kDelivered);
  EXPECT_EQ(log[0].status, 204);
  EXPECT_EQ(log[0].attempt_time, kTestRealTime);
}

TEST_F(WebhookWorkTest, SendsWhatHappensFromNowOnAndIsWanted) {
  Happen("ad.approved", "before");
  Create();
  Happen("ad.approved", "a");
  Happen("code.ended", "a");
  Run();
  EXPECT_THAT(TakeLines(), ElementsAre("3 ad.approved a"));
  Happen("code.ended", "b");
  EXPECT_EQ(NextRun(), std::nullopt) << "nobody is woken for what nobody wants";
}

TEST_F(WebhookWorkTest, AFailureHoldsUpItsOwnResourceAlone) {
  Create();
  OnWebhook([](const Received& one) {
    return HttpServerResponse{.status = one.resource == "bad" ? 500 : 200};
  });
  for (const char* resource : {"bad", "good", "bad", "good"}) Happen("ad.changed", resource);
  Run();
  EXPECT_THAT(TakeLines(),
              UnorderedElementsAre("2 ad.changed bad", "3 ad.changed good", "5 ad.changed good"));
  EXPECT_EQ(NextRun(), now_ + absl::Seconds(5));
  // It fails once more, at its time and not before.
  Happen("ad.changed", "good");
  Run();
  EXPECT_THAT(TakeLines(), ElementsAre("6 ad.changed good"));
  AdvanceTo(*NextRun());
  Run();
  EXPECT_THAT(TakeLines(), ElementsAre("2 ad.changed bad"));
  EXPECT_EQ(NextRun(), now_ + absl::Minutes(5));
  AnswerWith(200);
  AdvanceTo(*NextRun());
  Run();
  EXPECT_THAT(TakeLines(), ElementsAre("2 ad.changed bad", "4 ad.changed bad"));
}

TEST_F(WebhookWorkTest, ALongQueueIsSentWholeAndInOrder) {
  Create();
  constexpr int kEvents = 3 * kPendingDeliveries;
  DieUnlessOk(server_.env.store.Write([&](Transaction& tx) -> absl::Status {
    for (int i = 0; i < kEvents; ++i) {
      SG_RETURN_IF_ERROR(AppendEvent(tx, "w", "ad.changed", fmt::format("ads/{}", i % 20), now_));
    }
    return absl::OkStatus();
  }));
  Run();
  std::map<std::string, std::vector<int64_t>> numbers;
  int all = 0;
  for (const Received& one : TakeReceived()) {
    numbers[one.resource].push_back(one.number);
    ++all;
  }
  EXPECT_EQ(all, kEvents);
  EXPECT_EQ(numbers.size(), 20u);
  for (const auto& [resource, order] : numbers) {
    EXPECT_TRUE(std::is_sorted(order.begin(), order.end())) << resource;
  }
}

TEST_F(WebhookWorkTest, OnlySoMuchOfTheLogIsKept) {
  Create();
  for (int i = 0; i < 2; ++i) {
    DieUnlessOk(server_.env.store.Write([&](Transaction& tx) -> absl::Status {
      for (int j = 0; j < kKeptDeliveries; ++j) {
        SG_RETURN_IF_ERROR(AppendEvent(tx, "w", "ad.changed", std::to_string(j), now_));
      }
      return absl::OkStatus();
    }));
    Run();
  }
  const auto log = Log();
  EXPECT_GE(log.size(), static_cast<size_t>(kKeptDeliveries));
  EXPECT_LE(log.size(), static_cast<size_t>(kKeptDeliveries + 1));
  EXPECT_EQ(log.front().position, 2 * kKeptDeliveries);
}

TEST_F(WebhookWorkTest, WhoIsKilledBeforeItIsWrittenDownSendsItAgainUnderTheSameId) {
  Create();
  Happen("ad.changed", "a");
  Happen("ad.changed", "a");
  disk_.store().FailWrites(1, /*after=*/1);  // the attempt is made, and its answer lost
  Run();
  Run();
  const auto received = TakeReceived();
  ASSERT_EQ(received.size(), 3u);
  EXPECT_EQ(received[0].id, received[1].id);
  EXPECT_EQ(received[0].body, received[1].body);
  EXPECT_NE(received[1].id, received[2].id);
}

TEST_F(WebhookWorkTest, AnotherEventOfANumberHasAnIdOfItsOwn) {
  Create();
  const Event event{.workspace = "w",
                    .number = 7,
                    .type = "ad.changed",
                    .resource = "a",
                    .time = now_,
                    .attributes = {},
                    .operation = ""};
  Event other = event;  // after a backup was put back
  other.resource = "b";
  DieUnlessOk(server_.env.store.Write([&](Transaction& tx) -> absl::Status {
    SG_ASSIGN_OR_RETURN(auto endpoint, tx.webhook_endpoints().Get("w", endpoint_));
    for (const Event& one : {event, event, other}) {
      SG_RETURN_IF_ERROR(QueueDelivery(tx, *endpoint, one, now_));
    }
    return absl::OkStatus();
  }));
  const auto log = Log();
  ASSERT_EQ(log.size(), 3u);
  EXPECT_NE(log[0].message, log[1].message);
  EXPECT_EQ(log[1].message, log[2].message);
}

TEST_F(WebhookWorkTest, GoneDisablesAndIsTold) {
  Create();
  AnswerWith(410);
  Happen("ad.changed", "a");
  Happen("ad.changed", "b");
  Run();
  EXPECT_EQ(TakeLines().size(), 2u) << "both were on their way";
  EXPECT_EQ(Endpoint().disabled, WebhookDisabled::kGone);
  EXPECT_THAT(server_.EventTypes("w"), ElementsAre("webhook_endpoint.created", "ad.changed",
                                                   "ad.changed", "webhook_endpoint.disabled"));
  EXPECT_THAT(server_.Events("w").back().attributes, ElementsAre(testing::Pair("reason", "GONE")));
  Happen("ad.changed", "c");
  EXPECT_EQ(NextRun(), std::nullopt);

  // What waited, and what happened meanwhile, isn't lost.
  AnswerWith(200);
  ASSERT_TRUE(
      UpdateWebhookEndpoint(server_.env, server_.MakeCall("w"), endpoint_, {.enabled = true}).ok());
  Run();
  EXPECT_THAT(TakeLines(), ElementsAre("5 ad.changed c"));
  AdvanceTo(*NextRun());
  Run();
  EXPECT_THAT(TakeLines(), UnorderedElementsAre("2 ad.changed a", "3 ad.changed b"));
}

TEST_F(WebhookWorkTest, FailingForDaysDisables) {
  Create();
  AnswerWith(503);
  Happen("ad.changed", "a");
  Run();
  int attempts = 1;
  while (const auto next = NextRun()) {
    AdvanceTo(*next);
    Run();
    ++attempts;
  }
  EXPECT_EQ(attempts, 10);
  EXPECT_EQ(now_ - kTestWorldStart, absl::Hours(75) + absl::Minutes(35) + absl::Seconds(5));
  EXPECT_EQ(Endpoint().disabled, WebhookDisabled::kFailing);
  EXPECT_EQ(server_.Events("w").back().attributes.at("reason"), "FAILING");
  EXPECT_EQ(Log().front().state, WebhookDeliveryState::kGivenUp);
}

TEST_F(WebhookWorkTest, ARedirectIsNotFollowed) {
  Create();
  OnWebhook([this](const Received&) {
    return HttpServerResponse{.status = 302, .headers = {{"location", Url()}}};
  });
  Happen("ad.changed", "a");
  Run();
  EXPECT_EQ(TakeLines().size(), 1u);
  EXPECT_EQ(Log().front().status, 302);
  EXPECT_EQ(Log().front().state, WebhookDeliveryState::kPending);
}

TEST_F(WebhookWorkTest, ALongAnswerIsAnAnswer) {
  Create();
  OnWebhook([](const Received&) { return HttpServerResponse{.body = std::string(100'000, 'x')}; });
  Happen("ad.changed", "a");
  Run();
  EXPECT_EQ(Log().front().state, WebhookDeliveryState::kDelivered);
}

TEST_F(WebhookWorkTest, APrivateAddressIsRefusedWhereItIsConnectedTo) {
  const auto guarded = NewCurlClient({.public_addresses_only = true});
  server_.env.webhooks = guarded.get();
  Create();
  Happen("ad.changed", "a");
  Run();
  EXPECT_THAT(TakeLines(), IsEmpty());
  EXPECT_EQ(Log().front().failure, "HTTP_ADDRESS_REFUSED");
}

TEST_F(WebhookWorkTest, WhoeverDoesNotAnswerIsAskedLessOften) {
  Create();
  ASSERT_TRUE(UpdateWebhookEndpoint(server_.env, server_.MakeCall("w"), endpoint_,
                                    {.url = "http://127.0.0.1:1/"})
                  .ok());
  for (const char* resource : {"a", "b", "c"}) Happen("ad.changed", resource);
  Run();
  Happen("ad.changed", "d");
  Run();
  const auto log = Log();
  ASSERT_EQ(log.size(), 4u);
  EXPECT_EQ(log[0].attempts, 0) << "it waits with the others";
  EXPECT_EQ(log[3].failure, "HTTP_CONNECT_FAILED");
  EXPECT_EQ(NextRun(), now_ + absl::Seconds(5));
}

TEST_F(WebhookWorkTest, BothSecretsSignDuringARotation) {
  const std::string first = Create().secret;
  const auto rotated =
      RotateWebhookSecret(server_.env, server_.MakeCall("w"), endpoint_, absl::Hours(1));
  ASSERT_TRUE(rotated.ok()) << rotated.status();
  const auto signatures = [&](const std::vector<std::string>& secrets, const Received& one) {
    std::string all;
    for (const std::string& secret : secrets) {
      all += (all.empty() ? "" : " ") +
             *SignWebhook(secret, one.id, std::stoll(one.timestamp), one.body);
    }
    return all;
  };
  Happen("ad.changed", "a");
  Run();
  server_.real.Set(kTestRealTime + absl::Hours(1));
  Happen("ad.changed", "a");
  Run();
  const auto received = TakeReceived();
  ASSERT_EQ(received.size(), 2u);
  EXPECT_EQ(received[0].signature, signatures({rotated->secret, first}, received[0]));
  EXPECT_EQ(received[1].signature, signatures({rotated->secret}, received[1]));
}

}  // namespace
}  // namespace sparkgate::server
