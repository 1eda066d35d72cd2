// WebhookEndpointService: where events are sent, and what became of them.
#include <limits>

#include <google/protobuf/empty.pb.h>

#include "base/error.h"
#include "server/api/convert/time.h"
#include "server/api/paging.h"
#include "server/api/register.h"
#include "server/api/request.h"
#include "server/api/roles.h"
#include "server/api/services.h"
#include "server/usecases/names.h"
#include "server/usecases/webhooks/deliveries.h"
#include "server/usecases/webhooks/endpoints.h"
#include "sparkgate/v1/webhook_endpoint_service.pb.h"

namespace sparkgate::server {
namespace {

namespace v1 = sparkgate::v1;

constexpr char kWebhookEndpointPattern[] = "workspaces/*/webhookEndpoints/*";

v1::WebhookEndpoint ToProto(const WebhookEndpointView& view, absl::Time real_now) {
  const WebhookEndpoint& endpoint = view.endpoint;
  v1::WebhookEndpoint out;
  out.set_name(WebhookEndpointName(endpoint.workspace, endpoint.id));
  out.set_display_name(endpoint.display_name);
  out.set_url(endpoint.url);
  for (const std::string& type : endpoint.event_types) out.add_event_types(type);
  out.set_enabled(endpoint.disabled == WebhookDisabled::kNo);
  out.set_disabled_reason(
      static_cast<v1::WebhookDisabledReason>(static_cast<int>(endpoint.disabled)));
  out.set_signature_scheme(
      static_cast<v1::WebhookSignatureScheme>(static_cast<int>(endpoint.scheme)));
  if (!endpoint.public_key.empty()) out.add_public_keys(endpoint.public_key);
  if (!endpoint.old_secret.empty() && real_now < endpoint.old_secret_end) {
    if (!endpoint.old_public_key.empty()) out.add_public_keys(endpoint.old_public_key);
    SetTime(endpoint.old_secret_end, out.mutable_old_secret_end_time());
  }
  SetTime(endpoint.create_time, out.mutable_create_time());
  if (endpoint.failing_since.has_value()) {
    SetTime(*endpoint.failing_since, out.mutable_failing_since_time());
  }
  out.set_pending_deliveries(view.pending);
  out.set_last_event_number(endpoint.cursor);
  return out;
}

v1::WebhookDelivery ToProto(const WebhookDelivery& delivery) {
  v1::WebhookDelivery out;
  out.set_name(WebhookDeliveryName(delivery.workspace, delivery.endpoint, delivery.position));
  out.set_message_id(delivery.message);
  out.set_event_number(delivery.event);
  out.set_event_type(delivery.type);
  out.set_resource(delivery.resource);
  out.set_state(static_cast<v1::WebhookDeliveryState>(static_cast<int>(delivery.state)));
  out.set_attempts(delivery.attempts);
  SetTime(delivery.create_time, out.mutable_create_time());
  if (delivery.state == WebhookDeliveryState::kPending) {
    SetTime(delivery.next_time, out.mutable_next_attempt_time());
  }
  if (delivery.attempt_time.has_value()) {
    SetTime(*delivery.attempt_time, out.mutable_last_attempt_time());
  }
  out.set_last_status(delivery.status);
  out.set_last_failure(delivery.failure);
  return out;
}

absl::StatusOr<WebhookScheme> ReadScheme(v1::WebhookSignatureScheme scheme) {
  switch (scheme) {
    case v1::WEBHOOK_SIGNATURE_SCHEME_UNSPECIFIED:
    case v1::WEBHOOK_SIGNATURE_SCHEME_HMAC_SHA256:
      return WebhookScheme::kHmacSha256;
    case v1::WEBHOOK_SIGNATURE_SCHEME_ED25519:
      return WebhookScheme::kEd25519;
    default:
      return InvalidField("webhook_endpoint.signature_scheme", "is unknown");
  }
}

absl::StatusOr<v1::CreateWebhookEndpointResponse> HandleCreateWebhookEndpoint(
    Env& env, const rpc::CallContext& context, const v1::CreateWebhookEndpointRequest& request) {
  SG_ASSIGN_OR_RETURN(const auto ids,
                      ParseOwnName(context, request.parent(), "workspaces/*", "parent"));
  SG_ASSIGN_OR_RETURN(const Call call, MakeCall(env, context, request, ids[0]));
  const v1::WebhookEndpoint& wanted = request.webhook_endpoint();
  NewWebhookEndpoint endpoint{
      .display_name = wanted.display_name(),
      .url = wanted.url(),
      .event_types = {wanted.event_types().begin(), wanted.event_types().end()}};
  SG_ASSIGN_OR_RETURN(endpoint.scheme, ReadScheme(wanted.signature_scheme()));
  SG_ASSIGN_OR_RETURN(const WebhookEndpointWithSecret made,
                      CreateWebhookEndpoint(env, call, endpoint));
  v1::CreateWebhookEndpointResponse response;
  *response.mutable_webhook_endpoint() = ToProto(made.view, env.clocks.RealNow());
  response.set_secret(made.secret);
  return response;
}

absl::StatusOr<v1::WebhookEndpoint> HandleGetWebhookEndpoint(
    Env& env, const rpc::CallContext& context, const v1::GetWebhookEndpointRequest& request) {
  SG_ASSIGN_OR_RETURN(const auto ids,
                      ParseOwnName(context, request.name(), kWebhookEndpointPattern, "name"));
  SG_ASSIGN_OR_RETURN(const WebhookEndpointView view, GetWebhookEndpoint(env, ids[0], ids[1]));
  return ToProto(view, env.clocks.RealNow());
}

absl::StatusOr<v1::ListWebhookEndpointsResponse> HandleListWebhookEndpoints(
    Env& env, const rpc::CallContext& context, const v1::ListWebhookEndpointsRequest& request) {
  SG_ASSIGN_OR_RETURN(const auto ids,
                      ParseOwnName(context, request.parent(), "workspaces/*", "parent"));
  SG_ASSIGN_OR_RETURN(const PageRequest page, ReadPage(request));
  SG_ASSIGN_OR_RETURN(std::vector<WebhookEndpointView> views,
                      ListWebhookEndpoints(env, ids[0], page.page));
  v1::ListWebhookEndpointsResponse response;
  response.set_next_page_token(
      FinishPage(page, views, [](const WebhookEndpointView& view) { return view.endpoint.id; }));
  for (const WebhookEndpointView& view : views) {
    *response.add_webhook_endpoints() = ToProto(view, env.clocks.RealNow());
  }
  return response;
}

absl::StatusOr<v1::WebhookEndpoint> HandleUpdateWebhookEndpoint(
    Env& env, const rpc::CallContext& context, const v1::UpdateWebhookEndpointRequest& request) {
  SG_RETURN_IF_ERROR(
      CheckMask(request.update_mask(), {"display_name", "url", "event_types", "enabled"}));
  const v1::WebhookEndpoint& wanted = request.webhook_endpoint();
  SG_ASSIGN_OR_RETURN(const auto ids, ParseOwnName(context, wanted.name(), kWebhookEndpointPattern,
                                                   "webhook_endpoint.name"));
  SG_ASSIGN_OR_RETURN(const Call call, MakeCall(env, context, request, ids[0]));
  WebhookEndpointChange change;
  for (const std::string& path : request.update_mask().paths()) {
    if (path == "display_name") change.display_name = wanted.display_name();
    if (path == "url") change.url = wanted.url();
    if (path == "enabled") change.enabled = wanted.enabled();
    if (path == "event_types") {
      change.event_types.emplace(wanted.event_types().begin(), wanted.event_types().end());
    }
  }
  SG_ASSIGN_OR_RETURN(const WebhookEndpointView view,
                      UpdateWebhookEndpoint(env, call, ids[1], change));
  return ToProto(view, env.clocks.RealNow());
}

absl::StatusOr<google::protobuf::Empty> HandleDeleteWebhookEndpoint(
    Env& env, const rpc::CallContext& context, const v1::DeleteWebhookEndpointRequest& request) {
  SG_ASSIGN_OR_RETURN(const auto ids,
                      ParseOwnName(context, request.name(), kWebhookEndpointPattern, "name"));
  SG_ASSIGN_OR_RETURN(const Call call, MakeCall(env, context, request, ids[0]));
  SG_RETURN_IF_ERROR(DeleteWebhookEndpoint(env, call, ids[1]));
  return google::protobuf::Empty();
}

absl::StatusOr<v1::RotateWebhookSecretResponse> HandleRotateWebhookSecret(
    Env& env, const rpc::CallContext& context, const v1::RotateWebhookSecretRequest& request) {
  SG_ASSIGN_OR_RETURN(const auto ids,
                      ParseOwnName(context, request.name(), kWebhookEndpointPattern, "name"));
  absl::Duration overlap = kDefaultOverlap;
  if (request.has_overlap()) {
    SG_ASSIGN_OR_RETURN(overlap, ReadDuration(request.overlap(), "overlap"));
  }
  SG_ASSIGN_OR_RETURN(const Call call, MakeCall(env, context, request, ids[0]));
  SG_ASSIGN_OR_RETURN(const WebhookEndpointWithSecret made,
                      RotateWebhookSecret(env, call, ids[1], overlap));
  v1::RotateWebhookSecretResponse response;
  *response.mutable_webhook_endpoint() = ToProto(made.view, env.clocks.RealNow());
  response.set_secret(made.secret);
  return response;
}

absl::StatusOr<v1::ListWebhookDeliveriesResponse> HandleListWebhookDeliveries(
    Env& env, const rpc::CallContext& context, const v1::ListWebhookDeliveriesRequest& request) {
  SG_ASSIGN_OR_RETURN(const auto ids,
                      ParseOwnName(context, request.parent(), kWebhookEndpointPattern, "parent"));
  if (!v1::WebhookDeliveryState_IsValid(request.state())) {
    return InvalidField("state", "is unknown");
  }
  std::optional<WebhookDeliveryState> state;
  if (request.state() != v1::WEBHOOK_DELIVERY_STATE_UNSPECIFIED) {
    state = static_cast<WebhookDeliveryState>(static_cast<int>(request.state()));
  }
  SG_ASSIGN_OR_RETURN(const PageRequest page, ReadPage(request));
  SG_ASSIGN_OR_RETURN(const int64_t before, NumberAfter(page, std::numeric_limits<int64_t>::max()));
  SG_ASSIGN_OR_RETURN(std::vector<WebhookDelivery> deliveries,
                      ListWebhookDeliveries(env, ids[0], ids[1], state, before, page.page.limit));
  v1::ListWebhookDeliveriesResponse response;
  response.set_next_page_token(FinishPage(page, deliveries, [](const WebhookDelivery& delivery) {
    return std::to_string(delivery.position);
  }));
  for (const WebhookDelivery& delivery : deliveries) {
    *response.add_webhook_deliveries() = ToProto(delivery);
  }
  return response;
}

absl::StatusOr<v1::ReplayWebhookEventsResponse> HandleReplayWebhookEvents(
    Env& env, const rpc::CallContext& context, const v1::ReplayWebhookEventsRequest& request) {
  SG_ASSIGN_OR_RETURN(const auto ids,
                      ParseOwnName(context, request.name(), kWebhookEndpointPattern, "name"));
  SG_ASSIGN_OR_RETURN(const Call call, MakeCall(env, context, request, ids[0]));
  SG_ASSIGN_OR_RETURN(
      const int events,
      ReplayWebhookEvents(env, call, ids[1], request.first_number(), request.last_number()));
  v1::ReplayWebhookEventsResponse response;
  response.set_events(events);
  return response;
}

absl::StatusOr<v1::WebhookDelivery> HandleTestWebhookEndpoint(
    Env& env, const rpc::CallContext& context, const v1::TestWebhookEndpointRequest& request) {
  SG_ASSIGN_OR_RETURN(const auto ids,
                      ParseOwnName(context, request.name(), kWebhookEndpointPattern, "name"));
  SG_ASSIGN_OR_RETURN(const Call call, MakeCall(env, context, request, ids[0]));
  SG_ASSIGN_OR_RETURN(const WebhookDelivery delivery, TestWebhookEndpoint(env, call, ids[1]));
  return ToProto(delivery);
}

}  // namespace

void RegisterWebhookEndpointService(Env& env, rpc::MethodTable& table) {
  const rpc::MethodOptions admin{.roles = kAdmins};
  const auto serve = [&](const char* method, auto handler) {
    Serve(env, table, std::string("sparkgate.v1.WebhookEndpointService/") + method, admin, handler);
  };
  serve("CreateWebhookEndpoint", HandleCreateWebhookEndpoint);
  serve("GetWebhookEndpoint", HandleGetWebhookEndpoint);
  serve("ListWebhookEndpoints", HandleListWebhookEndpoints);
  serve("UpdateWebhookEndpoint", HandleUpdateWebhookEndpoint);
  serve("DeleteWebhookEndpoint", HandleDeleteWebhookEndpoint);
  serve("RotateWebhookSecret", HandleRotateWebhookSecret);
  serve("ListWebhookDeliveries", HandleListWebhookDeliveries);
  serve("ReplayWebhookEvents", HandleReplayWebhookEvents);
  serve("TestWebhookEndpoint", HandleTestWebhookEndpoint);
}

}  // namespace sparkgate::server
