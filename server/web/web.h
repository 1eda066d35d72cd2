// What the server serves over HTTP besides gRPC: health, metrics, and TikTok's webhooks.
#ifndef SPARKGATE_SERVER_WEB_WEB_H_
#define SPARKGATE_SERVER_WEB_WEB_H_

#include <functional>
#include <string>

#include "base/http/server.h"

namespace sparkgate::server {

// Where the server stands in its life. While it drains it serves, but wants no more to do.
enum class Phase { kStarting, kServing, kDraining, kStopping };
inline bool Serves(Phase phase) { return phase == Phase::kServing || phase == Phase::kDraining; }

// GET /healthz, whether to send it calls: 200 "serving", or 503 and why not. GET /livez, whether it
// lives: 200 as long as it answers. GET /metrics: Prometheus' text format. POST
// /webhooks/tiktok/…: `webhooks`, while the server serves. `metrics` may answer later, from a
// thread that may block.
using MetricsText = std::function<void(std::string)>;
HttpHandler MakeWebHandler(std::function<void(MetricsText)> metrics, std::function<Phase()> phase,
                           HttpHandler webhooks);

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_WEB_WEB_H_
