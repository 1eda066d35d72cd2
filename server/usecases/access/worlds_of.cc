#include "server/usecases/access/worlds_of.h"

#include <vector>

#include <fmt/format.h>

#include "base/crypto/hash.h"
#include "base/error.h"
#include "base/log.h"
#include "server/usecases/access/apps.h"
#include "server/usecases/names.h"

namespace sparkgate::server {
namespace {

// The workspaces, and so the worlds, that use an app.
absl::StatusOr<std::vector<std::string>> WorldsOf(Env& env, const std::string& app) {
  std::vector<std::string> ids;
  SG_RETURN_IF_ERROR(env.store.Read([&](const Transaction& tx) -> absl::Status {
    ids.clear();
    Page page{.after = "", .limit = 1000};
    while (true) {
      SG_ASSIGN_OR_RETURN(const std::vector<Workspace> some, tx.workspaces().List(page));
      if (some.empty()) return absl::OkStatus();
      page.after = some.back().id;
      for (const Workspace& workspace : some) {
        if (workspace.app_id == app) ids.push_back(workspace.id);
      }
    }
  }));
  return ids;
}

}  // namespace

absl::StatusOr<Claims::Claim> ClaimRemaking(Env& env, const std::string& workspace) {
  Claims::Claim claim = env.remaking->TryClaim(workspace, "");
  if (claim) return claim;
  return WorkspaceBusy(workspace, "is being reset, copied or deleted by another call");
}

absl::Status WorkspaceBusy(const std::string& workspace, std::string_view why) {
  return Error(
      absl::StatusCode::kAborted, fmt::format("{} {}.", WorkspaceName(workspace), why),
      {.reason = "WORKSPACE_BUSY", .who = Actor::kNobody, .retry_after = absl::Milliseconds(500)});
}

absl::Status NotSimulated(std::string_view what) {
  return Error(absl::StatusCode::kFailedPrecondition,
               fmt::format("Only SIMULATOR workspaces can be {}.", what),
               {.reason = "CLOCK_NOT_OURS", .who = Actor::kCaller});
}

std::string SimulatorAppId(const std::string& workspace) { return "sim-" + workspace; }

App MakeSimulatorApp(Env& env, const Workspace& workspace) {
  const KeyedRandom random(workspace.world_seed);
  App app{.id = SimulatorAppId(workspace.id),
          .display_name = fmt::format("made for {}", workspace.id),
          .environment = Environment::kSimulator,
          // 19 digits, like TikTok's.
          .tiktok_app_id = fmt::format(
              "7{:018}", random.Number("developer_app", "id", 0) % 1'000'000'000'000'000'000ULL),
          .tier = AppTier::kBasic,
          .redirect_uris = {env.settings.public_url + "/tiktok/redirect"},
          .create_time = env.clocks.RealNow()};
  SealAppSecret(env, app, ToHex(random.Bytes("developer_app", "secret", 0, 20)));
  return app;
}

absl::Status MakeWorld(Env& env, Workspace& workspace, const App& app) {
  SG_ASSIGN_OR_RETURN(const WorldInfo world,
                      env.worlds.Create({.id = workspace.id,
                                         .seed = workspace.world_seed,
                                         .start = workspace.world_start,
                                         .clock_speed = workspace.clock_speed,
                                         .follower_id = env.store.store_id()}));
  SG_RETURN_IF_ERROR(TellWorld(env, workspace.id, app));
  workspace.world_incarnation = world.incarnation;
  return absl::OkStatus();
}

absl::Status TellWorld(Env& env, const std::string& world, const App& app) {
  SG_ASSIGN_OR_RETURN(const std::string secret, OpenAppSecret(env, app));
  return env.worlds.RegisterApp(world, {.tiktok_app_id = app.tiktok_app_id,
                                        .secret = secret,
                                        .redirect_uris = app.redirect_uris,
                                        .tier = static_cast<int>(app.tier)});
}

absl::Status TellWorlds(Env& env, const App& app) {
  if (app.environment != Environment::kSimulator) return absl::OkStatus();
  SG_ASSIGN_OR_RETURN(const std::vector<std::string> worlds, WorldsOf(env, app.id));
  absl::Status failure = absl::OkStatus();
  for (const std::string& world : worlds) {
    const absl::Status told = TellWorld(env, world, app);
    if (told.ok() || absl::IsNotFound(told)) continue;
    LogWarning("app_not_told", {{"workspace", world}, {"app", app.id}, {"reason", ReasonOf(told)}});
    failure.Update(told);
  }
  return failure;
}

void FollowWorkspace(Env& env, const Workspace& workspace) {
  env.work.Watch(workspace.id);
  if (workspace.environment != Environment::kSimulator) return;
  env.clocks.WaitKnown(workspace.id, absl::Seconds(2));
}

}  // namespace sparkgate::server
