// Operations that aren't over, in the way of newer ones on the same target.
#include <optional>
#include <string>

#include <fmt/format.h>

#include "base/error.h"
#include "server/usecases/env.h"
#include "server/usecases/names.h"
#include "server/usecases/operation_steps.h"
#include "server/usecases/operations.h"

namespace sparkgate::server {

absl::Status OperationInProgress(const Operation& open, absl::Duration retry_after) {
  const std::string name = OperationName(open.workspace, open.id);
  ErrorDetail detail{.reason = "OPERATION_IN_PROGRESS",
                     .who = Actor::kNobody,
                     .retry_after = retry_after,
                     .metadata = {{"operation", name}}};
  if (open.waiting_for == kWaitsForPerson) {
    detail.who = Actor::kOperator;
    detail.retry_after.reset();
  }
  return Error(absl::StatusCode::kAborted,
               fmt::format("{} ({}) on the same target is not over yet", name, open.kind),
               std::move(detail));
}

absl::Status CheckNoneOpen(const Transaction& tx, const std::string& workspace,
                           const std::string& target) {
  SG_ASSIGN_OR_RETURN(const std::optional<Operation> open,
                      tx.operations().FindOpen(workspace, "", target));
  return open.has_value() ? OperationInProgress(*open) : absl::OkStatus();
}

absl::Status Operations::Supersede(Transaction& tx, const Workspace& workspace, Operation older,
                                   absl::Time now) {
  if (older.state == OperationState::kRunning) return OperationInProgress(older);
  if (older.state == OperationState::kUnknown) {
    const absl::Duration rest = UntilCallIsOver(workspace, older);
    if (rest > absl::ZeroDuration()) return OperationInProgress(older, rest);
  }
  const bool in_doubt = InDoubt(older);
  SG_ASSIGN_OR_RETURN(Mutation* const mutation, FindMutation(older.kind));
  SG_RETURN_IF_ERROR(Refuse(tx, *mutation, older,
                            Error(absl::StatusCode::kAborted, "a newer wish took its place",
                                  {.reason = "SUPERSEDED", .who = Actor::kNobody}),
                            now));
  older.update_time = now;
  SG_RETURN_IF_ERROR(tx.operations().Put(older));
  return in_doubt ? absl::OkStatus() : WakeParent(tx, older, now);
}

}  // namespace sparkgate::server
