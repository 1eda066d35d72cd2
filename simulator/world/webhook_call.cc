#include "simulator/world/webhook_call.h"

#include "simulator/world/oauth.h"
#include "simulator/world/webhook_log.h"
#include "simulator/world/webhook_signature.h"

namespace sparkgate::simulator {
namespace {

// A signature is spoiled by another secret: it looks as good as the right one.
std::string SecretFor(const App& app, const WebhookDelivery& delivery) {
  return delivery.spoil_signature ? app.secret + "?" : app.secret;
}

}  // namespace

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
  call.body = BodySentAt(delivery, state.now);
  call.headers = {{"content-type", "application/json"},
                  {kSignatureHeader, SignWebhook(SecretFor(*app, delivery), call.body)}};
  return call;
}

}  // namespace sparkgate::simulator
