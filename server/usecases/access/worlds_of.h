// What a workspace has beside its rows: its background work, and behind a SIMULATOR one its world,
// made with it and followed while it lives.
#ifndef SPARKGATE_SERVER_USECASES_ACCESS_WORLDS_OF_H_
#define SPARKGATE_SERVER_USECASES_ACCESS_WORLDS_OF_H_

#include <string>
#include <string_view>

#include <absl/status/status.h>
#include <absl/status/statusor.h>
#include <absl/time/time.h>

#include "server/domain/app.h"
#include "server/domain/workspace.h"
#include "server/usecases/env.h"

namespace sparkgate::server {

inline const absl::Time kDefaultWorldStart =
    absl::FromUnixSeconds(1767225600);  // 2026-01-01T00:00Z

// Who deletes, resets or copies a workspace holds this: one at a time, else WORKSPACE_BUSY.
absl::StatusOr<Claims::Claim> ClaimRemaking(Env& env, const std::string& workspace);
// ABORTED: "workspaces/w <why>". Repeating is enough.
absl::Status WorkspaceBusy(const std::string& workspace, std::string_view why);
// FAILED_PRECONDITION, CLOCK_NOT_OURS: "Only SIMULATOR workspaces can be <what>."
absl::Status NotSimulated(std::string_view what);

std::string SimulatorAppId(const std::string& workspace);
// The developer app that a SIMULATOR workspace without one gets; keyed by the world's seed, so that
// equal seeds make equal worlds.
App MakeSimulatorApp(Env& env, const Workspace& workspace);

// Makes the world and hands it the app; sets workspace.world_incarnation. Idempotent.
absl::Status MakeWorld(Env& env, Workspace& workspace, const App& app);

// Hands the app to a world that is there.
absl::Status TellWorld(Env& env, const std::string& world, const App& app);

// Hands an app that was changed to the world of each workspace that uses it. A world that is gone
// gets it from ResetWorkspace. UNAVAILABLE, reason SIMULATOR_UNREACHABLE, if one doesn't know it
// yet.
absl::Status TellWorlds(Env& env, const App& app);

// Does the workspace's work from now on, and follows its world's clock; waits a little until that
// is known, so that the caller's next call doesn't answer SIMULATOR_UNREACHABLE.
// WorkSignal::Unwatch ends it.
void FollowWorkspace(Env& env, const Workspace& workspace);

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_USECASES_ACCESS_WORLDS_OF_H_
