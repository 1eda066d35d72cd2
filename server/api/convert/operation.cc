#include "server/api/convert/operation.h"

#include "base/error.h"
#include "rpc/status_proto.h"
#include "server/api/convert/time.h"
#include "server/usecases/library/code_import.h"
#include "server/usecases/names.h"
#include "server/usecases/operations.h"

namespace sparkgate::server {
namespace {

constexpr size_t kMaxItems = 1000;

bool HasError(const Operation& operation) {
  return operation.error_code != 0 && operation.state != OperationState::kDone;
}

google::rpc::Status ErrorProto(const Operation& operation) {
  return rpc::ToProto(ErrorOf(operation), operation.id);
}

// Of an operation, or of an item.
template <class Message>
void SetPlanned(const Operation& operation, Message* out) {
  if (operation.planned.path.empty()) return;
  out->mutable_planned_call()->set_method(operation.planned.method);
  out->mutable_planned_call()->set_path(operation.planned.path);
  out->mutable_planned_call()->set_body(operation.planned.body);
}

}  // namespace

sparkgate::v1::OperationState ToProto(OperationState state) {
  return static_cast<sparkgate::v1::OperationState>(static_cast<int>(state));
}

void ToProto(const Operation& operation, sparkgate::v1::Operation* out) {
  out->set_name(OperationName(operation.workspace, operation.id));
  out->set_kind(operation.kind);
  out->set_state(ToProto(operation.state));
  out->set_target(operation.target);
  out->set_result(operation.result);
  SetTime(operation.create_time, out->mutable_create_time());
  SetTime(operation.update_time, out->mutable_update_time());
  out->set_item_count(operation.item_count);
  out->set_items_over(operation.items_over);
  out->set_items_failed(operation.items_failed);
  out->set_waiting_for(operation.waiting_for);
  if (operation.due_time.has_value()) SetTime(*operation.due_time, out->mutable_due_time());
  if (HasError(operation)) *out->mutable_error() = ErrorProto(operation);
  SetPlanned(operation, out);
}

absl::StatusOr<sparkgate::v1::Operation> WithItems(Env& env, const Operation& operation) {
  sparkgate::v1::Operation out;
  ToProto(operation, &out);
  // Those of an import may be a million, and have a list of their own.
  if (operation.item_count == 0 || operation.kind == kImportCodes) return out;
  std::vector<Operation> items;
  SG_RETURN_IF_ERROR(env.store.Read([&](const Transaction& tx) -> absl::Status {
    SG_ASSIGN_OR_RETURN(items, tx.operations().ListItems(operation.workspace, operation.id));
    return absl::OkStatus();
  }));
  if (items.size() > kMaxItems) items.resize(kMaxItems);
  for (const Operation& item : items) {
    auto* part = out.add_items();
    part->set_resource(item.target);
    part->set_kind(item.kind);
    part->set_state(ToProto(item.state));
    if (HasError(item)) *part->mutable_error() = ErrorProto(item);
    SetPlanned(item, part);
  }
  return out;
}

}  // namespace sparkgate::server
