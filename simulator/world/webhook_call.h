// One webhook as it goes out: the payload with its time of sending, and its signature. Pure.
#ifndef SPARKGATE_SIMULATOR_WORLD_WEBHOOK_CALL_H_
#define SPARKGATE_SIMULATOR_WORLD_WEBHOOK_CALL_H_

#include <optional>

#include "simulator/world/webhooks.h"

namespace sparkgate::simulator {

// Nothing if the subscription has ended: unsubscribed, or silently with the token it rides on
// (facts 8.1).
std::optional<WebhookCall> MakeWebhookCall(const WorldState& state,
                                           const WebhookDelivery& delivery);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_WEBHOOK_CALL_H_
