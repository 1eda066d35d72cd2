#include "server/web/tiktok_webhooks.h"

#include <memory>
#include <string>
#include <utility>

#include "base/log.h"
#include "server/usecases/ads/hints.h"
#include "server/usecases/ads/subscriptions.h"

namespace sparkgate::server {
namespace {

HttpServerResponse Plain(int status, std::string_view text) {
  return {.status = status, .content_type = "text/plain", .body = std::string(text)};
}

class TikTokWebhooks {
 public:
  TikTokWebhooks(Env& env, Executor& executor, Metrics& metrics)
      : env_(env),
        executor_(executor),
        taken_(CounterOf(metrics, "taken")),
        ignored_(CounterOf(metrics, "ignored")),
        refused_(CounterOf(metrics, "refused")),
        failed_(CounterOf(metrics, "failed")) {}

  void Handle(HttpServerRequest request, HttpReply reply) {
    const bool queued =
        executor_.TryPost([this, request = std::move(request), reply] { reply(Take(request)); });
    if (queued) return;
    failed_.Add(1);
    reply(Plain(503, "busy\n"));
  }

 private:
  static Metrics::Counter& CounterOf(Metrics& metrics, const char* outcome) {
    return metrics.GetCounter("tiktok_webhooks_total",
                              "TikTok's webhooks that came in, by what became of them.",
                              {{"outcome", outcome}});
  }

  HttpServerResponse Take(const HttpServerRequest& request) {
    const auto hint = TakeWebhook(env_, request.path.substr(std::string_view(kWebhookPath).size()),
                                  request.body, request.Header(kWebhookSignature).value_or(""));
    if (!hint.ok()) {
      failed_.Add(1);
      LogWarning("webhook_not_taken", {{"reason", hint.status().ToString()}});
      return Plain(503, "try again\n");
    }
    switch (*hint) {
      case Hint::kTaken:
        taken_.Add(1);
        return Plain(200, "taken\n");
      case Hint::kIgnored:
        ignored_.Add(1);
        return Plain(200, "nothing of ours\n");
      case Hint::kRefused:
        break;
    }
    refused_.Add(1);
    return Plain(403, "not signed\n");
  }

  Env& env_;
  Executor& executor_;
  Metrics::Counter& taken_;
  Metrics::Counter& ignored_;
  Metrics::Counter& refused_;
  Metrics::Counter& failed_;
};

}  // namespace

HttpHandler MakeTikTokWebhookHandler(Env& env, Executor& executor, Metrics& metrics) {
  auto webhooks = std::make_shared<TikTokWebhooks>(env, executor, metrics);
  return [webhooks](HttpServerRequest request, HttpReply reply) {
    webhooks->Handle(std::move(request), std::move(reply));
  };
}

}  // namespace sparkgate::server
