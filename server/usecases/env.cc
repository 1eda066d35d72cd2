#include "server/usecases/env.h"

#include <atomic>
#include <cstdint>
#include <optional>

#include "base/clock.h"
#include "base/crypto/hash.h"
#include "base/error.h"
#include "base/ids.h"
#include "server/usecases/names.h"

namespace sparkgate::server {

absl::Status CheckAllowed(const Env& env, Environment environment) {
  if (environment != Environment::kLive || env.settings.allow_live) return absl::OkStatus();
  return Error(absl::StatusCode::kFailedPrecondition,
               "This server was started without --allow-live: nothing calls TikTok for a LIVE "
               "workspace.",
               {.reason = "LIVE_NOT_ALLOWED", .who = Actor::kOperator});
}

absl::StatusOr<Workspace> LoadWorkspace(Env& env, const std::string& id) {
  std::optional<Workspace> workspace;
  SG_RETURN_IF_ERROR(env.store.ReadPoint([&](const Transaction& tx) -> absl::Status {
    SG_ASSIGN_OR_RETURN(workspace, tx.workspaces().Get(id));
    return absl::OkStatus();
  }));
  if (!workspace.has_value()) return ResourceNotFound("sparkgate/Workspace", WorkspaceName(id));
  return *std::move(workspace);
}

absl::StatusOr<Workspace> LoadWritableWorkspace(Env& env, const std::string& id) {
  SG_ASSIGN_OR_RETURN(Workspace workspace, LoadWorkspace(env, id));
  SG_RETURN_IF_ERROR(CheckAllowed(env, workspace.environment));
  switch (workspace.state) {
    case WorkspaceState::kWorldReset:
      return WorldReset(id);
    case WorkspaceState::kWorldGone:
      return WorldGone(id);
    case WorkspaceState::kActive:
      break;
  }
  return workspace;
}

std::string NewId(absl::Time now) {
  // What one instant of a frozen world brings keeps its order, also over a restart: the count
  // begins where no earlier process has come, as long as it made fewer than 65,536 ids a second.
  static std::atomic<uint64_t> next =
      static_cast<uint64_t>(absl::ToUnixSeconds(SystemClock().Now())) << 16;
  const uint64_t number = next++;
  std::string entropy;
  for (int shift = 40; shift >= 0; shift -= 8) entropy += static_cast<char>(number >> shift);
  return MakeTimeOrderedId(now, entropy + RandomBytes(4));  // and other servers' ids
}

std::string OutwardBytes(const Workspace& workspace, std::string_view purpose,
                         std::string_view parent, uint64_t ordinal, size_t bytes) {
  if (workspace.environment == Environment::kLive) return RandomBytes(bytes);
  return KeyedRandom(workspace.world_seed).Bytes(purpose, parent, ordinal, bytes);
}

}  // namespace sparkgate::server
