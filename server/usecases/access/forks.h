// Use cases of copies: a SIMULATOR workspace and its world, together. A fork lives on beside its
// source; a workspace is restored to what another one is, e.g. a fork that was made of it earlier.
// Both are refused while an operation is open: half of it would be in TikTok's world and the other
// half in nobody's hands.
#ifndef SPARKGATE_SERVER_USECASES_ACCESS_FORKS_H_
#define SPARKGATE_SERVER_USECASES_ACCESS_FORKS_H_

#include <string>

#include <absl/status/statusor.h>

#include "server/domain/workspace.h"
#include "server/usecases/access/workspaces.h"
#include "server/usecases/call.h"
#include "server/usecases/env.h"

namespace sparkgate::server {

struct NewFork {
  std::string id;            // "" = make one
  std::string display_name;  // "" = the source's
};

// FAILED_PRECONDITION: OPERATIONS_OPEN, CLOCK_NOT_OURS (LIVE), WORLD_RESET, WORLD_GONE. ABORTED:
// WORKSPACE_BUSY (deleted, reset, copied or changed meanwhile: repeat). ALREADY_EXISTS:
// WORKSPACE_EXISTS. And what Worlds::Fork answers.
absl::StatusOr<CreatedWorkspace> ForkWorkspace(Env& env, const Call& call,
                                               const std::string& source_id, const NewFork& wanted);

// `id` becomes a copy of `source_id` and keeps its name, settings, app and keys. The same reasons,
// of either workspace, and what Worlds::Restore answers. One that fails half way leaves a workspace
// in WORLD_RESET and can be repeated.
absl::StatusOr<Workspace> RestoreWorkspace(Env& env, const Call& call, const std::string& id,
                                           const std::string& source_id);

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_USECASES_ACCESS_FORKS_H_
