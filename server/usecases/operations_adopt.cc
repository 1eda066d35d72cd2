// Operations whose process died, or couldn't write down what it knew.
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/log.h"
#include "server/usecases/env.h"
#include "server/usecases/operation_steps.h"
#include "server/usecases/operations.h"

namespace sparkgate::server {
namespace {

absl::Status AnswerLost(std::string_view why) {
  return Error(absl::StatusCode::kUnavailable, why,
               {.reason = "ANSWER_LOST", .who = Actor::kNobody});
}

}  // namespace

absl::Status Operations::AdoptOrphans() {
  std::vector<Operation> orphans;
  SG_RETURN_IF_ERROR(env_.store.Read([&](const Transaction& tx) -> absl::Status {
    SG_ASSIGN_OR_RETURN(orphans, tx.operations().ListOrphans(env_.settings.process_id));
    return absl::OkStatus();
  }));
  for (const Operation& orphan : orphans) SG_RETURN_IF_ERROR(AdoptOrphan(orphan));
  return absl::OkStatus();
}

absl::Status Operations::AdoptOrphan(const Operation& orphan) {
  SG_ASSIGN_OR_RETURN(const Workspace workspace, LoadWorkspace(env_, orphan.workspace));
  if (!IsComposite(orphan.kind)) {
    LogWarning("operation_adopted", {{"workspace", workspace.id}, {"operation", orphan.id}});
    return RecordUnknown(workspace, orphan, AnswerLost("the server stopped during the call"))
        .status();
  }
  return Update(workspace, orphan,
                [this](Transaction& tx, Operation& row, absl::Time now) -> absl::Status {
                  MarkSent(row);
                  return WakeWork(tx, row.workspace, kOperationWork, row.id, now);
                })
      .status();
}

void Operations::RescueStranded() {
  std::set<std::pair<std::string, std::string>> stranded;
  {
    MutexLock lock(mutex_);
    stranded = stranded_;
  }
  for (const auto& key : stranded) {
    const auto& [workspace_id, id] = key;
    const Claims::Claim claim = claims_.TryClaim(workspace_id, id);
    if (!claim) continue;
    absl::Status rescued = absl::OkStatus();
    const absl::StatusOr<Workspace> workspace = LoadWorkspace(env_, workspace_id);
    const absl::StatusOr<Operation> operation = Get(workspace_id, id);
    if (workspace.ok() && operation.ok() && operation->state == OperationState::kRunning) {
      rescued = RecordUnknown(*workspace, *operation,
                              AnswerLost("the answer came, but could not be written down"))
                    .status();
    } else if (!operation.ok()) {
      rescued = operation.status();
    }
    if (!rescued.ok() && !absl::IsNotFound(rescued)) continue;  // the store still refuses
    MutexLock lock(mutex_);
    stranded_.erase(key);
  }
}

}  // namespace sparkgate::server
