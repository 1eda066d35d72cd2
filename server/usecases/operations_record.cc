// The transactions that write down what became of an operation.
#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "base/error.h"
#include "server/usecases/env.h"
#include "server/usecases/events.h"
#include "server/usecases/names.h"
#include "server/usecases/operation_steps.h"
#include "server/usecases/operations.h"

namespace sparkgate::server {
namespace {

// Only an operation whose outcome was unknown once is written down with an error before it is over.
bool InDoubt(const Operation& operation) { return !operation.error_reason.empty(); }

void StopWaiting(Operation& operation) {
  operation.waiting_for.clear();
  operation.due_time.reset();
  operation.absences = 0;
}

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
  }
  return "";
}

}  // namespace

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

absl::Status EndDoubt(Transaction& tx, const Operation& operation, absl::Time now) {
  SG_RETURN_IF_ERROR(tx.work().Erase(operation.workspace, kOperationWork, operation.id));
  const std::string name = OperationName(operation.workspace, operation.id);
  SG_RETURN_IF_ERROR(AppendEvent(tx, operation.workspace, "operation.resolved", name, now,
                                 {{"state", std::string(NameOf(operation.state))}}, name));
  return WakeParent(tx, operation, now);
}

absl::Time Operations::NowOrLast(const Workspace& workspace, const Operation& operation) const {
  // An answer must be written down also when the clock stream broke meanwhile: then at the latest
  // instant that this workspace is known to have reached.
  return env_.clocks.Now(workspace).value_or(std::max(workspace.world_now, operation.update_time));
}

absl::StatusOr<Operation> Operations::Update(const Workspace& workspace, const Operation& operation,
                                             const Change& change) {
  const absl::Time now = NowOrLast(workspace, operation);
  Operation after;
  SG_RETURN_IF_ERROR(env_.store.Write([&](Transaction& tx) -> absl::Status {
    SG_ASSIGN_OR_RETURN(std::optional<Operation> row,
                        tx.operations().Get(workspace.id, operation.id));
    if (!row.has_value()) {
      return ResourceNotFound("sparkgate/Operation", OperationName(workspace.id, operation.id));
    }
    after = *std::move(row);
    if (IsOver(after.state)) return absl::OkStatus();
    SG_RETURN_IF_ERROR(change(tx, after, now));
    after.update_time = now;
    return tx.operations().Put(after);
  }));
  NotifyChanged();
  env_.work.Poke(workspace.id);
  return after;
}

absl::StatusOr<Operation> Operations::RecordAnswer(const Workspace& workspace, Mutation& mutation,
                                                   const Operation& operation,
                                                   const boost::json::object& answer,
                                                   const Change& also) {
  return Update(workspace, operation,
                [&](Transaction& tx, Operation& row, absl::Time now) -> absl::Status {
                  const bool in_doubt = InDoubt(row);
                  SG_RETURN_IF_ERROR(mutation.Apply(env_, tx, row, answer, now));
                  SG_RETURN_IF_ERROR(StepTo(row, row.state == OperationState::kUnknown
                                                     ? OperationEvent::kProvedHappened
                                                     : OperationEvent::kSucceeded));
                  SetError(row, absl::OkStatus());
                  StopWaiting(row);
                  if (also) SG_RETURN_IF_ERROR(also(tx, row, now));
                  return in_doubt ? EndDoubt(tx, row, now) : absl::OkStatus();
                });
}

absl::StatusOr<Operation> Operations::RecordRefusal(const Workspace& workspace, Mutation& mutation,
                                                    const Operation& operation,
                                                    const absl::Status& error, const Change& also) {
  return Update(workspace, operation,
                [&](Transaction& tx, Operation& row, absl::Time now) -> absl::Status {
                  const bool in_doubt = InDoubt(row);
                  SG_RETURN_IF_ERROR(mutation.ApplyFailure(env_, tx, row, error, now));
                  SG_RETURN_IF_ERROR(StepTo(row, OperationEvent::kRefused));
                  SetError(row, error);
                  StopWaiting(row);
                  if (also) SG_RETURN_IF_ERROR(also(tx, row, now));
                  return in_doubt ? EndDoubt(tx, row, now) : absl::OkStatus();
                });
}

absl::StatusOr<Operation> Operations::RecordUnknown(const Workspace& workspace,
                                                    const Operation& operation,
                                                    const absl::Status& error) {
  return Update(workspace, operation,
                [&](Transaction& tx, Operation& row, absl::Time now) -> absl::Status {
                  SG_RETURN_IF_ERROR(StepTo(row, OperationEvent::kAnswerLost));
                  SetError(row, error);
                  StopWaiting(row);
                  const std::string name = OperationName(row.workspace, row.id);
                  SG_RETURN_IF_ERROR(AppendEvent(tx, row.workspace, "operation.unknown", name, now,
                                                 {{"reason", row.error_reason}}, name));
                  return WakeWork(tx, row.workspace, kOperationWork, row.id, now);
                });
}

absl::StatusOr<Operation> Operations::RecordResend(const Workspace& workspace,
                                                   const Operation& operation, const Change& also) {
  return Update(workspace, operation,
                [&](Transaction& tx, Operation& row, absl::Time now) -> absl::Status {
                  SG_RETURN_IF_ERROR(StepTo(row, OperationEvent::kProvedAbsent));
                  SG_RETURN_IF_ERROR(StepTo(row, OperationEvent::kSend));
                  StopWaiting(row);
                  MarkSent(row);
                  return also ? also(tx, row, now) : absl::OkStatus();
                });
}

void Operations::Strand(const Operation& operation) {
  MutexLock lock(mutex_);
  stranded_.emplace(operation.workspace, operation.id);
}

}  // namespace sparkgate::server
