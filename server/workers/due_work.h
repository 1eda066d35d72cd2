// What is due in a workspace: one snapshot of its row and its work items at the instant where it
// stands.
#ifndef SPARKGATE_SERVER_WORKERS_DUE_WORK_H_
#define SPARKGATE_SERVER_WORKERS_DUE_WORK_H_

#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <absl/status/statusor.h>
#include <absl/time/time.h>

#include "server/domain/work.h"
#include "server/domain/workspace.h"
#include "server/usecases/env.h"

namespace sparkgate::server {

using WorkKey = std::pair<std::string, std::string>;  // kind, subject
inline WorkKey KeyOf(const WorkItem& item) { return {item.kind, item.subject}; }

// The most items that a handler is given at once.
inline constexpr size_t kBatchLimit = 1000;

struct DueWork {
  std::optional<Workspace> workspace;  // nullopt: removed
  absl::StatusOr<absl::Time> now;      // as Clocks tells for `workspace`
  std::vector<WorkItem> items;         // due at `now`, in order (due, kind, subject)
  std::optional<absl::Time> next_due;  // the earliest of all open items
};

// Reads at most `limit` due items. With `compare_events` a world that stands before the workspace's
// last event counts as reset, not only one that stands before the last work done.
absl::StatusOr<DueWork> LoadDueWork(Env& env, const std::string& workspace, size_t limit,
                                    bool compare_events);

// The longest beginning of one kind without the items of `skipped`, which are passed over.
std::vector<WorkItem> FirstBatch(const std::vector<WorkItem>& items,
                                 const std::set<WorkKey>& skipped);

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_WORKERS_DUE_WORK_H_
