#include "server/web/web.h"

#include <utility>

namespace sparkgate::server {

HttpHandler MakeWebHandler(std::function<std::string()> metrics, std::function<bool()> serving) {
  return [metrics = std::move(metrics), serving = std::move(serving)](HttpServerRequest request,
                                                                      HttpReply reply) {
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
      return reply({.content_type = "text/plain; version=0.0.4", .body = metrics()});
    }
    reply({.status = 404, .content_type = "text/plain", .body = "not found\n"});
  };
}

}  // namespace sparkgate::server
