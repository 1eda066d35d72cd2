// The background work of webhooks: sends what is due to an endpoint (kWebhookWork).
#ifndef SPARKGATE_SERVER_USECASES_WEBHOOKS_WEBHOOK_WORK_H_
#define SPARKGATE_SERVER_USECASES_WEBHOOKS_WEBHOOK_WORK_H_

#include <memory>

#include "server/usecases/work.h"

namespace sparkgate::server {

std::unique_ptr<WorkHandler> NewWebhookHandler();

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_USECASES_WEBHOOKS_WEBHOOK_WORK_H_
