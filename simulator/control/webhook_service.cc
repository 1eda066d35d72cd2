#include "base/error.h"
#include "simulator/control/lookup.h"
#include "simulator/control/mutate.h"
#include "simulator/control/paging.h"
#include "simulator/control/register.h"
#include "simulator/control/service.h"
#include "simulator/control/times.h"
#include "simulator/world/webhook_log.h"
#include "sparkgate/simulator/v1/webhook_service.pb.h"

namespace sparkgate::simulator {
namespace {

constexpr std::string_view kList = "webhook_deliveries";

v1::DeliveryState ToProto(DeliveryState state) {
  switch (state) {
    case DeliveryState::kWaiting:
      return v1::DELIVERY_STATE_WAITING;
    case DeliveryState::kDue:
    case DeliveryState::kSending:
      return v1::DELIVERY_STATE_SENDING;
    case DeliveryState::kDelivered:
      return v1::DELIVERY_STATE_DELIVERED;
    case DeliveryState::kGivenUp:
      return v1::DELIVERY_STATE_GIVEN_UP;
    case DeliveryState::kDropped:
      return v1::DELIVERY_STATE_DROPPED;
  }
  return v1::DELIVERY_STATE_UNSPECIFIED;
}

v1::WebhookDelivery ToProto(const WorldState& state, const WebhookDelivery& delivery) {
  v1::WebhookDelivery out;
  out.set_name(ChildName(state.id, kWebhookDeliveries, delivery.id));
  out.set_subscription_id(delivery.subscription_id);
  out.set_entity(delivery.entity);
  out.set_receiver(delivery.receiver);
  out.set_fault(delivery.fault);
  out.set_state(ToProto(delivery.state));
  SetTime(out.mutable_create_time(), delivery.create_time);
  if (delivery.state == DeliveryState::kWaiting) {
    SetTime(out.mutable_next_attempt_time(), delivery.next_attempt_time);
  }
  for (const DeliveryAttempt& attempt : delivery.log) {
    v1::WebhookDelivery::Attempt& told = *out.add_attempts();
    SetTime(told.mutable_time(), attempt.time);
    told.set_http_status(static_cast<int32_t>(attempt.http_status));
    told.set_problem(attempt.problem);
  }
  return out;
}

v1::WebhookDelivery WithBody(const WorldState& state, const WebhookDelivery& delivery) {
  v1::WebhookDelivery out = ToProto(state, delivery);
  out.set_body(BodySentAt(delivery, delivery.log.empty() ? state.now : delivery.log.back().time));
  return out;
}

// The list's order, in which a token says where the page before ended: newest first, then by id.
std::string KeyOf(const WebhookDelivery& delivery) {
  return fmt::format("{:020} {}", INT64_MAX - absl::ToUnixMicros(delivery.create_time),
                     delivery.id);
}

bool Passes(const v1::ListDeliveriesRequest& request, const WebhookDelivery& delivery) {
  return (request.subscription_id().empty() ||
          request.subscription_id() == delivery.subscription_id) &&
         (request.entity().empty() || request.entity() == delivery.entity) &&
         (request.state() == v1::DELIVERY_STATE_UNSPECIFIED ||
          request.state() == ToProto(delivery.state));
}

absl::StatusOr<v1::ListDeliveriesResponse> ListDeliveries(
    Worlds& worlds, const v1::ListDeliveriesRequest& request) {
  SG_ASSIGN_OR_RETURN(const WorldEntry entry, WorldOf(worlds, "world", request.world()));
  SG_ASSIGN_OR_RETURN(const Page page, PageOf(kList, request));
  return entry.world->Read([&](const WorldState& state) {
    v1::ListDeliveriesResponse response;
    std::string last;
    for (const WebhookDelivery* delivery : AllDeliveries(state)) {
      if (!Passes(request, *delivery) || KeyOf(*delivery) <= page.after) continue;
      if (static_cast<size_t>(response.deliveries_size()) == page.size) {
        response.set_next_page_token(PageToken(kList, last));
        break;
      }
      *response.add_deliveries() = ToProto(state, *delivery);
      last = KeyOf(*delivery);
    }
    return response;
  });
}

absl::StatusOr<const WebhookDelivery*> DeliveryIn(const WorldState& state, std::string_view id) {
  const WebhookDelivery* delivery = FindDelivery(state, id);
  if (delivery == nullptr) return NotInWorld(state, "WebhookDelivery", kWebhookDeliveries, id);
  return delivery;
}

absl::StatusOr<v1::WebhookDelivery> GetDelivery(Worlds& worlds,
                                                const v1::GetDeliveryRequest& request) {
  SG_ASSIGN_OR_RETURN(const ChildEntry entry,
                      ChildOf(worlds, "name", request.name(), kWebhookDeliveries));
  return entry.world->Read([&](const WorldState& state) -> absl::StatusOr<v1::WebhookDelivery> {
    SG_ASSIGN_OR_RETURN(const WebhookDelivery* delivery, DeliveryIn(state, entry.id));
    return WithBody(state, *delivery);
  });
}

absl::StatusOr<v1::WebhookDelivery> SendAgain(Worlds& worlds, const v1::RedeliverRequest& request) {
  SG_ASSIGN_OR_RETURN(const ChildEntry entry,
                      ChildOf(worlds, "name", request.name(), kWebhookDeliveries));
  return Mutate<v1::WebhookDelivery>(
      *entry.world, request, [&](WorldState& state) -> absl::StatusOr<v1::WebhookDelivery> {
        SG_RETURN_IF_ERROR(DeliveryIn(state, entry.id).status());
        SG_ASSIGN_OR_RETURN(const WebhookDelivery* delivery, Redeliver(state, entry.id));
        return WithBody(state, *delivery);
      });
}

}  // namespace

void RegisterWebhookService(rpc::MethodTable& table, Worlds& worlds) {
  Service service(table, worlds, "WebhookService");
  service.Unary("ListDeliveries", ListDeliveries);
  service.Unary("GetDelivery", GetDelivery);
  service.Unary("Redeliver", SendAgain);
}

}  // namespace sparkgate::simulator
