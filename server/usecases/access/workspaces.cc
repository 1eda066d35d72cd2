#include "server/usecases/access/workspaces.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <functional>
#include <utility>

#include <absl/cleanup/cleanup.h>
#include <absl/strings/ascii.h>
#include <fmt/format.h>

#include "base/crypto/hash.h"
#include "base/error.h"
#include "server/domain/text.h"
#include "server/usecases/access/api_keys.h"
#include "server/usecases/access/apps.h"
#include "server/usecases/access/ids.h"
#include "server/usecases/access/worlds_of.h"
#include "server/usecases/ads/subscriptions.h"
#include "server/usecases/events.h"
#include "server/usecases/library/library_work.h"
#include "server/usecases/names.h"
#include "server/usecases/request_ids.h"

namespace sparkgate::server {
namespace {

constexpr int kLongestName = 100;
constexpr int kLongestSeed = 200;
constexpr size_t kMostAdAccounts = 1000;
constexpr size_t kLongestTikTokId = 20;
constexpr size_t kMostCeilings = 50;

absl::Status CheckWanted(const Env& env, const NewWorkspace& wanted) {
  if (!wanted.id.empty()) SG_RETURN_IF_ERROR(CheckChosenId(wanted.id, "workspace_id"));
  SG_RETURN_IF_ERROR(CheckDisplayName(wanted.display_name, "display_name"));
  if (wanted.environment == Environment::kLive) {
    SG_RETURN_IF_ERROR(CheckAllowed(env, wanted.environment));
    if (wanted.app.empty()) return InvalidField("app", "is required for a LIVE workspace");
    if (!wanted.seed.empty()) return InvalidField("seed", "is for SIMULATOR workspaces");
    if (wanted.start.has_value()) return InvalidField("start_time", "is for SIMULATOR workspaces");
    if (wanted.clock_speed != 0) return InvalidField("clock_speed", "is for SIMULATOR workspaces");
  }
  SG_RETURN_IF_ERROR(CheckText(wanted.seed, kLongestSeed, "seed"));
  if (!std::isfinite(wanted.clock_speed) || wanted.clock_speed < 0 || wanted.clock_speed > 1e6) {
    return InvalidField("clock_speed", "must be 0 (frozen) to 1,000,000");
  }
  return CheckSettings(wanted.settings);
}

// What the fields of the protections may hold.
absl::Status CheckProtections(const WorkspaceSettings& settings) {
  const auto& accounts = settings.allowed_ad_accounts;
  if (accounts.size() > kMostAdAccounts) {
    return InvalidField("settings.allowed_ad_accounts", "must be at most 1000");
  }
  for (size_t i = 0; i < accounts.size(); ++i) {
    if (accounts[i].empty() || accounts[i].size() > kLongestTikTokId ||
        !std::ranges::all_of(accounts[i], absl::ascii_isdigit)) {
      return InvalidField(fmt::format("settings.allowed_ad_accounts[{}]", i),
                          "must be TikTok's id of an ad account: digits");
    }
  }
  if (settings.ceilings.size() > kMostCeilings) {
    return InvalidField("settings.spending_ceilings", "must be at most 50");
  }
  for (const auto& [currency, micros] : settings.ceilings) {
    if (currency.size() != 3 || !std::ranges::all_of(currency, absl::ascii_isupper)) {
      return InvalidField("settings.spending_ceilings",
                          "each must name a currency, by three capital letters");
    }
    if (micros < 0) {
      return InvalidField("settings.spending_ceilings", "each must be 0 or more");
    }
  }
  return absl::OkStatus();
}

// The same call would have made this workspace.
bool Matches(const Workspace& workspace, const NewWorkspace& wanted) {
  return workspace.display_name == wanted.display_name &&
         workspace.environment == wanted.environment &&
         (wanted.app.empty() || workspace.app_id == wanted.app) &&
         (wanted.seed.empty() || workspace.world_seed == wanted.seed) &&
         (!wanted.start.has_value() || workspace.world_start == *wanted.start) &&
         workspace.clock_speed == wanted.clock_speed && workspace.settings == wanted.settings;
}

}  // namespace

absl::Status CheckDisplayName(const std::string& name, std::string_view field) {
  return CheckText(name, kLongestName, field);
}

absl::Status CheckSettings(const WorkspaceSettings& settings) {
  if (settings.settle < absl::Seconds(1) || settings.settle > absl::Hours(1)) {
    return InvalidField("settings.settle", "must be 1 s to 1 h");
  }
  if (settings.upstream_timeout < absl::Milliseconds(20) ||
      settings.upstream_timeout > absl::Seconds(60)) {
    return InvalidField("settings.upstream_timeout", "must be 20 ms to 60 s");
  }
  if (settings.alert_days.empty() || settings.alert_days.size() > 10) {
    return InvalidField("settings.alert_days", "must be 1 to 10 distances");
  }
  for (size_t i = 0; i < settings.alert_days.size(); ++i) {
    if (settings.alert_days[i] < 1 || settings.alert_days[i] > 365) {
      return InvalidField(fmt::format("settings.alert_days[{}]", i), "must be 1 to 365");
    }
  }
  return CheckProtections(settings);
}

absl::StatusOr<CreatedWorkspace> CreateWorkspace(Env& env, const Call& call,
                                                 const NewWorkspace& wanted) {
  SG_RETURN_IF_ERROR(CheckWanted(env, wanted));
  const absl::Time now = env.clocks.RealNow();

  // Whether it is there already: by request_id, or by its own id.
  std::optional<std::string> earlier;
  std::optional<Workspace> there;
  std::optional<App> app;
  SG_RETURN_IF_ERROR(env.store.Read([&](const Transaction& tx) -> absl::Status {
    SG_ASSIGN_OR_RETURN(earlier, FindEarlierAnswer(tx, call));
    const std::string id = earlier.has_value() ? LastIdOf(*earlier) : wanted.id;
    if (!id.empty()) {
      SG_ASSIGN_OR_RETURN(there, tx.workspaces().Get(id));
      if (there.has_value() && !earlier.has_value() && !Matches(*there, wanted)) {
        return Error(absl::StatusCode::kAlreadyExists,
                     fmt::format("{} is there already with other parameters.", WorkspaceName(id)),
                     {.reason = "WORKSPACE_EXISTS", .who = Actor::kCaller});
      }
    }
    if (!wanted.app.empty()) {
      SG_ASSIGN_OR_RETURN(app, tx.apps().Get(wanted.app));
      if (!app.has_value()) return ResourceNotFound("sparkgate/App", AppName(wanted.app));
      if (app->environment != wanted.environment) {
        return InvalidField("app", "is of the other environment");
      }
    }
    return absl::OkStatus();
  }));
  if (there.has_value() && !earlier.has_value()) {
    SG_RETURN_IF_ERROR(env.store.Write([&](Transaction& tx) -> absl::Status {
      SG_ASSIGN_OR_RETURN(earlier, FindEarlierAnswer(tx, call));
      if (earlier.has_value()) return absl::OkStatus();
      return RememberAnswer(tx, call, WorkspaceName(there->id), now);
    }));
  }
  if (there.has_value()) return CreatedWorkspace{.workspace = *there};

  Workspace workspace;
  workspace.id = wanted.id.empty() ? MakeChosenId("ws") : wanted.id;
  workspace.display_name = wanted.display_name;
  workspace.environment = wanted.environment;
  workspace.create_time = now;
  workspace.settings = wanted.settings;
  env.vault.MakeKeys(workspace);
  const bool simulated = workspace.environment == Environment::kSimulator;
  if (simulated) {
    workspace.world_seed = wanted.seed.empty() ? workspace.id : wanted.seed;
    workspace.world_start = wanted.start.value_or(kDefaultWorldStart);
    workspace.world_now = workspace.world_start;
    workspace.clock_speed = wanted.clock_speed;
  }
  const bool app_made = !app.has_value();
  if (app_made) app = MakeSimulatorApp(env, workspace);
  workspace.app_id = app->id;
  // The world comes first: it is idempotent by id, so a crash before the commit below is mended by
  // the caller's retry, while a workspace without a world would answer WORLD_GONE.
  if (simulated) SG_RETURN_IF_ERROR(MakeWorld(env, workspace, *app));

  const NewSecret secret = MakeSecret();
  const ApiKey key{.workspace = workspace.id,
                   .id = NewId(now),
                   .display_name = "first admin",
                   .role = Role::kAdmin,
                   .secret_hash = secret.hash,
                   .create_time = now};
  SG_RETURN_IF_ERROR(env.store.Write([&](Transaction& tx) -> absl::Status {
    SG_ASSIGN_OR_RETURN(const auto raced, tx.workspaces().Get(workspace.id));
    if (raced.has_value()) {
      return Error(absl::StatusCode::kAborted,
                   fmt::format("{} is being made by another call; repeat this one.",
                               WorkspaceName(workspace.id)),
                   {.reason = "WORKSPACE_EXISTS",
                    .who = Actor::kNobody,
                    .retry_after = absl::Milliseconds(100)});
    }
    if (app_made) {
      SG_ASSIGN_OR_RETURN(const auto known, tx.apps().Get(app->id));
      if (!known.has_value()) SG_RETURN_IF_ERROR(tx.apps().Insert(*app));
    }
    SG_RETURN_IF_ERROR(tx.workspaces().Insert(workspace));
    SG_RETURN_IF_ERROR(tx.api_keys().Insert(key));
    SG_RETURN_IF_ERROR(AppendAudit(tx, call, "workspace.create", WorkspaceName(workspace.id), now));
    return RememberAnswer(tx, call, WorkspaceName(workspace.id), now);
  }));
  FollowWorkspace(env, workspace);
  return CreatedWorkspace{
      .workspace = workspace, .admin_key = key, .admin_key_secret = secret.secret};
}

absl::StatusOr<Workspace> GetWorkspace(Env& env, const std::string& id) {
  return LoadWorkspace(env, id);
}

absl::StatusOr<std::vector<Workspace>> ListWorkspaces(Env& env, const Page& page) {
  std::vector<Workspace> workspaces;
  SG_RETURN_IF_ERROR(env.store.Read([&](const Transaction& tx) -> absl::Status {
    SG_ASSIGN_OR_RETURN(workspaces, tx.workspaces().List(page));
    return absl::OkStatus();
  }));
  return workspaces;
}

absl::StatusOr<Workspace> UpdateWorkspace(Env& env, const Call& call, const std::string& id,
                                          const std::function<void(Workspace&)>& change) {
  const absl::Time now = env.clocks.RealNow();
  Workspace updated;
  SG_RETURN_IF_ERROR(env.store.Write([&](Transaction& tx) -> absl::Status {
    SG_ASSIGN_OR_RETURN(const auto workspace, tx.workspaces().Get(id));
    if (!workspace.has_value()) return ResourceNotFound("sparkgate/Workspace", WorkspaceName(id));
    updated = *workspace;
    SG_ASSIGN_OR_RETURN(const auto earlier, FindEarlierAnswer(tx, call));
    if (earlier.has_value()) return absl::OkStatus();
    change(updated);
    SG_RETURN_IF_ERROR(CheckDisplayName(updated.display_name, "workspace.display_name"));
    SG_RETURN_IF_ERROR(CheckSettings(updated.settings));
    if (updated != *workspace) {
      SG_RETURN_IF_ERROR(tx.workspaces().Update(updated));
      SG_RETURN_IF_ERROR(
          AppendEvent(tx, id, "workspace.changed", WorkspaceName(id), EventNow(env, updated)));
    }
    if (updated.settings.alert_days != workspace->settings.alert_days) {
      SG_RETURN_IF_ERROR(ReplanAuthorizationWork(tx, updated, EventNow(env, updated)));
    }
    if (workspace->settings.dry_run && !updated.settings.dry_run) {
      SG_RETURN_IF_ERROR(WakeSubscriptions(env, tx, id, EventNow(env, updated)));
    }
    SG_RETURN_IF_ERROR(AppendAudit(tx, call, "workspace.update", WorkspaceName(id), now));
    return RememberAnswer(tx, call, WorkspaceName(id), now);
  }));
  env.work.Poke(id);
  return updated;
}

absl::Status DeleteWorkspace(Env& env, const Call& call, const std::string& id) {
  const absl::Time now = env.clocks.RealNow();
  SG_ASSIGN_OR_RETURN(const Claims::Claim claim, ClaimRemaking(env, id));
  std::optional<Workspace> workspace;
  bool repeated = false;
  SG_RETURN_IF_ERROR(env.store.Read([&](const Transaction& tx) -> absl::Status {
    SG_ASSIGN_OR_RETURN(const auto earlier, FindEarlierAnswer(tx, call));
    repeated = earlier.has_value();
    SG_ASSIGN_OR_RETURN(workspace, tx.workspaces().Get(id));
    return absl::OkStatus();
  }));
  if (repeated) return absl::OkStatus();
  if (!workspace.has_value()) return ResourceNotFound("sparkgate/Workspace", WorkspaceName(id));
  env.work.Unwatch(id);
  absl::Cleanup watch_again = [&] { env.work.Watch(id); };  // if it stays after all
  if (workspace->environment == Environment::kSimulator) {
    SG_RETURN_IF_ERROR(env.worlds.Delete(id));
  }
  SG_RETURN_IF_ERROR(env.store.Write([&](Transaction& tx) -> absl::Status {
    SG_RETURN_IF_ERROR(tx.workspaces().Erase(id, /*keep_access=*/false));
    // An app that was made for this workspace alone goes with it.
    if (workspace->app_id == SimulatorAppId(id)) {
      SG_RETURN_IF_ERROR(tx.apps().Erase(workspace->app_id));
    }
    SG_RETURN_IF_ERROR(AppendAudit(tx, call, "workspace.delete", WorkspaceName(id), now));
    return RememberAnswer(tx, call, WorkspaceName(id), now);
  }));
  std::move(watch_again).Cancel();
  return absl::OkStatus();
}

absl::StatusOr<Workspace> ResetWorkspace(Env& env, const Call& call, const std::string& id,
                                         const std::string& seed, std::optional<absl::Time> start) {
  const absl::Time now = env.clocks.RealNow();
  SG_RETURN_IF_ERROR(CheckText(seed, kLongestSeed, "seed"));
  SG_ASSIGN_OR_RETURN(const Claims::Claim claim, ClaimRemaking(env, id));
  SG_ASSIGN_OR_RETURN(Workspace workspace, LoadWorkspace(env, id));
  if (workspace.environment != Environment::kSimulator) return NotSimulated("reset");
  std::optional<App> app;
  bool repeated = false;
  SG_RETURN_IF_ERROR(env.store.Read([&](const Transaction& tx) -> absl::Status {
    SG_ASSIGN_OR_RETURN(const auto earlier, FindEarlierAnswer(tx, call));
    repeated = earlier.has_value();
    SG_ASSIGN_OR_RETURN(app, tx.apps().Get(workspace.app_id));
    return absl::OkStatus();
  }));
  if (repeated) return workspace;
  if (!app.has_value()) return ResourceNotFound("sparkgate/App", AppName(workspace.app_id));

  env.work.Unwatch(id);
  // Half a reset shows as WORLD_GONE or WORLD_RESET, which the next one mends.
  absl::Cleanup watch_again = [&] { env.work.Watch(id); };
  SG_RETURN_IF_ERROR(env.worlds.Delete(id));
  if (!seed.empty()) workspace.world_seed = seed;
  if (start.has_value()) workspace.world_start = *start;
  SG_RETURN_IF_ERROR(MakeWorld(env, workspace, *app));
  Workspace reset;
  SG_RETURN_IF_ERROR(env.store.Write([&](Transaction& tx) -> absl::Status {
    // Read again: its name or settings may have changed while the world was made.
    SG_ASSIGN_OR_RETURN(const auto current, tx.workspaces().Get(id));
    if (!current.has_value()) return ResourceNotFound("sparkgate/Workspace", WorkspaceName(id));
    reset = *current;
    reset.world_seed = workspace.world_seed;
    reset.world_start = workspace.world_start;
    reset.world_now = workspace.world_start;
    reset.world_incarnation = workspace.world_incarnation;
    reset.state = WorkspaceState::kActive;
    SG_RETURN_IF_ERROR(tx.workspaces().Erase(id, /*keep_access=*/true));
    SG_RETURN_IF_ERROR(tx.workspaces().Update(reset));
    SG_RETURN_IF_ERROR(
        AppendEvent(tx, id, "workspace.reset", WorkspaceName(id), reset.world_start));
    SG_RETURN_IF_ERROR(AppendAudit(tx, call, "workspace.reset", WorkspaceName(id), now));
    return RememberAnswer(tx, call, WorkspaceName(id), now);
  }));
  std::move(watch_again).Cancel();
  FollowWorkspace(env, reset);
  return reset;
}

}  // namespace sparkgate::server
