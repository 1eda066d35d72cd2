#include "server/web/web.h"

#include <utility>

#include "server/usecases/ads/subscriptions.h"

namespace sparkgate::server {

HttpHandler MakeWebHandler(std::function<void(MetricsText)> metrics, std::function<bool()> serving,
                           HttpHandler webhooks) {
  return [metrics = std::move(metrics), serving = std::move(serving),
          webhooks = std::move(webhooks)](HttpServerRequest request, HttpReply reply) {
    if (request.path.starts_with(kWebhookPath)) {
      if (request.method != "POST") {
        return reply({.status = 405, .content_type = "text/plain", .body = "only POST\n"});
      }
      if (serving()) return webhooks(std::move(request), std::move(reply));
      return reply({.status = 503, .content_type = "text/plain", .body = "not serving\n"});
    }
    if (request.method != "GET") {
      return reply({.status = 405, .content_type = "text/plain", .body = "only GET\n"});
    }
    if (request.path == "/healthz") {
      const bool ok = serving();
      return reply({.status = ok ? 200 : 503,
                    .content_type = "text/plain",
                    .body = ok ? "serving\n" : "not serving\n"});
    }
    if (request.path == "/metrics") {
      return metrics([reply](std::string text) {
        reply({.content_type = "text/plain; version=0.0.4", .body = std::move(text)});
      });
    }
    reply({.status = 404, .content_type = "text/plain", .body = "not found\n"});
  };
}

}  // namespace sparkgate::server
