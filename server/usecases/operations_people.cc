// What people do with operations: look, cancel, and decide what no read can tell.
#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/error.h"
#include "server/usecases/env.h"
#include "server/usecases/events.h"
#include "server/usecases/names.h"
#include "server/usecases/operation_steps.h"
#include "server/usecases/operations.h"
#include "server/usecases/request_ids.h"

namespace sparkgate::server {
namespace {

absl::Status Refusal(const Operation& operation, const char* reason, const char* what,
                     std::optional<absl::Duration> retry_after = std::nullopt) {
  const std::string name = OperationName(operation.workspace, operation.id);
  return Error(absl::StatusCode::kFailedPrecondition, fmt::format("{} {}", name, what),
               {.reason = reason,
                .who = Actor::kCaller,
                .retry_after = retry_after,
                .resource_type = "sparkgate/Operation",
                .resource_name = name});
}

absl::StatusOr<Operation> GetIn(const Transaction& tx, const std::string& workspace,
                                const std::string& id) {
  SG_ASSIGN_OR_RETURN(std::optional<Operation> operation, tx.operations().Get(workspace, id));
  if (!operation.has_value()) {
    return ResourceNotFound("sparkgate/Operation", OperationName(workspace, id));
  }
  return *std::move(operation);
}

}  // namespace

absl::StatusOr<Operation> Operations::Get(const std::string& workspace, const std::string& id) {
  Operation operation;
  SG_RETURN_IF_ERROR(env_.store.ReadPoint([&](const Transaction& tx) -> absl::Status {
    SG_ASSIGN_OR_RETURN(operation, GetIn(tx, workspace, id));
    return absl::OkStatus();
  }));
  return operation;
}

bool Operations::IsStuck(const Workspace& workspace, const Operation& operation) const {
  if (workspace.state != WorkspaceState::kActive) return true;
  if (operation.waiting_for == kWaitsForPerson || operation.waiting_for == kWaitsForText)
    return true;
  if (operation.waiting_for.empty() || !operation.due_time.has_value()) return false;
  const absl::StatusOr<absl::Time> now = env_.clocks.Now(workspace);
  return now.ok() && env_.clocks.Speed(workspace) == 0.0 && *now < *operation.due_time;
}

absl::StatusOr<Operations::Standing> Operations::Look(const std::string& workspace_id,
                                                      const std::string& id) {
  SG_ASSIGN_OR_RETURN(const Workspace workspace, LoadWorkspace(env_, workspace_id));
  SG_ASSIGN_OR_RETURN(Operation operation, Get(workspace_id, id));
  const bool settled = IsOver(operation.state) || IsStuck(workspace, operation);
  return Standing{.operation = std::move(operation), .settled = settled};
}

absl::Status Operations::CancelPlanned(Transaction& tx, Operation& operation, absl::Time now) {
  if (operation.state != OperationState::kPlanned) return absl::OkStatus();
  SG_RETURN_IF_ERROR(StepTo(operation, OperationEvent::kCancel));
  StopWaiting(operation);
  operation.update_time = now;
  SG_ASSIGN_OR_RETURN(Mutation* const mutation, FindMutation(operation.kind));
  SG_RETURN_IF_ERROR(mutation->ApplyCancel(env_, tx, operation, now));
  return tx.operations().Put(operation);
}

absl::Status Operations::CancelParts(Transaction& tx, const Operation& composite, absl::Time now) {
  SG_ASSIGN_OR_RETURN(std::vector<Operation> parts,
                      tx.operations().ListItems(composite.workspace, composite.id));
  for (Operation& part : parts) SG_RETURN_IF_ERROR(CancelPlanned(tx, part, now));
  return absl::OkStatus();
}

absl::StatusOr<Operation> Operations::Cancel(const Call& call, const std::string& id) {
  SG_ASSIGN_OR_RETURN(const Workspace workspace, LoadWritableWorkspace(env_, call.workspace));
  SG_ASSIGN_OR_RETURN(const absl::Time now, env_.clocks.Now(workspace));
  Operation operation;
  // No claim: whoever sends a PLANNED operation makes it RUNNING in a transaction, before or after
  // this one.
  SG_RETURN_IF_ERROR(env_.store.Write([&](Transaction& tx) -> absl::Status {
    SG_ASSIGN_OR_RETURN(operation, GetIn(tx, workspace.id, id));
    SG_ASSIGN_OR_RETURN(const auto earlier, FindEarlierAnswer(tx, call));
    if (earlier.has_value() || operation.state == OperationState::kCancelled) {
      return absl::OkStatus();
    }
    if (IsComposite(operation.kind)) {
      if (IsOver(operation.state)) return absl::OkStatus();
      Composite& composite = *composites_.at(operation.kind);
      SG_RETURN_IF_ERROR(composite.Cancel(env_, tx, operation, now));
      // Its next step sees that, and ends it.
      SG_RETURN_IF_ERROR(WakeWork(tx, workspace.id, kOperationWork, id, now));
    } else {
      if (operation.state != OperationState::kPlanned) {
        return Refusal(operation, "ALREADY_SENT", "was sent already and can't be cancelled");
      }
      SG_RETURN_IF_ERROR(CancelPlanned(tx, operation, now));
      SG_RETURN_IF_ERROR(WakeParent(tx, operation, now));
    }
    const std::string name = OperationName(workspace.id, id);
    SG_RETURN_IF_ERROR(AppendEvent(tx, workspace.id, "operation.cancelled", name, now, {}, name));
    SG_RETURN_IF_ERROR(AppendAudit(tx, call, "operation.cancel", name, env_.clocks.RealNow()));
    return RememberAnswer(tx, call, name, env_.clocks.RealNow());
  }));
  NotifyChanged(operation);
  env_.work.Poke(workspace.id);
  return operation;
}

absl::StatusOr<Operation> Operations::Resolve(const Call& call, const std::string& id,
                                              Finding finding, const std::string& tiktok_id) {
  SG_ASSIGN_OR_RETURN(const Workspace workspace, LoadWritableWorkspace(env_, call.workspace));
  SG_RETURN_IF_ERROR(env_.clocks.Now(workspace).status());
  const Claims::Claim claim = claims_.WaitClaim(workspace.id, id, call.remaining, call.cancelled);
  Operation operation;
  std::optional<std::string> earlier;
  SG_RETURN_IF_ERROR(env_.store.Read([&](const Transaction& tx) -> absl::Status {
    SG_ASSIGN_OR_RETURN(operation, GetIn(tx, workspace.id, id));
    SG_ASSIGN_OR_RETURN(earlier, FindEarlierAnswer(tx, call));
    return absl::OkStatus();
  }));
  if (earlier.has_value()) return operation;
  if (!claim || operation.state != OperationState::kUnknown) {
    return Refusal(operation, "OPERATION_NOT_UNKNOWN", "is not in state UNKNOWN");
  }
  SG_ASSIGN_OR_RETURN(Mutation* const mutation, FindMutation(operation.kind));
  const Change also = [&](Transaction& tx, Operation& row, absl::Time) -> absl::Status {
    const std::string name = OperationName(row.workspace, row.id);
    constexpr const char* kFindings[] = {"happened", "did not happen", "send again"};
    SG_RETURN_IF_ERROR(AppendAudit(tx, call, "operation.resolve", name, env_.clocks.RealNow(),
                                   {{"finding", kFindings[static_cast<int>(finding)]}}));
    return RememberAnswer(tx, call, name, env_.clocks.RealNow());
  };
  switch (finding) {
    case Finding::kHappened: {
      SG_ASSIGN_OR_RETURN(const auto found, mutation->Find(env_, operation, tiktok_id));
      if (!found.has_value()) {
        return Refusal(operation, "NOT_FOUND_ON_TIKTOK", "can't be seen to have happened");
      }
      return RecordAnswer(workspace, *mutation, operation, *found, also);
    }
    case Finding::kDidNotHappen:
      return RecordRefusal(
          workspace, *mutation, operation,
          Error(absl::StatusCode::kAborted, "a person found that it did not happen",
                {.reason = "DID_NOT_HAPPEN", .who = Actor::kCaller}),
          also);
    case Finding::kSendAgain: {
      const absl::Duration rest = UntilCallIsOver(workspace, operation);
      if (rest > absl::ZeroDuration()) {
        return Refusal(operation, "CALL_NOT_OVER", "may still be on its way to TikTok", rest);
      }
      SG_ASSIGN_OR_RETURN(const Operation running, RecordResend(workspace, operation, also));
      if (running.state != OperationState::kRunning) return running;  // superseded just before
      return SendAndApply(workspace, *mutation, running).operation;
    }
  }
  return InvalidField("finding", "is not a finding");
}

}  // namespace sparkgate::server
