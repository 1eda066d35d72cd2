#include "server/domain/webhook.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sparkgate::server {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const absl::Time kStart = absl::FromUnixSeconds(1'767'225'600);

WebhookDelivery Waiting(int64_t position, const std::string& resource, absl::Time due = kStart) {
  WebhookDelivery delivery;
  delivery.position = position;
  delivery.resource = resource;
  delivery.next_time = due;
  return delivery;
}

std::vector<int64_t> Sent(const WebhookEndpoint& endpoint,
                          const std::vector<WebhookDelivery>& pending, absl::Time now = kStart) {
  std::vector<int64_t> positions;
  for (const auto& delivery : ToSendNow(endpoint, pending, now)) {
    positions.push_back(delivery.position);
  }
  return positions;
}

TEST(WebhookTest, ResourcesOverlapAndEachKeepsItsOrder) {
  const std::vector<WebhookDelivery> pending = {Waiting(1, "a"), Waiting(2, "a"), Waiting(3, "b"),
                                                Waiting(4, "b"), Waiting(5, "c")};
  EXPECT_THAT(Sent({}, pending), ElementsAre(1, 3, 5));
}

TEST(WebhookTest, WhatWaitsHoldsUpItsOwnResourceOnly) {
  const absl::Time later = kStart + absl::Minutes(5);
  const std::vector<WebhookDelivery> pending = {Waiting(1, "a", later), Waiting(2, "a"),
                                                Waiting(3, "b")};
  EXPECT_THAT(Sent({}, pending), ElementsAre(3));
  EXPECT_EQ(NextSend({}, pending), kStart);
  EXPECT_THAT(Sent({}, pending, later), ElementsAre(1, 3));
  EXPECT_EQ(NextSend({}, {pending[0], pending[1]}), later);
  EXPECT_EQ(NextSend({}, {}), std::nullopt);
}

TEST(WebhookTest, SoManyAtOnceAndNoMore) {
  std::vector<WebhookDelivery> pending;
  for (int i = 0; i < 20; ++i) pending.push_back(Waiting(i, std::to_string(i)));
  EXPECT_EQ(ToSendNow({}, pending, kStart).size(), kAttemptsAtOnce);
}

TEST(WebhookTest, ADisabledEndpointIsSentNothing) {
  WebhookEndpoint endpoint;
  endpoint.disabled = WebhookDisabled::kByUser;
  EXPECT_THAT(Sent(endpoint, {Waiting(1, "a")}), IsEmpty());
  EXPECT_EQ(NextSend(endpoint, {Waiting(1, "a")}), std::nullopt);
}

TEST(WebhookTest, IsTriedTenTimesInThreeDays) {
  WebhookEndpoint endpoint;
  WebhookDelivery delivery = Waiting(1, "a");
  std::vector<absl::Duration> attempts;
  for (absl::Time now = kStart; delivery.state == WebhookDeliveryState::kPending;
       now = delivery.next_time) {
    attempts.push_back(now - kStart);
    ApplyAnswer({.status = 500}, now, endpoint, delivery);
  }
  // The specification's column "Time since start".
  const auto at = [](int hours, int minutes, int seconds) {
    return absl::Hours(hours) + absl::Minutes(minutes) + absl::Seconds(seconds);
  };
  EXPECT_THAT(attempts, ElementsAre(at(0, 0, 0), at(0, 0, 5), at(0, 5, 5), at(0, 35, 5),
                                    at(2, 35, 5), at(7, 35, 5), at(17, 35, 5), at(31, 35, 5),
                                    at(51, 35, 5), at(75, 35, 5)));
  EXPECT_EQ(delivery.state, WebhookDeliveryState::kGivenUp);
  EXPECT_EQ(delivery.attempts, 10);
  EXPECT_EQ(delivery.failure, "HTTP_STATUS");
  EXPECT_EQ(endpoint.disabled, WebhookDisabled::kFailing);
}

TEST(WebhookTest, OnlyTwoHundredsAreSuccess) {
  for (const int status : {200, 201, 204, 299}) {
    WebhookEndpoint endpoint;
    endpoint.failing_since = kStart;
    WebhookDelivery delivery = Waiting(1, "a");
    ApplyAnswer({.status = status}, kStart, endpoint, delivery);
    EXPECT_EQ(delivery.state, WebhookDeliveryState::kDelivered) << status;
    EXPECT_EQ(endpoint.failing_since, std::nullopt);
  }
  for (const int status : {100, 199, 300, 301, 302, 400, 404, 429, 500, 503}) {
    WebhookEndpoint endpoint;
    WebhookDelivery delivery = Waiting(1, "a");
    ApplyAnswer({.status = status}, kStart, endpoint, delivery);
    EXPECT_EQ(delivery.state, WebhookDeliveryState::kPending) << status;
    EXPECT_EQ(delivery.next_time, kStart + absl::Seconds(5)) << status;
    EXPECT_EQ(endpoint.disabled, WebhookDisabled::kNo) << status;
  }
}

