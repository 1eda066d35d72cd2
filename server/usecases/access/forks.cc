#include "server/usecases/access/forks.h"

#include <optional>
#include <utility>
#include <vector>

#include <absl/cleanup/cleanup.h>
#include <fmt/format.h>

#include "base/error.h"
#include "base/log.h"
#include "server/usecases/access/api_keys.h"
#include "server/usecases/access/apps.h"
#include "server/usecases/access/ids.h"
#include "server/usecases/access/reseal.h"
#include "server/usecases/access/worlds_of.h"
#include "server/usecases/events.h"
#include "server/usecases/names.h"
#include "server/usecases/request_ids.h"

namespace sparkgate::server {
namespace {

absl::Status ForkedBefore(const std::string& id) {
  return Error(absl::StatusCode::kAlreadyExists,
               fmt::format("{} is there already.", WorkspaceName(id)),
               {.reason = "WORKSPACE_EXISTS", .who = Actor::kCaller});
}

// SIMULATOR, and its world is the one that its rows are about.
absl::StatusOr<Workspace> LoadSource(Env& env, const std::string& id) {
  SG_ASSIGN_OR_RETURN(Workspace workspace, LoadWorkspace(env, id));
  if (workspace.environment != Environment::kSimulator) return NotSimulated("forked or restored");
  return LoadWritableWorkspace(env, id);
}

absl::Status CheckNothingOpen(const Transaction& tx, const std::string& workspace) {
  for (const OperationState state :
       {OperationState::kPlanned, OperationState::kRunning, OperationState::kUnknown}) {
    SG_ASSIGN_OR_RETURN(const std::vector<Operation> open,
                        tx.operations().List(workspace, state, {.after = "", .limit = 1}));
    if (open.empty()) continue;
    const std::string name = OperationName(workspace, open.front().id);
    return Error(
        absl::StatusCode::kFailedPrecondition,
        fmt::format("{} ({}) isn't over. Wait for it, advance the world's clock, or cancel "
                    "or resolve it.",
                    name, open.front().kind),
        {.reason = "OPERATIONS_OPEN", .who = Actor::kCaller, .metadata = {{"operation", name}}});
  }
  return absl::OkStatus();
}

// Where a workspace's rows stand. A world is copied between two looks: rows that are still the same
// afterwards are those that the copy belongs to.
absl::StatusOr<int64_t> Standing(const Transaction& tx, const std::string& workspace) {
  SG_RETURN_IF_ERROR(CheckNothingOpen(tx, workspace));
  return tx.events().LastNumber(workspace);
}

absl::Status CheckStands(const Transaction& tx, const std::string& workspace, int64_t standing) {
  SG_ASSIGN_OR_RETURN(const int64_t now, Standing(tx, workspace));
  return now == standing ? absl::OkStatus()
                         : WorkspaceBusy(workspace, "changed while it was copied");
}

// A generated app goes with its workspace, so a fork gets one of its own: the same app to TikTok.
absl::StatusOr<std::optional<App>> OwnAppOf(Env& env, const Workspace& source,
                                            const std::string& fork) {
  if (source.app_id != SimulatorAppId(source.id)) return std::optional<App>();
  SG_ASSIGN_OR_RETURN(App app, GetApp(env, source.app_id));
  SG_ASSIGN_OR_RETURN(const std::string secret, OpenAppSecret(env, app));
  app.id = SimulatorAppId(fork);
  app.display_name = fmt::format("made for {}", fork);
  app.create_time = env.clocks.RealNow();
  SealAppSecret(env, app, secret);
  return std::optional<App>(std::move(app));
}

Workspace ForkOf(Env& env, const Workspace& source, const NewFork& wanted) {
  Workspace fork = source;
  fork.id = wanted.id.empty() ? MakeChosenId("ws") : wanted.id;
  if (!wanted.display_name.empty()) fork.display_name = wanted.display_name;
  fork.create_time = env.clocks.RealNow();
  fork.clock_speed = 0;
  env.vault.MakeKeys(fork);
  return fork;
}

}  // namespace

absl::StatusOr<CreatedWorkspace> ForkWorkspace(Env& env, const Call& call,
                                               const std::string& source_id,
                                               const NewFork& wanted) {
  if (!wanted.id.empty()) SG_RETURN_IF_ERROR(CheckChosenId(wanted.id, "workspace_id"));
  SG_RETURN_IF_ERROR(CheckDisplayName(wanted.display_name, "display_name"));
  SG_ASSIGN_OR_RETURN(const Claims::Claim claim, ClaimRemaking(env, source_id));
  std::optional<Workspace> there;
  std::string made;
  bool repeated = false;
  int64_t standing = 0;
  SG_ASSIGN_OR_RETURN(const Workspace source, LoadSource(env, source_id));
  Workspace fork = ForkOf(env, source, wanted);
  SG_RETURN_IF_ERROR(env.store.Read([&](const Transaction& tx) -> absl::Status {
    SG_ASSIGN_OR_RETURN(const auto earlier, FindEarlierAnswer(tx, call));
    repeated = earlier.has_value();
    made = repeated ? LastIdOf(*earlier) : fork.id;
    SG_ASSIGN_OR_RETURN(there, tx.workspaces().Get(made));
    if (repeated) return absl::OkStatus();
    SG_ASSIGN_OR_RETURN(standing, Standing(tx, source_id));
    return absl::OkStatus();
  }));
  if (repeated && !there.has_value()) {
    return ResourceNotFound("sparkgate/Workspace", WorkspaceName(made));
  }
  if (repeated) return CreatedWorkspace{.workspace = *there};
  if (there.has_value()) return ForkedBefore(fork.id);
  SG_ASSIGN_OR_RETURN(const std::optional<App> app, OwnAppOf(env, source, fork.id));
  if (app.has_value()) fork.app_id = app->id;

  SG_ASSIGN_OR_RETURN(const WorldInfo world,
                      env.worlds.Fork(source_id, fork.id, env.store.store_id()));
  absl::Cleanup delete_world = [&] {
    const absl::Status deleted = env.worlds.Delete(fork.id);
    if (!deleted.ok()) LogWarning("world_left_behind", {{"world", fork.id}});
  };
  fork.world_incarnation = world.incarnation;
  const NewSecret secret = MakeSecret();
  const ApiKey key{.workspace = fork.id,
                   .id = NewId(fork.create_time),
                   .display_name = "first admin",
                   .role = Role::kAdmin,
                   .secret_hash = secret.hash,
                   .create_time = fork.create_time};
  SG_RETURN_IF_ERROR(env.store.Write([&](Transaction& tx) -> absl::Status {
    SG_ASSIGN_OR_RETURN(const auto raced, tx.workspaces().Get(fork.id));
    if (raced.has_value()) return ForkedBefore(fork.id);
    SG_RETURN_IF_ERROR(CheckStands(tx, source_id, standing));
    if (app.has_value()) {
      SG_ASSIGN_OR_RETURN(const auto known, tx.apps().Get(app->id));
      SG_RETURN_IF_ERROR(known.has_value() ? tx.apps().Update(*app) : tx.apps().Insert(*app));
    }
    SG_RETURN_IF_ERROR(tx.workspaces().Insert(fork));
    SG_RETURN_IF_ERROR(tx.workspaces().CopyRows(source_id, fork.id, /*with_events=*/true));
    SG_RETURN_IF_ERROR(Reseal(env, tx, source, fork));
    SG_RETURN_IF_ERROR(tx.api_keys().Insert(key));
    SG_RETURN_IF_ERROR(AppendAudit(tx, call, "workspace.fork", WorkspaceName(fork.id),
                                   fork.create_time, {{"source", WorkspaceName(source_id)}}));
    return RememberAnswer(tx, call, WorkspaceName(fork.id), fork.create_time);
  }));
  std::move(delete_world).Cancel();
  FollowWorkspace(env, fork);
  return CreatedWorkspace{.workspace = fork, .admin_key = key, .admin_key_secret = secret.secret};
}

absl::StatusOr<Workspace> RestoreWorkspace(Env& env, const Call& call, const std::string& id,
                                           const std::string& source_id) {
  if (id == source_id) {
    return InvalidField("source", "must be another workspace than the one that is to change");
  }
  SG_ASSIGN_OR_RETURN(const Claims::Claim claim, ClaimRemaking(env, id));
  SG_ASSIGN_OR_RETURN(const Claims::Claim source_claim, ClaimRemaking(env, source_id));
  SG_ASSIGN_OR_RETURN(const Workspace target, LoadWorkspace(env, id));
  if (target.environment != Environment::kSimulator) return NotSimulated("forked or restored");
  SG_ASSIGN_OR_RETURN(const Workspace source, LoadSource(env, source_id));
  SG_ASSIGN_OR_RETURN(const App app, GetApp(env, target.app_id));
  bool repeated = false;
  int64_t standing = 0;
  SG_RETURN_IF_ERROR(env.store.Read([&](const Transaction& tx) -> absl::Status {
    SG_ASSIGN_OR_RETURN(const auto earlier, FindEarlierAnswer(tx, call));
    repeated = earlier.has_value();
    if (repeated) return absl::OkStatus();
    SG_RETURN_IF_ERROR(CheckNothingOpen(tx, id));
    SG_ASSIGN_OR_RETURN(standing, Standing(tx, source_id));
    return absl::OkStatus();
  }));
  if (repeated) return target;

  env.work.Unwatch(id);
  absl::Cleanup watch_again = [&] { env.work.Watch(id); };
  SG_ASSIGN_OR_RETURN(const WorldInfo world,
                      env.worlds.Restore(id, source_id, env.store.store_id()));
  SG_RETURN_IF_ERROR(TellWorld(env, id, app));
  const absl::Time now = env.clocks.RealNow();
  Workspace restored;
  SG_RETURN_IF_ERROR(env.store.Write([&](Transaction& tx) -> absl::Status {
    // Read again: its name or settings may have changed meanwhile.
    SG_ASSIGN_OR_RETURN(const auto current, tx.workspaces().Get(id));
    if (!current.has_value()) return ResourceNotFound("sparkgate/Workspace", WorkspaceName(id));
    SG_RETURN_IF_ERROR(CheckNothingOpen(tx, id));
    SG_RETURN_IF_ERROR(CheckStands(tx, source_id, standing));
    restored = *current;
    restored.world_seed = source.world_seed;
    restored.world_start = source.world_start;
    restored.world_now = source.world_now;
    restored.world_incarnation = world.incarnation;
    restored.state = WorkspaceState::kActive;
    SG_RETURN_IF_ERROR(tx.workspaces().Erase(id, /*keep_access=*/true));
    SG_RETURN_IF_ERROR(tx.workspaces().CopyRows(source_id, id, /*with_events=*/false));
    SG_RETURN_IF_ERROR(Reseal(env, tx, source, restored));
    SG_RETURN_IF_ERROR(tx.workspaces().Update(restored));
    SG_RETURN_IF_ERROR(AppendEvent(tx, id, "workspace.restored", WorkspaceName(id), world.now,
                                   {{"source", WorkspaceName(source_id)}}));
    SG_RETURN_IF_ERROR(AppendAudit(tx, call, "workspace.restore", WorkspaceName(id), now,
                                   {{"source", WorkspaceName(source_id)}}));
    return RememberAnswer(tx, call, WorkspaceName(id), now);
  }));
  std::move(watch_again).Cancel();
  FollowWorkspace(env, restored);
  return restored;
}

}  // namespace sparkgate::server
