// Use cases of what is sent to a webhook endpoint: its log, sending again, trying it out.
#ifndef SPARKGATE_SERVER_USECASES_WEBHOOKS_DELIVERIES_H_
#define SPARKGATE_SERVER_USECASES_WEBHOOKS_DELIVERIES_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <absl/status/statusor.h>

#include "server/domain/webhook.h"
#include "server/usecases/call.h"
#include "server/usecases/env.h"

namespace sparkgate::server {

// Before a position, newest first.
absl::StatusOr<std::vector<WebhookDelivery>> ListWebhookDeliveries(
    Env& env, const std::string& workspace, const std::string& endpoint,
    std::optional<WebhookDeliveryState> state, int64_t before, int limit);

// Sends the events of a range of numbers again; how many that are.
absl::StatusOr<int> ReplayWebhookEvents(Env& env, const Call& call, const std::string& endpoint,
                                        int64_t first, int64_t last);

// Sends a ping at once and writes down what came of it.
absl::StatusOr<WebhookDelivery> TestWebhookEndpoint(Env& env, const Call& call,
                                                    const std::string& endpoint);

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_USECASES_WEBHOOKS_DELIVERIES_H_