TEST(WebhookTest, GoneIsSaidOnce) {
  WebhookEndpoint endpoint;
  WebhookDelivery delivery = Waiting(1, "a");
  ApplyAnswer({.status = 410}, kStart, endpoint, delivery);
  EXPECT_EQ(endpoint.disabled, WebhookDisabled::kGone);
  EXPECT_EQ(delivery.state, WebhookDeliveryState::kPending)
      << "it goes out if the endpoint is enabled";
}

TEST(WebhookTest, OneSuccessInBetweenKeepsItEnabled) {
  WebhookEndpoint endpoint;
  WebhookDelivery failing = Waiting(1, "a");
  WebhookDelivery fine = Waiting(2, "b");
  ApplyAnswer({.status = 500}, kStart, endpoint, failing);
  ApplyAnswer({.status = 204}, kStart + kDisableAfter - absl::Seconds(1), endpoint, fine);
  ApplyAnswer({.status = 500}, kStart + kDisableAfter, endpoint, failing);
  EXPECT_EQ(endpoint.disabled, WebhookDisabled::kNo);
  ApplyAnswer({.status = 500}, kStart + 2 * kDisableAfter, endpoint, failing);
  EXPECT_EQ(endpoint.disabled, WebhookDisabled::kFailing);
}

TEST(WebhookTest, WaitsAsLongAsTheReceiverAsks) {
  WebhookEndpoint endpoint;
  WebhookDelivery delivery = Waiting(1, "a");
  ApplyAnswer({.status = 429, .retry_after = absl::Minutes(2)}, kStart, endpoint, delivery);
  EXPECT_EQ(delivery.next_time, kStart + absl::Minutes(2));
  ApplyAnswer({.status = 503, .retry_after = absl::Hours(9999)}, kStart, endpoint, delivery);
  EXPECT_EQ(delivery.next_time, kStart + absl::Hours(24));
}

TEST(WebhookTest, WhoeverDoesNotAnswerIsLeftAlone) {
  WebhookEndpoint endpoint;
  absl::Time now = kStart;
  for (const int seconds : {5, 10, 20, 40, 80, 160, 300, 300}) {
    WebhookDelivery fresh = Waiting(1, "a", now);
    ApplyAnswer({.failure = "HTTP_TIMEOUT"}, now, endpoint, fresh);
    EXPECT_EQ(fresh.failure, "HTTP_TIMEOUT");
    EXPECT_EQ(endpoint.hold_until, now + absl::Seconds(seconds));
    EXPECT_THAT(Sent(endpoint, {Waiting(2, "b", now)}, now), IsEmpty());
    EXPECT_EQ(NextSend(endpoint, {Waiting(2, "b", now)}), endpoint.hold_until);
    now = *endpoint.hold_until;
    EXPECT_THAT(Sent(endpoint, {Waiting(2, "b", now)}, now), ElementsAre(2));
  }
  WebhookDelivery together = Waiting(2, "b", now);
  ApplyAnswer({.failure = "HTTP_TIMEOUT"}, now, endpoint, together);
  const auto held = endpoint;
  ApplyAnswer({.failure = "HTTP_TIMEOUT"}, now, endpoint, together);
  EXPECT_EQ(endpoint, held) << "what was sent together counts once";
  WebhookDelivery answered = Waiting(3, "c", now);
  ApplyAnswer({.status = 500}, now, endpoint, answered);
  EXPECT_EQ(endpoint.hold_until, std::nullopt);
}

TEST(WebhookTest, AWorldThatBeganAgainKnowsNoFailures) {
  WebhookEndpoint endpoint;
  WebhookDelivery delivery = Waiting(1, "a");
  ApplyAnswer({.failure = "HTTP_TIMEOUT"}, kStart, endpoint, delivery);
  const WebhookEndpoint failing = endpoint;
  EXPECT_FALSE(ForgetFuture(endpoint, kStart));
  EXPECT_EQ(endpoint, failing);
  EXPECT_TRUE(ForgetFuture(endpoint, kStart - absl::Hours(1)));
  EXPECT_EQ(endpoint, WebhookEndpoint());
}

TEST(WebhookTest, EnablingForgetsWhatFailed) {
  WebhookEndpoint endpoint;
  WebhookDelivery delivery = Waiting(1, "a");
  ApplyAnswer({.failure = "HTTP_TIMEOUT"}, kStart, endpoint, delivery);
  endpoint.disabled = WebhookDisabled::kFailing;
  EnableEndpoint(endpoint);
  EXPECT_EQ(endpoint, WebhookEndpoint());
}

}  // namespace
}  // namespace sparkgate::server
