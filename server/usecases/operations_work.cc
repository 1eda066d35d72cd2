// The "operation" work item: a composite's next step, or the search for a lost answer.
#include <string_view>
#include <vector>

#include "base/error.h"
#include "server/usecases/env.h"
#include "server/usecases/operation_steps.h"
#include "server/usecases/operation_work.h"
#include "server/usecases/operations.h"

namespace sparkgate::server {
namespace {

// Another thread works on the same operation: look again soon.
constexpr absl::Duration kBusy = absl::Milliseconds(20);

}  // namespace

std::string_view OperationWork::kind() const { return kOperationWork; }

std::vector<WorkOutcome> OperationWork::Run(Env& env, const Workspace& workspace,
                                            const std::vector<WorkItem>& items, absl::Time now) {
  std::vector<WorkOutcome> outcomes;
  outcomes.reserve(items.size());
  for (const WorkItem& item : items) {
    outcomes.push_back(env.operations->DoWork(workspace, item, now));
  }
  return outcomes;
}

WorkOutcome Operations::DoWork(const Workspace& workspace, const WorkItem& item, absl::Time now) {
  const Claims::Claim claim = claims_.TryClaim(workspace.id, item.subject);
  if (!claim) return AgainIn(kBusy);
  const absl::StatusOr<Operation> operation = Get(workspace.id, item.subject);
  if (absl::IsNotFound(operation.status())) return WorkDone();
  if (!operation.ok()) return FailedWork(operation.status());
  if (IsOver(operation->state)) return WorkDone();
  if (IsComposite(operation->kind)) return StepComposite(workspace, item, *operation, now);
  if (operation->state != OperationState::kUnknown) return WorkDone();
  return Reconcile(workspace, item, *operation, now);
}

WorkOutcome Operations::StepComposite(const Workspace& workspace, const WorkItem& item,
                                      Operation operation, absl::Time now) {
  if (operation.state == OperationState::kPlanned) {
    const auto running =
        Update(workspace, operation, [this](Transaction&, Operation& row, absl::Time) {
          MarkSent(row);
          return StepTo(row, OperationEvent::kSend);
        });
    if (!running.ok()) return FailedWork(running.status());
    operation = *running;
  }
  const auto composite = composites_.find(operation.kind);
  const WorkOutcome outcome = composite->second->Step(env_, workspace, operation, now);

  const absl::StatusOr<Operation> told = Update(
      workspace, operation, [&](Transaction& tx, Operation& row, absl::Time at) -> absl::Status {
        SG_RETURN_IF_ERROR(composite->second->Tally(tx, row));
        if (!row.waiting_for.empty()) return absl::OkStatus();
        if (outcome.kind == WorkOutcome::Kind::kAgainAt) {
          row.due_time = outcome.due;
        } else if (outcome.kind == WorkOutcome::Kind::kFailed) {
          row.due_time = at + RetryDelay(item.attempts + 1);
        } else {
          return absl::OkStatus();
        }
        row.waiting_for = kWaitsForRetry;
        return absl::OkStatus();
      });
  return told.ok() ? outcome : FailedWork(told.status());
}

}  // namespace sparkgate::server
