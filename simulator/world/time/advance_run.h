// An Advance in progress. Plain data, guarded by WorldClock, which explains the phases.
#ifndef SPARKGATE_SIMULATOR_WORLD_TIME_ADVANCE_RUN_H_
#define SPARKGATE_SIMULATOR_WORLD_TIME_ADVANCE_RUN_H_

#include <cstdint>
#include <optional>

#include <absl/time/time.h>

#include "base/timer.h"
#include "simulator/world/time/advance.h"

namespace sparkgate::simulator {

struct AdvanceRun {
  enum class Phase { kEnter, kWorld, kWebhooks, kTick, kNext };

  uint64_t number = 0;
  AdvanceRequest request;
  bool driven = false;  // a step of a running clock
  bool cancelled = false;
  absl::Time target;
  absl::Time t;  // the instant that is being worked through
  Phase phase = Phase::kEnter;
  int64_t rounds_here = 0;
  int64_t tick_id = 0;  // of the open tick
  AdvanceProgress progress;
  std::optional<TimerService::Id> wait_timer;  // for a follower to connect
  uint64_t wait_number = 0;  // tells a timer that is late from the one that counts
  bool wait_over = false;
};

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_TIME_ADVANCE_RUN_H_
