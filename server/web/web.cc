#include "server/web/web.h"

#include <utility>

#include "server/usecases/ads/subscriptions.h"

namespace sparkgate::server {
namespace {

const char* SentenceOf(Phase phase) {
  switch (phase) {
    case Phase::kStarting:
      return "not serving: starting\n";
    case Phase::kServing:
      return "serving\n";
    case Phase::kDraining:
      return "not serving: draining\n";
    case Phase::kStopping:
      break;
  }
  return "not serving: stopping\n";
}

}  // namespace

HttpHandler MakeWebHandler(std::function<void(MetricsText)> metrics, std::function<Phase()> phase,
                           HttpHandler webhooks) {
  return [metrics = std::move(metrics), phase = std::move(phase), webhooks = std::move(webhooks)](
             HttpServerRequest request, HttpReply reply) {
    if (request.path.starts_with(kWebhookPath)) {
      if (request.method != "POST") {
        return reply({.status = 405, .content_type = "text/plain", .body = "only POST\n"});
      }
      if (Serves(phase())) return webhooks(std::move(request), std::move(reply));
      return reply({.status = 503, .content_type = "text/plain", .body = "not serving\n"});
    }
    if (request.method != "GET") {
      return reply({.status = 405, .content_type = "text/plain", .body = "only GET\n"});
    }
    if (request.path == "/healthz") {
      const Phase now = phase();
      return reply({.status = now == Phase::kServing ? 200 : 503,
                    .content_type = "text/plain",
                    .body = SentenceOf(now)});
    }
    if (request.path == "/livez") return reply({.content_type = "text/plain", .body = "alive\n"});
    if (request.path == "/metrics") {
      return metrics([reply](std::string text) {
        reply({.content_type = "text/plain; version=0.0.4", .body = std::move(text)});
      });
    }
    reply({.status = 404, .content_type = "text/plain", .body = "not found\n"});
  };
}

}  // namespace sparkgate::server
