#include "server/usecases/operation_steps.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "base/error.h"
#include "server/usecases/events.h"
#include "server/usecases/names.h"
#include "server/usecases/operations.h"
#include "server/usecases/work.h"

namespace sparkgate::server {
namespace {

std::string_view NameOf(OperationState state) {
  switch (state) {
    case OperationState::kPlanned:
      return "PLANNED";
    case OperationState::kRunning:
      return "RUNNING";
    case OperationState::kDone:
      return "DONE";
    case OperationState::kFailed:
      return "FAILED";
    case OperationState::kUnknown:
      return "UNKNOWN";
    case OperationState::kCancelled:
      return "CANCELLED";
    case OperationState::kDryRun:
      return "DRY_RUN";
  }
  return "";
}

}  // namespace

void StopWaiting(Operation& operation) {
  operation.waiting_for.clear();
  operation.due_time.reset();
  operation.absences = 0;
}

bool InDoubt(const Operation& operation) { return !operation.error_reason.empty(); }

absl::Status StepTo(Operation& operation, OperationEvent event) {
  const std::optional<OperationState> next = NextOperationState(operation.state, event);
  if (!next.has_value()) {
    return absl::InternalError(fmt::format("operation {} in state {} has no step for event {}",
                                           operation.id, static_cast<int>(operation.state),
                                           static_cast<int>(event)));
  }
  operation.state = *next;
  return absl::OkStatus();
}

absl::Status WakeParent(Transaction& tx, const Operation& part, absl::Time now) {
  if (part.parent.empty()) return absl::OkStatus();
  return WakeWork(tx, part.workspace, kOperationWork, part.parent, now);
}

absl::Status LookLater(Transaction& tx, Operation& operation, absl::Duration least,
                       absl::Time now) {
  SG_ASSIGN_OR_RETURN(const std::optional<WorkItem> before,
                      tx.work().Get(operation.workspace, kOperationWork, operation.id));
  WorkItem next{
      .workspace = operation.workspace, .kind = kOperationWork, .subject = operation.id, .due = {}};
  next.attempts = (before.has_value() ? before->attempts : 0) + 1;
  next.due = now + std::max(least, RetryDelay(next.attempts));
  operation.waiting_for = kWaitsForRetry;
  operation.due_time = next.due;
  SG_RETURN_IF_ERROR(tx.work().Put(next));
  return WakeParent(tx, operation, now);
}

absl::Status EndDoubt(Transaction& tx, const Operation& operation, absl::Time now) {
  SG_RETURN_IF_ERROR(tx.work().Erase(operation.workspace, kOperationWork, operation.id));
  const std::string name = OperationName(operation.workspace, operation.id);
  SG_RETURN_IF_ERROR(AppendEvent(tx, operation.workspace, "operation.resolved", name, now,
                                 {{"state", std::string(NameOf(operation.state))}}, name));
  return WakeParent(tx, operation, now);
}

}  // namespace sparkgate::server
