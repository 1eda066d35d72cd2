#include "simulator/world/webhooks.h"

#include <cstddef>
#include <iterator>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "simulator/world/faults/webhook_faults.h"
#include "simulator/world/webhook_call.h"
#include "simulator/world/webhook_log.h"

namespace sparkgate::simulator {
namespace {

// Immediate retries, then less and less often for about a day (facts 8.4).
constexpr absl::Duration kRetryDelays[] = {
    absl::Seconds(1), absl::Seconds(5), absl::Seconds(30), absl::Minutes(5), absl::Minutes(30),
    absl::Hours(1),   absl::Hours(3),   absl::Hours(6),    absl::Hours(12),
};

}  // namespace

void MarkWebhookDue(WorldState& state, std::string_view delivery_id) {
  WebhookDelivery* delivery = Find(state.deliveries, delivery_id);
  if (delivery == nullptr || delivery->state != DeliveryState::kWaiting) return;
  if (state.now < delivery->next_attempt_time) return;  // sent again by hand meanwhile
  delivery->state = DeliveryState::kDue;
  state.due_deliveries.insert(delivery->id);
}

std::vector<WebhookCall> TakeDueWebhooks(WorldState& state) {
  std::vector<WebhookCall> calls;
  for (auto id = state.due_deliveries.begin(); id != state.due_deliveries.end();) {
    WebhookDelivery& delivery = *Find(state.deliveries, *id);
    if (delivery.state == DeliveryState::kSending) {
      ++id;
      continue;
    }
    std::optional<WebhookCall> call = MakeWebhookCall(state, delivery);
    if (!call.has_value()) {
      const std::string dropped = *id++;
      EndDelivery(state, dropped, DeliveryState::kDropped);
      continue;
    }
    delivery.state = DeliveryState::kSending;
    delivery.spoil_signature = false;
    ++delivery.attempts;
    calls.push_back(*std::move(call));
    ++id;
  }
  return calls;
}

void FinishWebhook(WorldState& state, std::string_view delivery_id, const WebhookOutcome& outcome) {
  const auto found = state.deliveries.find(delivery_id);
  if (found == state.deliveries.end() || found->second.state != DeliveryState::kSending) return;
  WebhookDelivery& delivery = found->second;
  if (outcome == WebhookOutcome::kNotSent) {
    delivery.state = DeliveryState::kDue;
    --delivery.attempts;
    return;
  }
  ReleaseOvertaken(state, delivery.subscription_id, delivery.id);
  LogAttempt(delivery,
             {.time = state.now, .http_status = outcome.http_status, .problem = outcome.problem});
  const bool delivered = outcome == WebhookOutcome::kDelivered;
  state.Record(delivered ? "webhook.delivered" : "webhook.failed",
               fmt::format("subscriptions/{}", delivery.subscription_id));
  const auto retry = static_cast<size_t>(delivery.attempts - 1);
  if (delivered || retry >= std::size(kRetryDelays)) {
    EndDelivery(state, delivery.id,
                delivered ? DeliveryState::kDelivered : DeliveryState::kGivenUp);
    return;
  }
  state.due_deliveries.erase(delivery.id);
  delivery.state = DeliveryState::kWaiting;
  delivery.next_attempt_time = state.now + kRetryDelays[retry];
  state.queue.Push(delivery.next_attempt_time, EventKind::kWebhookAttempt, delivery.id);
}

void ReviveWebhooks(WorldState& state) {
  for (const std::string& id : state.due_deliveries) {
    WebhookDelivery* delivery = Find(state.deliveries, id);
    if (delivery != nullptr && delivery->state == DeliveryState::kSending) {
      delivery->state = DeliveryState::kDue;
    }
  }
}

}  // namespace sparkgate::simulator
