// Late twins: an operation whose call was lost, was absent for long and so was sent again, and
// whose first call arrives all the same.
#include <iterator>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/log.h"
#include "server/usecases/env.h"
#include "server/usecases/events.h"
#include "server/usecases/names.h"
#include "server/usecases/operation_work.h"
#include "server/usecases/operations.h"
#include "server/usecases/work_kinds.h"

namespace sparkgate::server {
namespace {

// Ages of an operation's end at which is looked.
constexpr absl::Duration kTwinLooks[] = {absl::Minutes(10), absl::Hours(1), absl::Hours(6),
                                         absl::Hours(24)};

std::optional<absl::Time> NextTwinLook(absl::Time done, absl::Time now) {
  for (const absl::Duration age : kTwinLooks) {
    if (done + age > now) return done + age;
  }
  return std::nullopt;
}

}  // namespace

std::string_view TwinWork::kind() const { return kTwinWork; }

std::vector<WorkOutcome> TwinWork::Run(Env& env, const Workspace& workspace,
                                       const std::vector<WorkItem>& items, absl::Time now) {
  std::vector<WorkOutcome> outcomes;
  outcomes.reserve(items.size());
  for (const WorkItem& item : items) {
    outcomes.push_back(env.operations->DoTwinWork(workspace, item, now));
  }
  return outcomes;
}

absl::Status Operations::WatchForTwin(Transaction& tx, const Operation& operation, absl::Time now) {
  SG_ASSIGN_OR_RETURN(const Mutation* const mutation, FindMutation(operation.kind));
  if (!mutation->MayLeaveTwin()) return absl::OkStatus();
  return tx.work().Put({.workspace = operation.workspace,
                        .kind = kTwinWork,
                        .subject = operation.id,
                        .due = now + kTwinLooks[0]});
}

WorkOutcome Operations::DoTwinWork(const Workspace& workspace, const WorkItem& item,
                                   absl::Time now) {
  const absl::StatusOr<Operation> operation = Get(workspace.id, item.subject);
  if (absl::IsNotFound(operation.status())) return WorkDone();
  if (!operation.ok()) return FailedWork(operation.status());
  if (!IsOver(operation->state)) return AgainAt(now + kTwinLooks[0]);
  if (operation->state != OperationState::kDone) return WorkDone();
  const absl::StatusOr<Mutation*> mutation = FindMutation(operation->kind);
  if (!mutation.ok()) return FailedWork(mutation.status());

  const auto removed = (*mutation)->RemoveTwins(env_, *operation);
  if (absl::IsNotFound(removed.status())) return WorkDone();  // what it was made of is gone
  if (!removed.ok()) return FailedWork(removed.status());
  if (!removed->empty()) {
    const std::string name = OperationName(workspace.id, operation->id);
    const absl::Status told = env_.store.Write([&](Transaction& tx) -> absl::Status {
      for (const std::string& id : *removed) {
        SG_RETURN_IF_ERROR(AppendEvent(tx, workspace.id, "operation.twin_removed", name, now,
                                       {{"tiktok_id", id}}, name));
      }
      return absl::OkStatus();
    });
    if (!told.ok()) return FailedWork(told);
    LogWarning("twin_removed", {{"workspace", workspace.id}, {"operation", operation->id}});
  }
  const std::optional<absl::Time> next = NextTwinLook(operation->update_time, now);
  return next.has_value() ? AgainAt(*next) : WorkDone();
}

}  // namespace sparkgate::server
