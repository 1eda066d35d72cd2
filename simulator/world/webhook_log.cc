#include "simulator/world/webhook_log.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include <fmt/format.h>

#include "base/clock.h"
#include "simulator/world/refusal.h"
#include "simulator/world/webhook_call.h"

namespace sparkgate::simulator {
namespace {

constexpr size_t kPastKept = 1000;
constexpr std::ptrdiff_t kPastForgottenAtOnce = 100;  // moving the rest up for each one would cost
constexpr size_t kAttemptsKept = 20;

// The place of the first one that is kept: between two clean-ups there are more.
std::vector<WebhookDelivery>::const_iterator FirstKept(const WorldState& state) {
  const size_t kept = std::min(state.past_deliveries.size(), kPastKept);
  return state.past_deliveries.end() - static_cast<std::ptrdiff_t>(kept);
}

}  // namespace

std::vector<const WebhookDelivery*> AllDeliveries(const WorldState& state) {
  std::vector<const WebhookDelivery*> all;
  for (const auto& [id, delivery] : state.deliveries) all.push_back(&delivery);
  for (auto past = FirstKept(state); past != state.past_deliveries.end(); ++past) {
    all.push_back(&*past);
  }
  std::ranges::sort(all, [](const WebhookDelivery* a, const WebhookDelivery* b) {
    return a->create_time != b->create_time ? a->create_time > b->create_time : a->id < b->id;
  });
  return all;
}

const WebhookDelivery* FindDelivery(const WorldState& state, std::string_view delivery_id) {
  if (const WebhookDelivery* open = Find(state.deliveries, delivery_id)) return open;
  const auto past = std::find_if(FirstKept(state), state.past_deliveries.end(),
                                 [&](const WebhookDelivery& one) { return one.id == delivery_id; });
  return past == state.past_deliveries.end() ? nullptr : &*past;
}

// `time` is the instant of sending; a suspension comes flat and without it (facts 8.3).
std::string BodySentAt(const WebhookDelivery& delivery, absl::Time time) {
  if (delivery.entity == "AD_ACCOUNT_SUSPENSION") return delivery.body;
  return fmt::format("{{\"time\":{},{}", ToMicros(time) / 1'000'000,
                     std::string_view(delivery.body).substr(1));
}

absl::StatusOr<const WebhookDelivery*> Redeliver(WorldState& state, std::string_view delivery_id) {
  const WebhookDelivery* found = FindDelivery(state, delivery_id);
  if (found == nullptr) {
    return Refuse(ApiCode::kNotExist, "NO_SUCH_DELIVERY", "There is no such delivery.");
  }
  if (found->state == DeliveryState::kDue || found->state == DeliveryState::kSending) return found;
  if (!MakeWebhookCall(state, *found)) {
    return RefuseParam("SUBSCRIPTION_ENDED",
                       "The delivery's subscription has ended, or the token it rides on.");
  }
  WebhookDelivery again = *found;
  std::erase_if(state.past_deliveries,
                [&](const WebhookDelivery& one) { return one.id == again.id; });
  again.state = DeliveryState::kWaiting;
  again.attempts = 0;
  again.next_attempt_time = state.now;
  state.queue.Push(state.now, EventKind::kWebhookAttempt, again.id);
  state.Record("webhook.redelivered", fmt::format("subscriptions/{}", again.subscription_id));
  const std::string id = again.id;
  return &state.deliveries.insert_or_assign(id, std::move(again)).first->second;
}

void LogAttempt(WebhookDelivery& delivery, DeliveryAttempt attempt) {
  if (delivery.log.size() >= kAttemptsKept) delivery.log.erase(delivery.log.begin());
  delivery.log.push_back(std::move(attempt));
}

void EndDelivery(WorldState& state, std::string_view delivery_id, DeliveryState end) {
  const auto found = state.deliveries.find(delivery_id);
  WebhookDelivery& past = state.past_deliveries.emplace_back(std::move(found->second));
  past.state = end;
  state.due_deliveries.erase(past.id);
  state.deliveries.erase(found);
  if (state.past_deliveries.size() < kPastKept + kPastForgottenAtOnce) return;
  state.past_deliveries.erase(state.past_deliveries.begin(),
                              state.past_deliveries.begin() + kPastForgottenAtOnce);
}

}  // namespace sparkgate::simulator
