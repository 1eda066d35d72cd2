#include "server/usecases/clocks.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/error.h"
#include "server/usecases/names.h"
#include "server/worlds/worlds.h"

namespace sparkgate::server {
namespace {

absl::Status Lost(const std::string& workspace, const char* reason, const char* what) {
  return Error(absl::StatusCode::kFailedPrecondition,
               fmt::format("{}: {}; an admin of the workspace starts it anew with ResetWorkspace",
                           WorkspaceName(workspace), what),
               {.reason = reason,
                .who = Actor::kCaller,
                .resource_type = "sparkgate/Workspace",
                .resource_name = WorkspaceName(workspace)});
}

}  // namespace

absl::Status WorldGone(const std::string& workspace) {
  return Lost(workspace, "WORLD_GONE", "the simulator has no such world any more");
}

absl::Status WorldReset(const std::string& workspace) {
  return Lost(workspace, "WORLD_RESET", "the world is not the one that this workspace knows");
}

absl::StatusOr<absl::Time> Clocks::Now(const WorkspaceClock& workspace) const {
  if (workspace.environment == Environment::kLive) return system_.Now();
  if (workspace.state == WorkspaceState::kWorldGone) return WorldGone(workspace.id);
  if (workspace.state == WorkspaceState::kWorldReset) return WorldReset(workspace.id);
  MutexLock lock(mutex_);
  const auto world = worlds_.find(workspace.id);
  if (world == worlds_.end()) return SimulatorUnreachable();
  if (world->second.gone) return WorldGone(workspace.id);
  // The runner says so in the workspace a moment later; nothing may act before that.
  if (world->second.incarnation != workspace.world_incarnation ||
      world->second.now < workspace.world_now) {
    return WorldReset(workspace.id);
  }
  return world->second.now;
}

std::optional<double> Clocks::Speed(const Workspace& workspace) const {
  if (workspace.environment == Environment::kLive) return 1;
  MutexLock lock(mutex_);
  const auto world = worlds_.find(workspace.id);
  if (world == worlds_.end() || world->second.gone) return std::nullopt;
  return world->second.speed;
}

tiktok::Pacing Clocks::PacingOf(const WorkspaceClock& workspace) const {
  const absl::Time real = system_.Now();
  const tiktok::Pacing real_time{.limited = true, .now = real, .read = real, .speed = 1};
  if (workspace.environment == Environment::kLive) return real_time;
  MutexLock lock(mutex_);
  const auto found = worlds_.find(workspace.id);
  if (found == worlds_.end() || found->second.limits == WorldLimits::kOff) return {};
  const World& world = found->second;
  if (world.limits == WorldLimits::kRealTime) return real_time;
  return {.limited = true, .now = world.now, .read = world.told, .speed = world.speed};
}

void Clocks::Set(const std::string& world, const std::string& incarnation, absl::Time now,
                 double speed, WorldLimits limits) {
  const absl::Time real = system_.Now();
  {
    MutexLock lock(mutex_);
    worlds_[world] = {.incarnation = incarnation,
                      .now = now,
                      .speed = speed,
                      .limits = limits,
                      .gone = false,
                      .told = real};
  }
  changed_.NotifyAll();
}

void Clocks::SetNow(const std::string& world, absl::Time now) {
  const absl::Time real = system_.Now();
  MutexLock lock(mutex_);
  const auto known = worlds_.find(world);
  if (known == worlds_.end()) return;
  known->second.now = now;
  known->second.told = real;
}

void Clocks::SetGone(const std::string& world) {
  {
    MutexLock lock(mutex_);
    worlds_[world].gone = true;
  }
  changed_.NotifyAll();
}

void Clocks::Forget(const std::string& world) {
  MutexLock lock(mutex_);
  worlds_.erase(world);
}

void Clocks::ForgetAll() {
  MutexLock lock(mutex_);
  worlds_.clear();
}

bool Clocks::WaitKnown(const std::string& world, absl::Duration timeout) const {
  const absl::Duration bounded = std::min(timeout, absl::Hours(24));
  const int64_t end = MonotonicNanos() + absl::ToInt64Nanoseconds(bounded);
  MutexLock lock(mutex_);
  while (!worlds_.contains(world)) {
    const int64_t left = end - MonotonicNanos();
    if (left <= 0) return false;
    changed_.WaitFor(mutex_, absl::Nanoseconds(left));
  }
  return true;
}

}  // namespace sparkgate::server
