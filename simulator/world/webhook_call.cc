#include "simulator/world/webhook_call.h"

#include <fmt/format.h>

#include "base/clock.h"
#include "simulator/world/oauth.h"
#include "simulator/world/webhook_signature.h"

namespace sparkgate::simulator {

std::optional<WebhookCall> MakeWebhookCall(const WorldState& state,
                                           const WebhookDelivery& delivery) {
  const Subscription* subscription = Find(state.subscriptions, delivery.subscription_id);
  if (subscription == nullptr) return std::nullopt;
  const App* app = Find(state.apps, subscription->app_id);
  if (app == nullptr || !CheckAdvertiserToken(state, subscription->token).ok()) {
    return std::nullopt;
  }
  WebhookCall call;
  call.delivery_id = delivery.id;
  call.url = subscription->callback_url;
  call.body = delivery.body;
  // `time` is the instant of sending; a suspension comes flat and without it (facts 8.3).
  if (subscription->entity != "AD_ACCOUNT_SUSPENSION") {
    call.body = fmt::format("{{\"time\":{},{}", ToMicros(state.now) / 1'000'000,
                            std::string_view(delivery.body).substr(1));
  }
  call.headers = {{"content-type", "application/json"},
                  {kSignatureHeader, SignWebhook(app->secret, call.body)}};
  return call;
}

}  // namespace sparkgate::simulator
