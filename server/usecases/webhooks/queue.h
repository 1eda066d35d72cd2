// From the outbox to an endpoint's deliveries.
#ifndef SPARKGATE_SERVER_USECASES_WEBHOOKS_QUEUE_H_
#define SPARKGATE_SERVER_USECASES_WEBHOOKS_QUEUE_H_

#include <cstdint>
#include <string>

#include <absl/status/statusor.h>
#include <absl/time/time.h>

#include "server/domain/event.h"
#include "server/domain/webhook.h"
#include "server/store/store.h"

namespace sparkgate::server {

// Makes a delivery of an event, at the end of the endpoint's, whose last_position it moves; the
// caller puts the endpoint.
absl::Status QueueDelivery(Transaction& tx, WebhookEndpoint& endpoint, const Event& event,
                           absl::Time now);

// Moves an enabled endpoint's cursor along the events until enough wait or none are left. Returns
// whether there are more, which it left for another transaction.
absl::StatusOr<bool> FillQueue(Transaction& tx, WebhookEndpoint& endpoint, absl::Time now);

// Makes the endpoint's work due at once.
absl::Status WakeWebhook(Transaction& tx, const WebhookEndpoint& endpoint, absl::Time now);
// After an event was appended: wakes those that want it.
absl::Status WakeWebhooks(Transaction& tx, const std::string& workspace, const std::string& type,
                          absl::Time now);

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_USECASES_WEBHOOKS_QUEUE_H_
