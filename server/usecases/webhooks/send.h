// One attempt: the payload, its headers, and what came of it.
#ifndef SPARKGATE_SERVER_USECASES_WEBHOOKS_SEND_H_
#define SPARKGATE_SERVER_USECASES_WEBHOOKS_SEND_H_

#include <string>

#include <absl/time/time.h>

#include "server/domain/event.h"
#include "server/domain/webhook.h"
#include "server/domain/workspace.h"
#include "server/usecases/env.h"

namespace sparkgate::server {

// Where an endpoint's secrets, the old one too, are sealed for.
std::string WebhookSecretPlace(const std::string& endpoint);

// The body: {"type", "timestamp", "data"}, equal for each attempt.
std::string WebhookBody(const Event& event);

// Sends the event once, signed with all secrets that count now, and waits at most `timeout` of real
// time. Whatever goes wrong is an answer too.
WebhookAnswer SendWebhook(Env& env, const Workspace& workspace, const WebhookEndpoint& endpoint,
                          const std::string& message, const Event& event, absl::Duration timeout);

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_USECASES_WEBHOOKS_SEND_H_
