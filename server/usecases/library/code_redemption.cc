#include "server/usecases/library/code_redemption.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/error.h"
#include "server/usecases/env.h"
#include "server/usecases/events.h"
#include "server/usecases/library/code_import.h"
#include "server/usecases/library/library_mutations.h"
#include "server/usecases/library/stored_posts.h"
#include "server/usecases/names.h"
#include "server/usecases/operations.h"
#include "server/usecases/overlap.h"

namespace sparkgate::server {
namespace {

// Codes that are planned ahead and sent in one step: few, so that the workspace's other work gets
// its turn, and memory holds no more whatever the import's size.
constexpr size_t kAtOnce = 64;
// With those whose outcome isn't known: beyond that nothing is begun until they are found out.
constexpr int kMostOpen = 256;

// What is open of an import, with its items.
struct OpenCode {
  ImportItem item;
  Operation operation;
};

absl::StatusOr<std::vector<OpenCode>> ListOpen(const Transaction& tx, const Operation& whole) {
  SG_ASSIGN_OR_RETURN(
      std::vector<ImportItem> items,
      tx.code_imports().ListItems(whole.workspace, whole.id, ImportItemState::kSent, 0, kMostOpen));
  std::vector<OpenCode> open;
  for (ImportItem& item : items) {
    SG_ASSIGN_OR_RETURN(auto operation, tx.operations().Get(item.workspace, item.operation));
    if (!operation.has_value()) return absl::InternalError("an item's operation is missing");
    open.push_back({.item = std::move(item), .operation = *std::move(operation)});
  }
  return open;
}

// Takes over what became of an operation.
absl::Status Settle(Transaction& tx, CodeImport& whole, ImportItem item,
                    const Operation& operation) {
  switch (operation.state) {
    case OperationState::kDone:
      item.state = ImportItemState::kDone;
      item.item_id = LastIdOf(operation.result);
      ++whole.done;
      break;
    case OperationState::kDryRun:  // its error says that nothing was sent
    case OperationState::kFailed: {
      const absl::Status error = ErrorOf(operation);
      const ErrorDetail detail = DetailOf(error);
      item.state = ImportItemState::kFailed;
      item.error_code = static_cast<int>(error.code());
      item.error_reason = detail.reason;
      item.error_message = std::string(error.message());
      item.error_who = std::string(ActorName(detail.who));
      ++whole.failed;
      break;
    }
    default:
      item.state = ImportItemState::kCancelled;
      ++whole.cancelled;
      break;
  }
  return tx.code_imports().PutItem(item);
}

// One transaction of a step: takes over what is over, plans what comes next.
class Turn {
 public:
  Turn(Env& env, const Operation& operation, absl::Time now)
      : env_(env), operation_(operation), now_(now) {
    call_.principal = operation.principal;
    call_.workspace = operation.workspace;
    call_.method = operation.method;
  }

  absl::Status Take(Transaction& tx) {
    ready.clear();
    open = 0;
    later.reset();
    planned = false;
    changed_ = false;
    SG_ASSIGN_OR_RETURN(auto found, tx.code_imports().Get(operation_.workspace, operation_.id));
    if (!found.has_value()) return absl::InternalError("an import's record is missing");
    whole = *std::move(found);
    if (whole.stage == ImportStage::kReceiving) return absl::OkStatus();
    SG_RETURN_IF_ERROR(TakeOver(tx));
    if (whole.stage == ImportStage::kRedeeming) SG_RETURN_IF_ERROR(PlanMore(tx));
    return changed_ ? tx.code_imports().Put(whole) : absl::OkStatus();
  }

  CodeImport whole;
  std::vector<std::string> ready;   // operations to send now
  int open = 0;                     // all that aren't over, those included
  std::optional<absl::Time> later;  // when the first of those that TikTok turned away may go again
  bool planned = false;             // there may be more where that came from

 private:
  absl::Status TakeOver(Transaction& tx) {
    SG_ASSIGN_OR_RETURN(const auto codes, ListOpen(tx, operation_));
    for (const auto& [item, part] : codes) {
      if (IsOver(part.state)) {
        changed_ = true;
        SG_RETURN_IF_ERROR(Settle(tx, whole, item, part));
        continue;
      }
      ++open;
      if (part.state != OperationState::kPlanned) continue;
      if (!part.due_time.has_value() || *part.due_time <= now_) {
        ready.push_back(part.id);
      } else {
        later = std::min(later.value_or(*part.due_time), *part.due_time);
      }
    }
    return absl::OkStatus();
  }

  absl::Status PlanMore(Transaction& tx) {
    // While TikTok has enough, more would only wait beside.
    if (later.has_value() || open >= kMostOpen || ready.size() >= kAtOnce) return absl::OkStatus();
    const int room = std::min(static_cast<int>(kAtOnce - ready.size()), kMostOpen - open);
    SG_ASSIGN_OR_RETURN(auto waiting,
                        tx.code_imports().ListItems(operation_.workspace, operation_.id,
                                                    ImportItemState::kWaiting, 0, room));
    for (ImportItem& item : waiting) {
      changed_ = true;
      SG_ASSIGN_OR_RETURN(
          const auto redeemed,
          FindRedeemed(tx, operation_.workspace, whole.ad_account, item.lookup_hash, now_));
      if (redeemed.has_value()) {
        item.state = ImportItemState::kDone;
        item.item_id = *redeemed;
        item.arguments.clear();
        ++whole.done;
      } else {
        SG_ASSIGN_OR_RETURN(
            const Operation part,
            env_.operations->Plan(tx, call_,
                                  {.kind = kAuthorizePost,
                                   .target = operation_.target,
                                   .arguments = std::exchange(item.arguments, "")},
                                  operation_.id, static_cast<int>(item.number), now_));
        item.state = ImportItemState::kSent;
        item.operation = part.id;
        ready.push_back(part.id);
        ++open;
      }
      SG_RETURN_IF_ERROR(tx.code_imports().PutItem(item));
    }
    planned = !waiting.empty();
    return absl::OkStatus();
  }

