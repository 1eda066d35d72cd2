// What time it is in each workspace: the system clock for LIVE, the world's instant for SIMULATOR,
// as the clock stream tells it. Thread-safe.
#ifndef SPARKGATE_SERVER_USECASES_CLOCKS_H_
#define SPARKGATE_SERVER_USECASES_CLOCKS_H_

#include <optional>
#include <string>
#include <unordered_map>

#include <absl/status/statusor.h>
#include <absl/time/time.h>

#include "base/clock.h"
#include "base/mutex.h"
#include "server/domain/workspace.h"
#include "server/tiktok/call.h"
#include "server/worlds/worlds.h"

namespace sparkgate::server {

// FAILED_PRECONDITION: a workspace whose world isn't there, or isn't the one it knows.
absl::Status WorldGone(const std::string& workspace);
absl::Status WorldReset(const std::string& workspace);

class Clocks {
 public:
  explicit Clocks(const Clock& system) : system_(system) {}

  // SIMULATOR: UNAVAILABLE, reason SIMULATOR_UNREACHABLE, while the stream is down; never the
  // system clock. FAILED_PRECONDITION, reason WORLD_GONE or WORLD_RESET, when that is known.
  absl::StatusOr<absl::Time> Now(const WorkspaceClock& workspace) const;
  absl::Time RealNow() const { return system_.Now(); }
  // Multiple of real time; 0 frozen, 1 for LIVE; nullopt while unknown.
  std::optional<double> Speed(const Workspace& workspace) const;

  // By which clock TikTok's rate limits hold for a workspace, and where that stands. Only here a
  // running world's clock is extrapolated: a guess that is wrong makes a call come too early for a
  // limit, and nothing else.
  tiktok::Pacing PacingOf(const WorkspaceClock& workspace) const;

  // From the clock stream. What was told last counts; nothing is guessed in between, also for a
  // running clock: an instant that the world hasn't reached must never be acted at.
  void Set(const std::string& world, const std::string& incarnation, absl::Time now, double speed,
           WorldLimits limits = WorldLimits::kOff);
  void SetNow(const std::string& world, absl::Time now);  // a tick
  void SetGone(const std::string& world);
  void Forget(const std::string& world);  // it is not followed any more
  void ForgetAll();                       // the stream broke
  // Waits up to `timeout` of real time until the world's time is known; for a world just created.
  bool WaitKnown(const std::string& world, absl::Duration timeout) const;

 private:
  struct World {
    std::string incarnation;
    absl::Time now;
    double speed = 0;
    WorldLimits limits = WorldLimits::kOff;
    bool gone = false;
    absl::Time told;  // real, when `now` was
  };
  const Clock& system_;
  mutable Mutex mutex_;
  mutable CondVar changed_;
  std::unordered_map<std::string, World> worlds_ SG_GUARDED_BY(mutex_);
};

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_USECASES_CLOCKS_H_
