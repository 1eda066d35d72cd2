// How an operation keeps an error, and answers with it.
#include <string>
#include <utility>

#include <fmt/format.h>

#include "base/error.h"
#include "server/usecases/names.h"
#include "server/usecases/operations.h"

namespace sparkgate::server {
namespace {

Actor ActorOf(std::string_view name) {
  for (const Actor actor :
       {Actor::kCaller, Actor::kCreator, Actor::kAdvertiser, Actor::kOperator}) {
    if (ActorName(actor) == name) return actor;
  }
  return Actor::kNobody;
}

}  // namespace

void SetError(Operation& operation, const absl::Status& error) {
  const ErrorDetail detail = DetailOf(error);
  operation.error_code = static_cast<int>(error.code());
  operation.error_reason = detail.reason;
  operation.error_message = std::string(error.message());
  operation.error_who = error.ok() ? "" : std::string(ActorName(detail.who));
}

absl::Status ErrorOf(const Operation& operation) {
  const std::string name = OperationName(operation.workspace, operation.id);
  ErrorDetail detail;
  detail.metadata["operation"] = name;
  switch (operation.state) {
    case OperationState::kDone:
      return absl::OkStatus();
    case OperationState::kFailed:
      detail.reason = operation.error_reason;
      detail.who = ActorOf(operation.error_who);
      return Error(static_cast<absl::StatusCode>(operation.error_code), operation.error_message,
                   std::move(detail));
    case OperationState::kUnknown:
      detail.reason = "OUTCOME_UNKNOWN";
      detail.who = operation.waiting_for == kWaitsForPerson ? Actor::kOperator : Actor::kNobody;
      return Error(absl::StatusCode::kUnavailable,
                   fmt::format("whether it happened is not known yet ({}); {} will tell",
                               operation.error_message, name),
                   std::move(detail));
    case OperationState::kPlanned:
    case OperationState::kRunning:
      detail.reason = "OPERATION_RUNNING";
      detail.who = Actor::kNobody;
      detail.retry_after = absl::Seconds(1);
      return Error(absl::StatusCode::kUnavailable, fmt::format("{} is not over yet", name),
                   std::move(detail));
    case OperationState::kCancelled:
      detail.reason = "OPERATION_CANCELLED";
      return Error(absl::StatusCode::kCancelled, fmt::format("{} was cancelled", name),
                   std::move(detail));
    case OperationState::kDryRun:
      detail.reason = "DRY_RUN";
      detail.who = Actor::kOperator;
      return Error(
          absl::StatusCode::kFailedPrecondition,
          fmt::format("The workspace is in a dry run: nothing was sent to TikTok; {} shows "
                      "what would have been. A workspace admin can end it.",
                      name),
          std::move(detail));
  }
  return absl::InternalError("an operation in no state");
}

}  // namespace sparkgate::server
