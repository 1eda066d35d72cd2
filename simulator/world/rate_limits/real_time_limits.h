// The counts of a world whose rate limits go by real time. They are no part of its state.
// Thread-safe; the lock may be taken under the world's.
#ifndef SPARKGATE_SIMULATOR_WORLD_RATE_LIMITS_REAL_TIME_LIMITS_H_
#define SPARKGATE_SIMULATOR_WORLD_RATE_LIMITS_REAL_TIME_LIMITS_H_

#include <absl/status/status.h>
#include <absl/time/time.h>

#include "base/mutex.h"
#include "simulator/world/rate_limits/rate_limits.h"

namespace sparkgate::simulator {

class RealTimeLimits {
 public:
  // See CountCall.
  absl::Status Count(const WorldState& state, const LimitedCall& call, absl::Time real_now) {
    MutexLock lock(mutex_);
    return CountCall(state, call, real_now, counter_);
  }

 private:
  Mutex mutex_;
  CallCounter counter_ SG_GUARDED_BY(mutex_);
};

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_RATE_LIMITS_REAL_TIME_LIMITS_H_
