// What a workspace says of its world: there, made anew, or gone.
#ifndef SPARKGATE_SERVER_WORKERS_WORLD_STATE_H_
#define SPARKGATE_SERVER_WORKERS_WORLD_STATE_H_

#include <absl/status/status.h>
#include <absl/status/statusor.h>
#include <absl/time/time.h>

#include "server/domain/workspace.h"
#include "server/usecases/env.h"

namespace sparkgate::server {

// The state that a workspace should have, given what Clocks::Now says of its world. A reset one
// stays so until ResetWorkspace, and while nothing is known of the world nothing changes.
WorkspaceState StateFor(const Workspace& workspace, const absl::StatusOr<absl::Time>& now);

// Writes `state` with its event, if the workspace is still as it was read.
absl::Status SetWorldState(Env& env, const Workspace& workspace, WorkspaceState state);

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_WORKERS_WORLD_STATE_H_
