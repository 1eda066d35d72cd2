#include "simulator/app/webhook_http_sender.h"

#include <utility>

namespace sparkgate::simulator {
namespace {

constexpr absl::Duration kTimeout = absl::Seconds(2);

}  // namespace

void WebhookHttpSender::Send(const WebhookCall& call, std::function<void(bool delivered)> done) {
  HttpRequest request;
  request.method = "POST";
  request.url = call.url;
  request.headers = call.headers;
  request.body = call.body;
  request.timeout = kTimeout;
  request.send_once = true;
  const bool posted = executor_.TryPost([this, request = std::move(request), done] {
    const absl::StatusOr<HttpResponse> response = client_.Send(request);
    done(response.ok() && response->status == 200);
  });
  if (!posted) done(false);
}

}  // namespace sparkgate::simulator
