#include "server/usecases/work_outcomes.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include "base/error.h"
#include "server/tiktok/outcome.h"

namespace sparkgate::server {
namespace {

using OutcomeKind = WorkOutcome::Kind;

// A disk that is full or broken, or a store that stops, fails whatever is tried; these depend on
// the row.
bool IsAboutARow(const WorkOutcome& outcome) {
  if (outcome.kind != OutcomeKind::kFailed) return false;
  const std::string reason = ReasonOf(outcome.error);
  return reason == "STORAGE_ROW_CORRUPT" || reason == "STORAGE_CONFLICT" ||
         reason == "STORAGE_ERROR" || reason == "SEAL_BROKEN";
}

// TikTok's limits, or an endpoint that is left alone, had no room for a call that nobody waits for:
// nothing failed, and no thread waits either.
WorkOutcome PutOff(WorkOutcome outcome, absl::Time now) {
  if (outcome.kind != OutcomeKind::kFailed || !tiktok::WasHeldBack(outcome.error)) return outcome;
  return AgainAt(now + DetailOf(outcome.error).retry_after.value_or(absl::Seconds(1)));
}

bool NeedsWrite(const WorkOutcome& outcome) {
  return outcome.kind != OutcomeKind::kHandled && outcome.kind != OutcomeKind::kAgainIn;
}

// A live clock never stands still: an item that is due again at once would run without a pause.
absl::Time DueAgain(const Workspace& workspace, const WorkOutcome& outcome, absl::Time now) {
  if (workspace.environment == Environment::kSimulator) return outcome.due;
  return std::max(outcome.due, now + absl::Seconds(1));
}

absl::Status WriteOutcome(Transaction& tx, const Workspace& workspace, const WorkItem& item,
                          const WorkOutcome& outcome, absl::Time now) {
  SG_ASSIGN_OR_RETURN(const std::optional<WorkItem> present,
                      tx.work().Get(item.workspace, item.kind, item.subject));
  if (!present.has_value() || present->due != item.due || present->attempts != item.attempts) {
    return absl::OkStatus();
  }
  if (outcome.kind == OutcomeKind::kDone) {
    return tx.work().Erase(item.workspace, item.kind, item.subject);
  }
  WorkItem next = item;
  if (outcome.kind == OutcomeKind::kAgainAt) {
    next.attempts = 0;
    next.due = DueAgain(workspace, outcome, now);
  } else {
    ++next.attempts;
    next.due = now + RetryDelay(next.attempts);
  }
  return tx.work().Put(next);
}

// Shows a world that comes back older than what was done in it.
absl::Status RememberInstant(Transaction& tx, const Workspace& workspace, absl::Time now) {
  if (workspace.environment != Environment::kSimulator || now <= workspace.world_now) {
    return absl::OkStatus();
  }
  SG_ASSIGN_OR_RETURN(std::optional<Workspace> row, tx.workspaces().Get(workspace.id));
  if (!row.has_value() || row->world_incarnation != workspace.world_incarnation) {
    return absl::OkStatus();
  }
  row->world_now = std::max(row->world_now, now);
  return tx.workspaces().Update(*row);
}

absl::Status WriteEach(Transaction& tx, const Workspace& workspace,
                       const std::vector<WorkItem>& batch, const std::vector<WorkOutcome>& outcomes,
                       absl::Time now) {
  for (size_t i = 0; i < batch.size(); ++i) {
    if (!NeedsWrite(outcomes[i])) continue;
    SG_RETURN_IF_ERROR(WriteOutcome(tx, workspace, batch[i], outcomes[i], now));
  }
  return RememberInstant(tx, workspace, now);
}

}  // namespace

std::vector<std::string> SubjectsOf(const std::vector<WorkItem>& items) {
  std::vector<std::string> subjects;
  subjects.reserve(items.size());
  for (const WorkItem& item : items) subjects.push_back(item.subject);
  return subjects;
}

std::vector<WorkOutcome> RunBatch(WorkHandler& handler, Env& env, const Workspace& workspace,
                                  const std::vector<WorkItem>& batch, absl::Time now) {
  std::vector<WorkOutcome> outcomes = handler.Run(env, workspace, batch, now);
  for (WorkOutcome& outcome : outcomes) outcome = PutOff(std::move(outcome), now);
  if (batch.size() == 1 || !std::ranges::all_of(outcomes, IsAboutARow)) return outcomes;
  // Halves, since what is asked of TikTok once more still overlaps in them.
  const auto middle = batch.begin() + std::ssize(batch) / 2;
  outcomes = RunBatch(handler, env, workspace, {batch.begin(), middle}, now);
  std::ranges::move(RunBatch(handler, env, workspace, {middle, batch.end()}, now),
                    std::back_inserter(outcomes));
  return outcomes;
}

absl::Status WriteOutcomes(Env& env, const Workspace& workspace, const std::vector<WorkItem>& batch,
                           const std::vector<WorkOutcome>& outcomes, absl::Time now) {
  if (std::ranges::none_of(outcomes, NeedsWrite)) return absl::OkStatus();
  return env.store.Write(
      [&](Transaction& tx) { return WriteEach(tx, workspace, batch, outcomes, now); });
}

std::vector<WorkOutcome> TakeTogether(
    Env& env, const Workspace& workspace, const std::vector<WorkItem>& batch, absl::Time now,
    const std::function<absl::StatusOr<std::vector<WorkOutcome>>(Transaction&)>& take) {
  std::vector<WorkOutcome> left;  // to the runner
  const absl::Status taken = env.store.Write([&](Transaction& tx) -> absl::Status {
    SG_ASSIGN_OR_RETURN(std::vector<WorkOutcome> mine, take(tx));
    left.assign(batch.size(), WorkHandled());
    for (size_t i = 0; i < batch.size(); ++i) {
      const bool over = mine[i].kind == OutcomeKind::kDone || mine[i].kind == OutcomeKind::kAgainAt;
      if (!over) std::swap(mine[i], left[i]);
    }
    return WriteEach(tx, workspace, batch, mine, now);
  });
  if (!taken.ok()) left.assign(batch.size(), FailedWork(taken));
  return left;
}

}  // namespace sparkgate::server
