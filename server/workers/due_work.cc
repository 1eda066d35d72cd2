#include "server/workers/due_work.h"

#include <algorithm>

#include "base/error.h"

namespace sparkgate::server {
namespace {

// When the workspace last changed anything, by its own clock.
absl::StatusOr<absl::Time> LastEventTime(const Transaction& tx, const std::string& workspace) {
  SG_ASSIGN_OR_RETURN(const int64_t last, tx.events().LastNumber(workspace));
  if (last == 0) return absl::InfinitePast();
  SG_ASSIGN_OR_RETURN(const std::vector<Event> events, tx.events().List(workspace, last - 1, 1));
  return events.empty() ? absl::InfinitePast() : events.front().time;
}

}  // namespace

absl::StatusOr<DueWork> LoadDueWork(Env& env, const std::string& workspace, size_t limit,
                                    bool compare_events) {
  DueWork work;
  SG_RETURN_IF_ERROR(env.store.Read([&](const Transaction& tx) -> absl::Status {
    work = DueWork();
    SG_ASSIGN_OR_RETURN(work.workspace, tx.workspaces().Get(workspace));
    if (!work.workspace.has_value()) return absl::OkStatus();
    Workspace known = *work.workspace;
    // Whether a world that was gone is back is for the clock alone to say.
    if (known.state == WorkspaceState::kWorldGone) known.state = WorkspaceState::kActive;
    if (compare_events && known.environment == Environment::kSimulator) {
      SG_ASSIGN_OR_RETURN(const absl::Time last, LastEventTime(tx, workspace));
      known.world_now = std::max(known.world_now, last);
    }
    work.now = env.clocks.Now(known);
    if (!work.now.ok()) return absl::OkStatus();
    SG_ASSIGN_OR_RETURN(work.next_due, tx.work().NextDue(workspace));
    if (!work.next_due.has_value() || *work.next_due > *work.now) return absl::OkStatus();
    SG_ASSIGN_OR_RETURN(work.items,
                        tx.work().ListDue(workspace, *work.now, static_cast<int>(limit)));
    return absl::OkStatus();
  }));
  return work;
}

std::vector<WorkItem> FirstBatch(const std::vector<WorkItem>& items,
                                 const std::set<WorkKey>& skipped) {
  std::vector<WorkItem> batch;
  for (const WorkItem& item : items) {
    if (skipped.contains(KeyOf(item))) continue;
    if (!batch.empty() && item.kind != batch.front().kind) break;
    batch.push_back(item);
    if (batch.size() == kBatchLimit) break;
  }
  return batch;
}

}  // namespace sparkgate::server
