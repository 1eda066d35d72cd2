#include "server/usecases/webhooks/deliveries.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include <fmt/format.h>

#include "base/error.h"
#include "server/usecases/events.h"
#include "server/usecases/names.h"
#include "server/usecases/request_ids.h"
#include "server/usecases/webhooks/endpoints.h"
#include "server/usecases/webhooks/queue.h"
#include "server/usecases/webhooks/send.h"

namespace sparkgate::server {
namespace {

absl::Status QueueFull(int64_t pending) {
  return Error(absl::StatusCode::kResourceExhausted,
               fmt::format("{} deliveries wait already; at most {} may with those of a replay.",
                           pending, kMostQueuedByReplay),
               {.reason = "WEBHOOK_QUEUE_FULL", .who = Actor::kCaller});
}

absl::Status CheckRange(int64_t first, int64_t last) {
  if (first < 1) return InvalidField("first_number", "must be 1 or more");
  if (last < first) return InvalidField("last_number", "must not be less than first_number");
  if (last - first >= kMostReplayed) {
    return InvalidField(
        "last_number", fmt::format("must be at most {} more than first_number", kMostReplayed - 1));
  }
  return absl::OkStatus();
}

// The delivery that an earlier call of this request_id made.
absl::StatusOr<std::optional<WebhookDelivery>> EarlierDelivery(const Transaction& tx,
                                                               const Call& call,
                                                               const std::string& endpoint) {
  SG_ASSIGN_OR_RETURN(const auto earlier, FindEarlierAnswer(tx, call));
  if (!earlier.has_value()) return std::optional<WebhookDelivery>();
  const std::string id = LastIdOf(*earlier);
  int64_t position = 0;
  std::from_chars(id.data(), id.data() + id.size(), position);
  SG_ASSIGN_OR_RETURN(auto delivery,
                      tx.webhook_deliveries().Get(call.workspace, endpoint, position));
  if (!delivery.has_value()) return ResourceNotFound("sparkgate/WebhookDelivery", *earlier);
  return delivery;
}

}  // namespace

absl::StatusOr<std::vector<WebhookDelivery>> ListWebhookDeliveries(
    Env& env, const std::string& workspace, const std::string& endpoint,
    std::optional<WebhookDeliveryState> state, int64_t before, int limit) {
  std::vector<WebhookDelivery> deliveries;
  SG_RETURN_IF_ERROR(env.store.Read([&](const Transaction& tx) -> absl::Status {
    SG_RETURN_IF_ERROR(LoadWebhookEndpoint(tx, workspace, endpoint).status());
    SG_ASSIGN_OR_RETURN(deliveries,
                        tx.webhook_deliveries().List(workspace, endpoint, state, before, limit));
    return absl::OkStatus();
  }));
  return deliveries;
}

absl::StatusOr<int> ReplayWebhookEvents(Env& env, const Call& call, const std::string& endpoint_id,
                                        int64_t first, int64_t last) {
  SG_RETURN_IF_ERROR(CheckRange(first, last));
  SG_ASSIGN_OR_RETURN(const Workspace workspace, LoadWorkspace(env, call.workspace));
  const absl::Time real_now = env.clocks.RealNow();
  int queued = 0;
  SG_RETURN_IF_ERROR(env.store.Write([&](Transaction& tx) -> absl::Status {
    queued = 0;
    SG_ASSIGN_OR_RETURN(WebhookEndpoint endpoint,
                        LoadWebhookEndpoint(tx, workspace.id, endpoint_id));
    SG_ASSIGN_OR_RETURN(const auto earlier, FindEarlierAnswer(tx, call));
    if (earlier.has_value()) return absl::OkStatus();
    SG_ASSIGN_OR_RETURN(const int64_t newest, tx.events().LastNumber(workspace.id));
    if (last > newest) {
      return InvalidField("last_number", fmt::format("the workspace's last event is {}", newest));
    }
    SG_ASSIGN_OR_RETURN(const int64_t pending,
                        tx.webhook_deliveries().CountPending(workspace.id, endpoint_id));
    SG_ASSIGN_OR_RETURN(
        const std::vector<Event> events,
        tx.events().List(workspace.id, first - 1, static_cast<int>(last - first + 1)));
    const absl::Time now = EventNow(env, workspace);
    for (const Event& event : events) {
      // What lies beyond the cursor is sent anyway, and in its turn.
      if (event.number > std::min(last, endpoint.cursor)) break;
      if (!TypeMatches(event.type, endpoint.event_types)) continue;
      SG_RETURN_IF_ERROR(QueueDelivery(tx, endpoint, event, now));
      ++queued;
    }
    if (queued > 0 && pending + queued > kMostQueuedByReplay) return QueueFull(pending);
    SG_RETURN_IF_ERROR(tx.webhook_endpoints().Put(endpoint));
    SG_RETURN_IF_ERROR(WakeWebhook(tx, endpoint, now));
    const std::string name = WebhookEndpointName(workspace.id, endpoint_id);
    SG_RETURN_IF_ERROR(AppendAudit(
        tx, call, "webhook.replay", name, real_now,
        {{"first_number", std::to_string(first)}, {"last_number", std::to_string(last)}}));
    return RememberAnswer(tx, call, name, real_now);
  }));
  env.work.Poke(workspace.id);
  return queued;
}

absl::StatusOr<WebhookDelivery> TestWebhookEndpoint(Env& env, const Call& call,
                                                    const std::string& endpoint_id) {
  SG_ASSIGN_OR_RETURN(const Workspace workspace, LoadWorkspace(env, call.workspace));
  std::optional<WebhookDelivery> earlier;
  WebhookEndpoint endpoint;
  SG_RETURN_IF_ERROR(env.store.Read([&](const Transaction& tx) -> absl::Status {
    SG_ASSIGN_OR_RETURN(endpoint, LoadWebhookEndpoint(tx, workspace.id, endpoint_id));
    SG_ASSIGN_OR_RETURN(earlier, EarlierDelivery(tx, call, endpoint_id));
    return absl::OkStatus();
  }));
  if (earlier.has_value()) return *std::move(earlier);

  const absl::Time now = EventNow(env, workspace);
  const Event ping{.workspace = workspace.id,
                   .number = 0,
                   .type = "webhook_endpoint.ping",
                   .resource = WebhookEndpointName(workspace.id, endpoint_id),
                   .time = now,
                   .attributes = {},
                   .operation = ""};
  WebhookDelivery delivery{.workspace = workspace.id,
                           .endpoint = endpoint_id,
                           .message = fmt::format("msg_{}", NewId(env.clocks.RealNow())),
                           .event = 0,
                           .type = ping.type,
                           .resource = ping.resource,
                           .attempts = 1,
                           .create_time = now,
                           .next_time = now};
  const WebhookAnswer answer = SendWebhook(env, workspace, endpoint, delivery.message, ping,
                                           std::min(kAttemptTime, call.remaining));
  const bool fine = answer.status >= 200 && answer.status < 300;
  delivery.state = fine ? WebhookDeliveryState::kDelivered : WebhookDeliveryState::kGivenUp;
  delivery.attempt_time = answer.sent_time;
  delivery.status = answer.status;
  if (!fine) delivery.failure = answer.status != 0 ? "HTTP_STATUS" : answer.failure;
  SG_RETURN_IF_ERROR(env.store.Write([&](Transaction& tx) -> absl::Status {
    SG_ASSIGN_OR_RETURN(WebhookEndpoint present,
                        LoadWebhookEndpoint(tx, workspace.id, endpoint_id));
    delivery.position = ++present.last_position;
    SG_RETURN_IF_ERROR(tx.webhook_endpoints().Put(present));
    SG_RETURN_IF_ERROR(tx.webhook_deliveries().Put(delivery));
    return RememberAnswer(tx, call,
                          WebhookDeliveryName(workspace.id, endpoint_id, delivery.position),
                          env.clocks.RealNow());
  }));
  return delivery;
}

}  // namespace sparkgate::server
