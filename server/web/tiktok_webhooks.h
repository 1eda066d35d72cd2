// Where TikTok's webhooks come in: POST /webhooks/tiktok/{workspace} (server/usecases/ads/hints.h).
#ifndef SPARKGATE_SERVER_WEB_TIKTOK_WEBHOOKS_H_
#define SPARKGATE_SERVER_WEB_TIKTOK_WEBHOOKS_H_

#include "base/executor.h"
#include "base/http/server.h"
#include "base/metrics.h"
#include "server/usecases/env.h"

namespace sparkgate::server {

// 200: taken, or about nothing that we know; 403: not signed by TikTok, or no such workspace; 503:
// come back later, which TikTok does. Counts them all. `executor` does the work, since the store
// may make it wait. All outlive the handler.
HttpHandler MakeTikTokWebhookHandler(Env& env, Executor& executor, Metrics& metrics);

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_WEB_TIKTOK_WEBHOOKS_H_
