// What becomes of an operation whose answer was lost: found by reading, sent again where the
// design's table allows it, or left to a person.
#include <algorithm>
#include <string>

#include "base/error.h"
#include "base/log.h"
#include "server/usecases/env.h"
#include "server/usecases/operation_steps.h"
#include "server/usecases/operations.h"

namespace sparkgate::server {
namespace {

// About a day, as RetryDelay counts: a read that was refused that long won't succeed by itself.
constexpr int kPatience = 30;

// The outcome of a step whose own transaction wrote the work item.
WorkOutcome HandledBy(const absl::StatusOr<Operation>& written) {
  return written.ok() ? WorkHandled() : FailedWork(written.status());
}

}  // namespace

absl::Duration Operations::UntilCallIsOver(const Workspace& workspace,
                                           const Operation& operation) const {
  // Libcurl gave up, but what it sent may still be on its way until the upstream's own deadline.
  // Never longer than that deadline, whatever somebody did to the system clock.
  const absl::Duration timeout = workspace.settings.upstream_timeout;
  const absl::Time sent = operation.sent_time.value_or(absl::InfinitePast());
  return std::min(sent + timeout - env_.clocks.RealNow(), timeout);
}

WorkOutcome Operations::Reconcile(const Workspace& workspace, const WorkItem& item,
                                  const Operation& operation, absl::Time now) {
  const absl::StatusOr<Mutation*> mutation = FindMutation(operation.kind);
  if (!mutation.ok()) return FailedWork(mutation.status());
  const absl::Duration rest = UntilCallIsOver(workspace, operation);
  if (rest > absl::ZeroDuration()) return AgainIn(rest);
  if (operation.due_time.has_value() && now < *operation.due_time) {
    return AgainAt(*operation.due_time);
  }
  const auto found = (*mutation)->Probe(env_, operation);
  if (!found.ok()) return OnUnreadable(workspace, item, operation, found.status());
  if (!found->has_value()) return OnAbsent(workspace, **mutation, operation);
  return HandledBy(RecordAnswer(workspace, **mutation, operation, **found));
}

WorkOutcome Operations::OnUnreadable(const Workspace& workspace, const WorkItem& item,
                                     const Operation& operation, const absl::Status& error) {
  // While TikTok, or the simulator, is away (`retry_after`), patience has no end.
  const bool hopeless = item.attempts >= kPatience && !DetailOf(error).retry_after.has_value();
  if (hopeless || ReasonOf(error) == "OUTCOME_UNREADABLE") {
    return LeaveToPerson(workspace, operation);
  }
  LogWarning("operation_unreadable", {{"workspace", workspace.id},
                                      {"operation", operation.id},
                                      {"reason", ReasonOf(error)},
                                      {"attempts", item.attempts + 1}});
  return HandledBy(
      Update(workspace, operation, [](Transaction& tx, Operation& row, absl::Time now) {
        return LookLater(tx, row, absl::ZeroDuration(), now);
      }));
}

WorkOutcome Operations::OnAbsent(const Workspace& workspace, Mutation& mutation,
                                 const Operation& operation) {
  if (mutation.resend() == Mutation::Resend::kAlways) {
    return SendAgain(workspace, mutation, operation);
  }
  if (operation.absences > 0) {
    return mutation.resend() == Mutation::Resend::kAfterSettledAbsence
               ? SendAgain(workspace, mutation, operation)
               : LeaveToPerson(workspace, operation);
  }
  return HandledBy(Update(workspace, operation,
                          [&](Transaction& tx, Operation& row, absl::Time now) -> absl::Status {
                            row.absences = 1;
                            row.waiting_for = kWaitsForSecondRead;
                            row.due_time = now + workspace.settings.settle;
                            SG_RETURN_IF_ERROR(tx.work().Put({.workspace = row.workspace,
                                                              .kind = kOperationWork,
                                                              .subject = row.id,
                                                              .due = *row.due_time,
                                                              .attempts = 0}));
                            return WakeParent(tx, row, now);
                          }));
}

WorkOutcome Operations::LeaveToPerson(const Workspace& workspace, const Operation& operation) {
  return HandledBy(Update(
      workspace, operation, [](Transaction& tx, Operation& row, absl::Time now) -> absl::Status {
        row.waiting_for = kWaitsForPerson;
        row.due_time.reset();
        SG_RETURN_IF_ERROR(tx.work().Erase(row.workspace, kOperationWork, row.id));
        return WakeParent(tx, row, now);
      }));
}

WorkOutcome Operations::SendAgain(const Workspace& workspace, Mutation& mutation,
                                  const Operation& operation) {
  const absl::StatusOr<Operation> running = RecordResend(workspace, operation);
  if (!running.ok()) return FailedWork(running.status());
  if (running->state != OperationState::kRunning) return WorkDone();  // superseded just before
  LogInfo("operation_sent_again", {{"workspace", workspace.id}, {"operation", operation.id}});
  SendAndApply(workspace, mutation, *running);
  return WorkHandled();  // over: the item is gone; unknown again: it was put anew
}

}  // namespace sparkgate::server
