// What the server serves over HTTP besides gRPC: health, metrics, and TikTok's webhooks.
#ifndef SPARKGATE_SERVER_WEB_WEB_H_
#define SPARKGATE_SERVER_WEB_WEB_H_

#include <functional>
#include <string>

#include "base/http/server.h"

namespace sparkgate::server {

// GET /healthz: 200 "serving" or 503 "not serving". GET /metrics: Prometheus' text format.
// POST /webhooks/tiktok/…: `webhooks`, once the server serves. `metrics` may answer later, from a
// thread that may block.
using MetricsText = std::function<void(std::string)>;
HttpHandler MakeWebHandler(std::function<void(MetricsText)> metrics, std::function<bool()> serving,
                           HttpHandler webhooks);

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_WEB_WEB_H_
