#include "server/workers/world_state.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/log.h"
#include "server/usecases/events.h"
#include "server/usecases/names.h"

namespace sparkgate::server {
namespace {

const char* EventTypeOf(WorkspaceState state) {
  switch (state) {
    case WorkspaceState::kActive:
      return "workspace.world_returned";
    case WorkspaceState::kWorldReset:
      return "workspace.world_reset";
    case WorkspaceState::kWorldGone:
      return "workspace.world_gone";
  }
  return "";
}

}  // namespace

WorkspaceState StateFor(const Workspace& workspace, const absl::StatusOr<absl::Time>& now) {
  if (workspace.state == WorkspaceState::kWorldReset) return workspace.state;
  if (now.ok()) return WorkspaceState::kActive;
  const std::string reason = ReasonOf(now.status());
  if (reason == "WORLD_RESET") return WorkspaceState::kWorldReset;
  if (reason == "WORLD_GONE") return WorkspaceState::kWorldGone;
  return workspace.state;
}

absl::Status SetWorldState(Env& env, const Workspace& workspace, WorkspaceState state) {
  LogWarning(EventTypeOf(state), {{"workspace", workspace.id}});
  return env.store.Write([&](Transaction& tx) -> absl::Status {
    SG_ASSIGN_OR_RETURN(std::optional<Workspace> row, tx.workspaces().Get(workspace.id));
    if (!row.has_value() || row->state != workspace.state ||
        row->world_incarnation != workspace.world_incarnation) {
      return absl::OkStatus();
    }
    row->state = state;
    SG_RETURN_IF_ERROR(tx.workspaces().Update(*row));
    // The world's own time tells nothing here: the latest instant that this workspace acted at.
    SG_ASSIGN_OR_RETURN(const int64_t last, tx.events().LastNumber(row->id));
    SG_ASSIGN_OR_RETURN(const std::vector<Event> events,
                        tx.events().List(row->id, std::max<int64_t>(last - 1, 0), 1));
    const absl::Time time =
        events.empty() ? row->world_now : std::max(row->world_now, events.front().time);
    return AppendEvent(tx, row->id, EventTypeOf(state), WorkspaceName(row->id), time);
  });
}

}  // namespace sparkgate::server
