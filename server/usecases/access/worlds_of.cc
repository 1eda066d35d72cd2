#include "server/usecases/access/worlds_of.h"

#include <fmt/format.h>

#include "base/crypto/hash.h"
#include "base/error.h"
#include "server/usecases/access/apps.h"

namespace sparkgate::server {

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
  SG_ASSIGN_OR_RETURN(const std::string secret, OpenAppSecret(env, app));
  SG_ASSIGN_OR_RETURN(const WorldInfo world,
                      env.worlds.Create({.id = workspace.id,
                                         .seed = workspace.world_seed,
                                         .start = workspace.world_start,
                                         .clock_speed = workspace.clock_speed,
                                         .follower_id = env.store.store_id()}));
  SG_RETURN_IF_ERROR(env.worlds.RegisterApp(workspace.id, {.tiktok_app_id = app.tiktok_app_id,
                                                           .secret = secret,
                                                           .redirect_uris = app.redirect_uris,
                                                           .tier = static_cast<int>(app.tier)}));
  workspace.world_incarnation = world.incarnation;
  return absl::OkStatus();
}

void FollowWorld(Env& env, const Workspace& workspace) {
  if (workspace.environment != Environment::kSimulator) return;
  env.work.Watch(workspace.id);
  env.clocks.WaitKnown(workspace.id, absl::Seconds(2));
}

void UnfollowWorld(Env& env, const Workspace& workspace) {
  if (workspace.environment == Environment::kSimulator) env.work.Unwatch(workspace.id);
}

}  // namespace sparkgate::server
