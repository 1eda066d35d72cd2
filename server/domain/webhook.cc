#include "server/domain/webhook.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <unordered_set>

namespace sparkgate::server {
namespace {

constexpr int kGone = 410;
constexpr absl::Duration kLongestRetryAfter = absl::Hours(24);
constexpr absl::Duration kFirstHold = absl::Seconds(5);
constexpr absl::Duration kLongestHold = absl::Minutes(5);

const std::array<absl::Duration, 9>& Schedule() {
  static const std::array<absl::Duration, 9> kSchedule = {
      absl::Seconds(5), absl::Minutes(5), absl::Minutes(30), absl::Hours(2), absl::Hours(5),
      absl::Hours(10),  absl::Hours(14),  absl::Hours(20),   absl::Hours(24)};
  return kSchedule;
}

// The first of each resource.
template <class Visit>
void EachHead(const std::vector<WebhookDelivery>& pending, const Visit& visit) {
  std::unordered_set<std::string_view> seen;
  for (const WebhookDelivery& delivery : pending) {
    if (seen.insert(delivery.resource).second) visit(delivery);
  }
}

// A receiver that is down is asked less and less often, however many deliveries wait for it: each
// question takes its time, and background work waits for it.
void Hold(WebhookEndpoint& endpoint, absl::Time now) {
  if (endpoint.hold_until.has_value() && *endpoint.hold_until > now) return;  // sent together
  const int doublings = std::min(endpoint.unanswered, 10);
  ++endpoint.unanswered;
  endpoint.hold_until = now + std::min(kFirstHold * (1 << doublings), kLongestHold);
}

}  // namespace

std::optional<absl::Duration> RetryDelayOfWebhook(int attempts) {
  const size_t index = static_cast<size_t>(std::max(attempts, 1)) - 1;
  if (index >= Schedule().size()) return std::nullopt;
  return Schedule().at(index);
}

bool ForgetFuture(WebhookEndpoint& endpoint, absl::Time now) {
  const bool held = endpoint.hold_until.has_value() && *endpoint.hold_until > now + kLongestHold;
  const bool failing = endpoint.failing_since.has_value() && *endpoint.failing_since > now;
  if (!held && !failing) return false;
  endpoint.hold_until.reset();
  endpoint.failing_since.reset();
  endpoint.unanswered = 0;
  return true;
}

std::vector<WebhookDelivery> ToSendNow(const WebhookEndpoint& endpoint,
                                       const std::vector<WebhookDelivery>& pending,
                                       absl::Time now) {
  std::vector<WebhookDelivery> ready;
  if (endpoint.disabled != WebhookDisabled::kNo) return ready;
  if (endpoint.hold_until.has_value() && *endpoint.hold_until > now) return ready;
  EachHead(pending, [&](const WebhookDelivery& delivery) {
    if (delivery.next_time <= now && ready.size() < kAttemptsAtOnce) ready.push_back(delivery);
  });
  return ready;
}

std::optional<absl::Time> NextSend(const WebhookEndpoint& endpoint,
                                   const std::vector<WebhookDelivery>& pending) {
  std::optional<absl::Time> next;
  if (endpoint.disabled != WebhookDisabled::kNo) return next;
  EachHead(pending, [&](const WebhookDelivery& delivery) {
    next = std::min(next.value_or(delivery.next_time), delivery.next_time);
  });
  if (next.has_value() && endpoint.hold_until.has_value()) {
    next = std::max(*next, *endpoint.hold_until);
  }
  return next;
}

void ApplyAnswer(const WebhookAnswer& answer, absl::Time now, WebhookEndpoint& endpoint,
                 WebhookDelivery& delivery) {
  ++delivery.attempts;
  delivery.attempt_time = answer.sent_time;
  delivery.status = answer.status;
  delivery.next_time = now;
  if (answer.status != 0) {
    endpoint.unanswered = 0;
    endpoint.hold_until.reset();
  }
  if (answer.status >= 200 && answer.status < 300) {
    delivery.failure.clear();
    delivery.state = WebhookDeliveryState::kDelivered;
    endpoint.failing_since.reset();
    return;
  }
  delivery.failure = answer.status != 0 ? "HTTP_STATUS" : answer.failure;
  if (answer.status == 0) Hold(endpoint, now);
  if (!endpoint.failing_since.has_value()) endpoint.failing_since = now;
  const std::optional<absl::Duration> delay = RetryDelayOfWebhook(delivery.attempts);
  if (delay.has_value()) {
    delivery.next_time = now + std::max(*delay, std::min(answer.retry_after, kLongestRetryAfter));
  } else {
    delivery.state = WebhookDeliveryState::kGivenUp;
  }
  if (endpoint.disabled != WebhookDisabled::kNo) return;
  if (answer.status == kGone) {
    endpoint.disabled = WebhookDisabled::kGone;
  } else if (now - *endpoint.failing_since >= kDisableAfter) {
    endpoint.disabled = WebhookDisabled::kFailing;
  }
}

void EnableEndpoint(WebhookEndpoint& endpoint) {
  endpoint.disabled = WebhookDisabled::kNo;
  endpoint.failing_since.reset();
  endpoint.unanswered = 0;
  endpoint.hold_until.reset();
}

}  // namespace sparkgate::server
