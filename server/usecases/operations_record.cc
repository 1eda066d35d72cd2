// The transactions that write down what became of an operation.
#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "base/error.h"
#include "server/tiktok/outcome.h"
#include "server/usecases/env.h"
#include "server/usecases/events.h"
#include "server/usecases/names.h"
#include "server/usecases/operation_steps.h"
#include "server/usecases/operations.h"

namespace sparkgate::server {
namespace {

// How long to leave TikTok alone: as long as it asked for, and longer each time that it did.
absl::Duration RestBeforeRetry(absl::Duration asked, int times_before) {
  return std::min(asked * (1 << std::min(times_before, 12)), absl::Hours(1));
}

}  // namespace

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
  NotifyChanged(after);
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

absl::Status Operations::Refuse(Transaction& tx, Mutation& mutation, Operation& operation,
                                const absl::Status& error, absl::Time now) {
  const bool in_doubt = InDoubt(operation);
  SG_RETURN_IF_ERROR(mutation.ApplyFailure(env_, tx, operation, error, now));
  SG_RETURN_IF_ERROR(StepTo(operation, OperationEvent::kRefused));
  SetError(operation, error);
  StopWaiting(operation);
  return in_doubt ? EndDoubt(tx, operation, now) : absl::OkStatus();
}

absl::StatusOr<Operation> Operations::RecordRefusal(const Workspace& workspace, Mutation& mutation,
                                                    const Operation& operation,
                                                    const absl::Status& error, const Change& also) {
  return Update(workspace, operation,
                [&](Transaction& tx, Operation& row, absl::Time now) -> absl::Status {
                  SG_RETURN_IF_ERROR(Refuse(tx, mutation, row, error, now));
                  return also ? also(tx, row, now) : absl::OkStatus();
                });
}

absl::StatusOr<Operation> Operations::RecordPostponed(const Workspace& workspace,
                                                      const Operation& operation,
                                                      const absl::Status& refusal) {
  const absl::Duration asked = DetailOf(refusal).retry_after.value_or(absl::ZeroDuration());
  const bool held_back = tiktok::WasHeldBack(refusal);
  return Update(workspace, operation,
                [&](Transaction& tx, Operation& row, absl::Time now) -> absl::Status {
                  if (InDoubt(row)) {
                    // The search goes on where it was: another absent read, and it is sent again.
                    SG_RETURN_IF_ERROR(StepTo(row, OperationEvent::kAnswerLost));
                    row.absences = 1;
                    return LookLater(tx, row, asked, now);
                  }
                  SG_RETURN_IF_ERROR(StepTo(row, OperationEvent::kProvedAbsent));
                  row.waiting_for = kWaitsForRetry;
                  // Its turn comes when it was said to: TikTok knows nothing of it.
                  row.due_time = now + (held_back ? asked : RestBeforeRetry(asked, row.absences));
                  if (!held_back) ++row.absences;
                  return absl::OkStatus();
                });
}

absl::StatusOr<Operation> Operations::RecordDryRun(const Workspace& workspace, Mutation& mutation,
                                                   const Operation& operation,
                                                   const PlannedCall& call) {
  return Update(workspace, operation,
                [&](Transaction& tx, Operation& row, absl::Time now) -> absl::Status {
                  const bool in_doubt = InDoubt(row);
                  SG_RETURN_IF_ERROR(mutation.ApplyCancel(env_, tx, row, now));
                  SG_RETURN_IF_ERROR(StepTo(row, OperationEvent::kKeptBack));
                  row.planned = call;
                  SetError(row, absl::OkStatus());
                  StopWaiting(row);
                  const std::string name = OperationName(row.workspace, row.id);
                  SG_RETURN_IF_ERROR(AppendEvent(tx, row.workspace, "operation.dry_run", name, now,
                                                 {{"path", call.path}}, name));
                  return in_doubt ? EndDoubt(tx, row, now) : absl::OkStatus();
                });
}

absl::StatusOr<Operation> Operations::RecordUnknown(const Workspace& workspace,
                                                    const Operation& operation,
                                                    const absl::Status& error) {
  return Update(workspace, operation,
                [&](Transaction& tx, Operation& row, absl::Time now) -> absl::Status {
                  const bool again = InDoubt(row);
                  SG_RETURN_IF_ERROR(StepTo(row, OperationEvent::kAnswerLost));
                  SetError(row, error);
                  StopWaiting(row);
                  const std::string name = OperationName(row.workspace, row.id);
                  SG_RETURN_IF_ERROR(AppendEvent(tx, row.workspace, "operation.unknown", name, now,
                                                 {{"reason", row.error_reason}}, name));
                  // A call that gets lost again and again must not be sent without a pause.
                  if (again) return LookLater(tx, row, absl::ZeroDuration(), now);
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
                  SG_RETURN_IF_ERROR(WatchForTwin(tx, row, now));
                  return also ? also(tx, row, now) : absl::OkStatus();
                });
}

void Operations::Strand(const Operation& operation) {
  MutexLock lock(mutex_);
  stranded_.emplace(operation.workspace, operation.id);
}

}  // namespace sparkgate::server
