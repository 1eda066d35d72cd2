// The simulated world behind a SIMULATOR workspace: made with it, followed while it lives.
#ifndef SPARKGATE_SERVER_USECASES_ACCESS_WORLDS_OF_H_
#define SPARKGATE_SERVER_USECASES_ACCESS_WORLDS_OF_H_

#include <string>

#include <absl/status/status.h>
#include <absl/time/time.h>

#include "server/domain/app.h"
#include "server/domain/workspace.h"
#include "server/usecases/env.h"

namespace sparkgate::server {

inline const absl::Time kDefaultWorldStart =
    absl::FromUnixSeconds(1767225600);  // 2026-01-01T00:00Z

std::string SimulatorAppId(const std::string& workspace);
// The developer app that a SIMULATOR workspace without one gets; keyed by the world's seed, so that
// equal seeds make equal worlds.
App MakeSimulatorApp(Env& env, const Workspace& workspace);

// Makes the world and hands it the app; sets workspace.world_incarnation. Idempotent.
absl::Status MakeWorld(Env& env, Workspace& workspace, const App& app);

// Follows the world's clock, and waits a little until its time is known, so that the caller's next
// call doesn't answer SIMULATOR_UNREACHABLE.
void FollowWorld(Env& env, const Workspace& workspace);
void UnfollowWorld(Env& env, const Workspace& workspace);

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_USECASES_ACCESS_WORLDS_OF_H_
