#include "server/usecases/composite.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "server/usecases/env.h"
#include "server/usecases/operation_steps.h"
#include "server/usecases/operations.h"

namespace sparkgate::server {
namespace {

// An open part that goes on by itself, now.
bool Moves(const Operation& part) {
  return part.state == OperationState::kRunning ||
         (part.state == OperationState::kUnknown && part.waiting_for.empty());
}

void TallyOf(const std::vector<Operation>& parts, Operation& composite) {
  composite.item_count = static_cast<int>(parts.size());
  composite.items_over = 0;
  composite.items_failed = 0;
  for (const Operation& part : parts) {
    if (IsOver(part.state)) ++composite.items_over;
    if (part.state == OperationState::kFailed) ++composite.items_failed;
  }
  TallyWaits(parts, composite);
}

}  // namespace

void TallyWaits(const std::vector<Operation>& parts, Operation& composite) {
  composite.waiting_for.clear();
  composite.due_time.reset();
  bool moves = false;
  for (const Operation& part : parts) {
    if (Moves(part)) moves = true;
    if (IsOver(part.state) || part.waiting_for.empty()) continue;
    // What comes first is what it waits for; a person may never come.
    const bool first = composite.waiting_for.empty();
    const bool sooner = part.due_time.has_value() &&
                        (!composite.due_time.has_value() || *part.due_time < *composite.due_time);
    if (first || sooner) {
      composite.waiting_for = part.waiting_for;
      composite.due_time = part.due_time;
    }
  }
  if (moves) {
    composite.waiting_for.clear();
    composite.due_time.reset();
  }
}

absl::Status Composite::Cancel(Env& env, Transaction& tx, const Operation& operation,
                               absl::Time now) {
  return env.operations->CancelParts(tx, operation, now);
}

absl::Status Composite::Tally(const Transaction& tx, Operation& operation) {
  return TallyParts(tx, operation);
}

absl::Status TallyParts(const Transaction& tx, Operation& composite) {
  SG_ASSIGN_OR_RETURN(const std::vector<Operation> parts,
                      tx.operations().ListItems(composite.workspace, composite.id));
  TallyOf(parts, composite);
  return absl::OkStatus();
}

absl::Status FinishComposite(Transaction& tx, Operation& composite, const absl::Status& error,
                             absl::Time now) {
  SG_ASSIGN_OR_RETURN(const std::vector<Operation> parts,
                      tx.operations().ListItems(composite.workspace, composite.id));
  TallyOf(parts, composite);
  const auto any = [&](OperationState state) {
    return std::any_of(parts.begin(), parts.end(),
                       [&](const Operation& part) { return part.state == state; });
  };
  OperationEvent end = OperationEvent::kSucceeded;
  if (any(OperationState::kDryRun)) end = OperationEvent::kKeptBack;
  if (any(OperationState::kCancelled)) end = OperationEvent::kCancel;
  return FinishCounted(tx, composite, error, end, now);
}

absl::Status FinishCounted(Transaction& tx, Operation& composite, const absl::Status& error,
                           OperationEvent end, absl::Time now) {
  SG_RETURN_IF_ERROR(StepTo(composite, error.ok() ? end : OperationEvent::kRefused));
  if (!error.ok() || end == OperationEvent::kSucceeded) SetError(composite, error);
  composite.waiting_for.clear();
  composite.due_time.reset();
  composite.update_time = now;
  return tx.operations().Put(composite);
}

}  // namespace sparkgate::server
