// Deletes worlds whose TTL has passed since they were last used: what a test that was killed leaves
// behind goes by itself. A use is a call that names the world, on either face; a world that
// advances is in use as well. In real time, since a frozen world's own never passes. Thread-safe.
#ifndef SPARKGATE_SIMULATOR_WORLD_EXPIRY_H_
#define SPARKGATE_SIMULATOR_WORLD_EXPIRY_H_

#include <memory>

#include "base/clock.h"
#include "base/executor.h"
#include "base/mutex.h"
#include "base/timer.h"
#include "simulator/world/worlds.h"

namespace sparkgate::simulator {

class WorldExpiry : public std::enable_shared_from_this<WorldExpiry> {
 public:
  // All outlive it. It looks once a second: a world may live so much longer than it should.
  WorldExpiry(Worlds& worlds, const Clock& real_time, TimerService& timers, Executor& executor)
      : worlds_(worlds), real_time_(real_time), timers_(timers), executor_(executor) {}

  void Start();
  void Stop();
  void DeleteExpired();

 private:
  void Arm() SG_EXCLUDES(mutex_);

  Worlds& worlds_;
  const Clock& real_time_;
  TimerService& timers_;
  Executor& executor_;
  Mutex mutex_;
  bool stopped_ SG_GUARDED_BY(mutex_) = false;
};

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_EXPIRY_H_
