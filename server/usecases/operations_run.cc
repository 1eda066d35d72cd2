// Operations from the wish to the answer: record, send, apply.
#include <optional>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "base/error.h"
#include "base/log.h"
#include "server/tiktok/outcome.h"
#include "server/tiktok/planned_call.h"
#include "server/usecases/env.h"
#include "server/usecases/names.h"
#include "server/usecases/operation_steps.h"
#include "server/usecases/operations.h"
#include "server/usecases/request_ids.h"

namespace sparkgate::server {
namespace {

// How long one thread waits for another that works on the same operation: far longer than a call.
constexpr absl::Duration kClaimWait = absl::Minutes(2);

Operation Describe(const Call& call, const NewOperation& wanted, absl::Time now) {
  Operation operation;
  operation.workspace = call.workspace;
  operation.id = NewId(now);
  operation.kind = wanted.kind;
  operation.target = wanted.target;
  operation.arguments = wanted.arguments;
  operation.principal = call.principal;
  operation.method = call.method;
  operation.request_id = call.request_id;
  operation.create_time = now;
  operation.update_time = now;
  return operation;
}

// Another caller with the same request_id was faster by a moment: looking again finds its answer.
bool LostARace(const Call& call, const absl::Status& status) {
  return !call.request_id.empty() && ReasonOf(status) == "STORAGE_CONFLICT";
}

}  // namespace

void Operations::Register(std::unique_ptr<Mutation> mutation) {
  std::string kind(mutation->kind());
  mutations_[std::move(kind)] = std::move(mutation);
}

void Operations::RegisterComposite(std::unique_ptr<Composite> composite) {
  std::string kind(composite->kind());
  composites_[std::move(kind)] = std::move(composite);
}

absl::StatusOr<Mutation*> Operations::FindMutation(const std::string& kind) const {
  const auto found = mutations_.find(kind);
  if (found == mutations_.end()) {
    return absl::InternalError(fmt::format("no mutation of kind {}", kind));
  }
  return found->second.get();
}

void Operations::MarkSent(Operation& operation) const {
  operation.sent_time = env_.clocks.RealNow();
  operation.sent_by = env_.settings.process_id;
}

absl::StatusOr<Operation> Operations::Run(const Call& call, const NewOperation& wanted,
                                          const std::function<absl::Status(Transaction&)>& check) {
  SG_ASSIGN_OR_RETURN(const Workspace workspace, LoadWritableWorkspace(env_, call.workspace));
  SG_ASSIGN_OR_RETURN(const absl::Time now, env_.clocks.Now(workspace));
  SG_ASSIGN_OR_RETURN(Mutation* const mutation, FindMutation(wanted.kind));
  Operation operation = Describe(call, wanted, now);
  // Claimed before anybody can see it: a repeated request_id finds either nothing or a claim.
  const Claims::Claim claim = claims_.TryClaim(workspace.id, operation.id);
  SG_RETURN_IF_ERROR(StepTo(operation, OperationEvent::kSend));
  MarkSent(operation);

  std::optional<std::string> earlier;
  const auto record = [&](Transaction& tx) -> absl::Status {
    SG_ASSIGN_OR_RETURN(earlier, FindEarlierAnswer(tx, call));
    if (earlier.has_value()) return absl::OkStatus();
    SG_RETURN_IF_ERROR(check(tx));
    SG_RETURN_IF_ERROR(tx.operations().Put(operation));
    return RememberAnswer(tx, call, OperationName(workspace.id, operation.id),
                          env_.clocks.RealNow());
  };
  absl::Status recorded = env_.store.Write(record);
  if (LostARace(call, recorded)) recorded = env_.store.Write(record);
  SG_RETURN_IF_ERROR(recorded);
  if (earlier.has_value()) return AnswerEarlier(call, *earlier);

  Sent sent = SendAndApply(workspace, *mutation, operation);
  if (!sent.error.ok()) return sent.error;
  return std::move(sent.operation);
}

absl::StatusOr<Operation> Operations::AnswerEarlier(const Call& call, const std::string& name) {
  const std::string id = LastIdOf(name);
  // Whoever runs it here holds its claim until it is over or unknown.
  {
    const Claims::Claim wait =
        claims_.WaitClaim(call.workspace, id, call.remaining, call.cancelled);
  }
  SG_ASSIGN_OR_RETURN(Operation operation, Get(call.workspace, id));
  SG_RETURN_IF_ERROR(ErrorOf(operation));
  return operation;
}

absl::StatusOr<Operation> Operations::Start(
    const Call& call, const NewOperation& wanted,
    const std::function<absl::Status(Transaction&, Operation&, absl::Time)>& plan) {
  SG_ASSIGN_OR_RETURN(const Workspace workspace, LoadWritableWorkspace(env_, call.workspace));
  SG_ASSIGN_OR_RETURN(const absl::Time now, env_.clocks.Now(workspace));
  const Operation blank = Describe(call, wanted, now);
  Operation operation;
  std::optional<std::string> earlier;
  const auto record = [&](Transaction& tx) -> absl::Status {
    operation = blank;
    SG_ASSIGN_OR_RETURN(earlier, FindEarlierAnswer(tx, call));
    if (earlier.has_value()) return absl::OkStatus();
    SG_RETURN_IF_ERROR(plan(tx, operation, now));
    SG_RETURN_IF_ERROR(tx.operations().Put(operation));
    SG_RETURN_IF_ERROR(WakeWork(tx, workspace.id, kOperationWork, operation.id, now));
    return RememberAnswer(tx, call, OperationName(workspace.id, operation.id),
                          env_.clocks.RealNow());
  };
  absl::Status recorded = env_.store.Write(record);
  if (LostARace(call, recorded)) recorded = env_.store.Write(record);
  SG_RETURN_IF_ERROR(recorded);
  if (earlier.has_value()) return Get(workspace.id, LastIdOf(*earlier));
  env_.work.Poke(workspace.id);
  return operation;
}

absl::StatusOr<Operation> Operations::Plan(Transaction& tx, const Call& call,
                                           const NewOperation& wanted, const std::string& parent,
                                           int ordinal, absl::Time now) {
  Operation operation = Describe(call, wanted, now);
  operation.parent = parent;
  operation.ordinal = ordinal;
  SG_RETURN_IF_ERROR(tx.operations().Put(operation));
  if (IsComposite(wanted.kind)) {
    SG_RETURN_IF_ERROR(WakeWork(tx, call.workspace, kOperationWork, operation.id, now));
  }
  return operation;
}

absl::StatusOr<Operation> Operations::Execute(const std::string& workspace_id,
                                              const std::string& id) {
  SG_ASSIGN_OR_RETURN(const Workspace workspace, LoadWritableWorkspace(env_, workspace_id));
  SG_ASSIGN_OR_RETURN(const absl::Time now, env_.clocks.Now(workspace));
  const Claims::Claim claim = claims_.WaitClaim(workspace_id, id, kClaimWait, nullptr);
  if (!claim) return absl::AbortedError(fmt::format("operation {} is being worked on", id));
  SG_ASSIGN_OR_RETURN(Operation operation, Get(workspace_id, id));
  if (operation.state != OperationState::kPlanned) return operation;
  if (operation.due_time.has_value() && now < *operation.due_time) return operation;
  SG_ASSIGN_OR_RETURN(Mutation* const mutation, FindMutation(operation.kind));
  SG_ASSIGN_OR_RETURN(
      operation, Update(workspace, operation, [this](Transaction&, Operation& row, absl::Time) {
        SG_RETURN_IF_ERROR(StepTo(row, OperationEvent::kSend));
        row.waiting_for.clear();
        row.due_time.reset();
        MarkSent(row);
        return absl::OkStatus();
      }));
  if (operation.state != OperationState::kRunning) return operation;  // cancelled just before
  return SendAndApply(workspace, *mutation, operation).operation;
}

Operations::Sent Operations::SendAndApply(const Workspace& workspace, Mutation& mutation,
                                          const Operation& operation) {
  const absl::StatusOr<boost::json::object> answer = mutation.Send(env_, operation);
  absl::StatusOr<Operation> after;
  absl::Status refused;
  if (answer.ok()) {
    after = RecordAnswer(workspace, mutation, operation, *answer);
  } else if (auto planned = tiktok::PlannedCallOf(answer.status())) {
    after = RecordDryRun(workspace, mutation, operation,
                         {.method = std::move(planned->method),
                          .path = std::move(planned->path),
                          .body = std::move(planned->body)});
    if (after.ok()) refused = ErrorOf(*after);
  } else if (!tiktok::OutcomeUnknown(answer.status())) {
    refused = answer.status();
    const bool passing = DetailOf(refused).retry_after.has_value();
    // Somebody waits for a single one's answer, and decides whether to try again.
    const bool in_background = !operation.parent.empty() || InDoubt(operation);
    after = passing && in_background ? RecordPostponed(workspace, operation, refused)
                                     : RecordRefusal(workspace, mutation, operation, refused);
  } else {
    // The answer was lost, but a read may tell right now that it happened. That it is absent now
    // means nothing: the call may still be on its way.
    const auto found = mutation.Probe(env_, operation);
    if (!found.ok() || !found->has_value()) {
      after = answer.status();
    } else {
      after = RecordAnswer(workspace, mutation, operation, **found);
    }
  }
  if (after.ok()) return {.operation = *std::move(after), .error = refused};

  // Lost on the way, or it couldn't be written down: in both cases only a read will tell.
  const absl::Status lost = after.status();
  after = RecordUnknown(workspace, operation, lost);
  if (after.ok()) return {.operation = *after, .error = ErrorOf(*after)};
  LogError("operation_stranded", {{"operation", operation.id},
                                  {"workspace", workspace.id},
                                  {"reason", ReasonOf(after.status())}});
  Strand(operation);
  Operation unknown = operation;
  StepTo(unknown, OperationEvent::kAnswerLost).IgnoreError();  // it was RUNNING
  SetError(unknown, lost);
  return {.operation = unknown, .error = ErrorOf(unknown)};
}

}  // namespace sparkgate::server
