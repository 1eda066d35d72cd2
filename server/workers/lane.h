// A lane: where the runner stands with one workspace. Plain data: the runner's mutex guards it, but
// for what the one task that runs the lane owns.
#ifndef SPARKGATE_SERVER_WORKERS_LANE_H_
#define SPARKGATE_SERVER_WORKERS_LANE_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include <absl/time/time.h>

#include "base/timer.h"
#include "server/workers/due_work.h"

namespace sparkgate::server {

struct Tick {
  int64_t id = 0;
  absl::Time now;
};

struct Lane {
  Lane(std::string workspace_id, bool is_simulated)
      : workspace(std::move(workspace_id)), simulated(is_simulated) {}

  const std::string workspace;
  const bool simulated;

  // Guarded by the runner's mutex.
  bool busy = false;          // a task for it is posted or runs
  bool again = false;         // something happened while it was busy
  bool removed = false;       // no further step
  bool clock_changed = true;  // compare the world with what is known of it
  std::optional<Tick> tick;   // open: to be acknowledged
  // What the world was told last; nullopt: it has to be told.
  std::optional<std::optional<absl::Time>> told;
  std::map<WorkKey, TimerService::Id> delays;  // items that wait for real time (kAgainIn)
  std::optional<TimerService::Id> timer;       // wakes the lane

  // Owned by the task.
  absl::Time instant = absl::InfinitePast();
  std::map<WorkKey, int> runs;  // of each item at `instant`
  absl::Duration back_off = absl::ZeroDuration();
  bool asked_again = false;  // whether the world is really lost
};

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_WORKERS_LANE_H_