  Env& env_;
  const Operation& operation_;
  const absl::Time now_;
  Call call_;
  bool changed_ = false;
};

class ImportComposite final : public Composite {
 public:
  std::string_view kind() const override { return kImportCodes; }

  WorkOutcome Step(Env& env, const Workspace& workspace, const Operation& operation,
                   absl::Time now) override {
    Turn turn(env, operation, now);
    const absl::Status taken =
        env.store.Write([&](Transaction& tx) -> absl::Status { return turn.Take(tx); });
    if (!taken.ok()) return FailedWork(taken);
    if (turn.whole.stage == ImportStage::kReceiving) return WorkDone();
    if (!turn.ready.empty()) return SendAll(env, workspace, turn.ready);
    if (turn.planned) return More();
    // Those of unknown outcome wake us when they are over.
    if (turn.later.has_value()) return AgainAt(*turn.later);
    if (turn.open > 0) return WorkDone();
    const absl::Status finished = env.store.Write(
        [&](Transaction& tx) -> absl::Status { return Finish(tx, operation, now); });
    return finished.ok() ? WorkDone() : FailedWork(finished);
  }

  absl::Status Cancel(Env& env, Transaction& tx, const Operation& operation,
                      absl::Time now) override {
    SG_ASSIGN_OR_RETURN(auto whole, tx.code_imports().Get(operation.workspace, operation.id));
    if (!whole.has_value()) return absl::OkStatus();
    SG_ASSIGN_OR_RETURN(const int64_t waiting,
                        tx.code_imports().CancelWaiting(operation.workspace, operation.id));
    whole->cancelled += waiting;
    if (whole->stage == ImportStage::kReceiving) {
      SG_RETURN_IF_ERROR(StopWaitingForText(tx, *whole));
    }
    whole->stage = ImportStage::kCancelled;
    SG_RETURN_IF_ERROR(tx.code_imports().Put(*whole));
    SG_ASSIGN_OR_RETURN(auto codes, ListOpen(tx, operation));
    for (OpenCode& code : codes) {
      SG_RETURN_IF_ERROR(env.operations->CancelPlanned(tx, code.operation, now));
    }
    return absl::OkStatus();
  }

  absl::Status Tally(const Transaction& tx, Operation& operation) override {
    SG_ASSIGN_OR_RETURN(const auto whole, tx.code_imports().Get(operation.workspace, operation.id));
    if (!whole.has_value()) return absl::OkStatus();
    SG_ASSIGN_OR_RETURN(const auto codes, ListOpen(tx, operation));
    std::vector<Operation> parts;
    for (const OpenCode& code : codes) parts.push_back(code.operation);
    TallyWaits(parts, operation);
    if (whole->stage == ImportStage::kReceiving) operation.waiting_for = kWaitsForText;
    Count(*whole, operation);
    return absl::OkStatus();
  }

 private:
  // It is no work that goes round in circles: each time it does other codes.
  static WorkOutcome More() {
    WorkOutcome more = AgainIn(absl::ZeroDuration());
    more.fresh = true;
    return more;
  }

  static WorkOutcome SendAll(Env& env, const Workspace& workspace,
                             const std::vector<std::string>& ids) {
    std::vector<absl::Status> sent(ids.size());
    Overlap(env.calls, ids.size(),
            [&](size_t i) { sent[i] = env.operations->Execute(workspace.id, ids[i]).status(); });
    const auto wrong = std::ranges::find_if(sent, [](const absl::Status& s) { return !s.ok(); });
    return wrong == sent.end() ? More() : FailedWork(*wrong);
  }

  static void Count(const CodeImport& whole, Operation& operation) {
    const int64_t failed = whole.refused + whole.failed;
    const int64_t over = whole.duplicates + whole.done + whole.cancelled + failed;
    operation.item_count = static_cast<int>(whole.items);
    operation.items_over = static_cast<int>(over);
    operation.items_failed = static_cast<int>(failed);
  }

  static absl::Status Finish(Transaction& tx, const Operation& operation, absl::Time now) {
    SG_ASSIGN_OR_RETURN(auto row, tx.operations().Get(operation.workspace, operation.id));
    SG_ASSIGN_OR_RETURN(const auto whole, tx.code_imports().Get(operation.workspace, operation.id));
    if (!row.has_value() || IsOver(row->state) || !whole.has_value()) return absl::OkStatus();
    Count(*whole, *row);
    row->result = row->target;
    const OperationEvent end = whole->stage == ImportStage::kCancelled ? OperationEvent::kCancel
                                                                       : OperationEvent::kSucceeded;
    SG_RETURN_IF_ERROR(FinishCounted(tx, *row, absl::OkStatus(), end, now));

    const std::string name = OperationName(row->workspace, row->id);
    return AppendEvent(tx, row->workspace, "import.finished", row->target, now,
                       {{"items", std::to_string(whole->items)},
                        {"done", std::to_string(whole->done)},
                        {"failed", std::to_string(whole->failed)},
                        {"refused", std::to_string(whole->refused)},
                        {"duplicates", std::to_string(whole->duplicates)},
                        {"cancelled", std::to_string(whole->cancelled)}},
                       name);
  }
};

}  // namespace

std::unique_ptr<Composite> NewImportComposite() { return std::make_unique<ImportComposite>(); }

}  // namespace sparkgate::server
