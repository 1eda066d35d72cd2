// The log of webhook deliveries: those that aren't over, and the newest 1,000 that are, each with
// its attempts. Free functions over the state, under its owner's lock. Pointers are good until the
// state changes.
#ifndef SPARKGATE_SIMULATOR_WORLD_WEBHOOK_LOG_H_
#define SPARKGATE_SIMULATOR_WORLD_WEBHOOK_LOG_H_

#include <string_view>
#include <vector>

#include <absl/status/statusor.h>

#include "simulator/world/state.h"

namespace sparkgate::simulator {

// Newest first; of one instant, by id.
std::vector<const WebhookDelivery*> AllDeliveries(const WorldState& state);
// Null if there never was one, or it is forgotten.
const WebhookDelivery* FindDelivery(const WorldState& state, std::string_view delivery_id);

// What was sent, or would be if it were sent at `time`.
std::string BodySentAt(const WebhookDelivery& delivery, absl::Time time);

// Sends a delivery at the world's present instant whatever became of it, and again over a day if
// that fails. One that is due or on its way stays as it is. Errors: NO_SUCH_DELIVERY,
// SUBSCRIPTION_ENDED.
absl::StatusOr<const WebhookDelivery*> Redeliver(WorldState& state, std::string_view delivery_id);

// For webhooks.cc. One more try is over; the last 20 are kept.
void LogAttempt(WebhookDelivery& delivery, DeliveryAttempt attempt);
// The delivery is over, in `end`: it moves from the table of those that aren't to the past.
void EndDelivery(WorldState& state, std::string_view delivery_id, DeliveryState end);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_WEBHOOK_LOG_H_
