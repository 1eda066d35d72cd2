#include "simulator/world/faults/webhook_faults.h"

#include <optional>
#include <utility>

#include <boost/json/object.hpp>

#include "base/json.h"
#include "simulator/world/faults/fault_kinds.h"
#include "simulator/world/faults/fault_plans.h"
#include "simulator/world/ids.h"
#include "simulator/world/webhook_log.h"

namespace sparkgate::simulator {
namespace {

constexpr absl::Duration kLongestReordering = absl::Hours(1);

std::optional<FiredFault> FaultOfDelivery(WorldState& state, const WebhookDelivery& delivery) {
  if (!HasFaults(state, FaultFace::kWebhook)) return std::nullopt;
  boost::json::object body;
  if (const auto parsed = ParseJson(delivery.body); parsed.ok() && parsed->is_object()) {
    body = parsed->get_object();
  }
  std::optional<FiredFault> fault =
      FireFault(state, {.face = FaultFace::kWebhook, .target = delivery.entity, .arguments = body});
  if (fault) NoteSubject(state, *fault, delivery.id);
  return fault;
}

void PutOnItsWay(WorldState& state, WebhookDelivery delivery) {
  state.queue.Push(delivery.next_attempt_time, EventKind::kWebhookAttempt, delivery.id);
  const std::string id = delivery.id;
  state.deliveries.insert_or_assign(id, std::move(delivery));
}

void DropOnItsWay(WorldState& state, WebhookDelivery delivery) {
  const std::string id = delivery.id;
  LogAttempt(delivery, {.time = state.now, .http_status = 0, .problem = "DROPPED_BY_FAULT"});
  state.deliveries.insert_or_assign(id, std::move(delivery));
  EndDelivery(state, id, DeliveryState::kDropped);
}

}  // namespace

void Dispatch(WorldState& state, WebhookDelivery delivery) {
  const std::optional<FiredFault> fault = FaultOfDelivery(state, delivery);
  if (!fault) return PutOnItsWay(state, std::move(delivery));
  const FaultKind kind = fault->step.kind;
  delivery.fault = SpecOf(kind).name;
  delivery.next_attempt_time += fault->delay;
  if (kind == FaultKind::kDrop) return DropOnItsWay(state, std::move(delivery));
  if (kind == FaultKind::kDuplicate) {
    WebhookDelivery twin = delivery;
    twin.id = NewNumericId(state, "webhook", delivery.subscription_id);
    PutOnItsWay(state, std::move(twin));
  }
  // One that comes while another waits is what that one waits for.
  if (kind == FaultKind::kReorder &&
      state.faults.overtaken.emplace(delivery.subscription_id, delivery.id).second) {
    delivery.next_attempt_time += kLongestReordering;
  }
  delivery.spoil_signature = kind == FaultKind::kBadSignature;
  PutOnItsWay(state, std::move(delivery));
}

void ReleaseOvertaken(WorldState& state, const std::string& subscription_id,
                      std::string_view delivery_id) {
  const auto found = state.faults.overtaken.find(subscription_id);
  if (found == state.faults.overtaken.end()) return;
  const std::string waiting = found->second;
  state.faults.overtaken.erase(found);
  WebhookDelivery* delivery = Find(state.deliveries, waiting);
  if (waiting == delivery_id || delivery == nullptr) return;
  if (delivery->state != DeliveryState::kWaiting) return;
  delivery->next_attempt_time = state.now;
  state.queue.Push(state.now, EventKind::kWebhookAttempt, waiting);
}

}  // namespace sparkgate::simulator
