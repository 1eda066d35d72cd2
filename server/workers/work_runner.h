// The runner of background work: one lane per workspace, which does what is due in order (due,
// kind, subject), a batch at a time; lanes run side by side on an executor. LIVE lanes are woken by
// real time, SIMULATOR lanes by their world's ticks, and both by Poke.
//
// Work due at or before a world's present instant runs at once, tick or not; a tick is acknowledged
// when nothing due up to it is left. Thread-safe.
#ifndef SPARKGATE_SERVER_WORKERS_WORK_RUNNER_H_
#define SPARKGATE_SERVER_WORKERS_WORK_RUNNER_H_

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <absl/status/status.h>
#include <absl/time/time.h>

#include "base/executor.h"
#include "base/mutex.h"
#include "base/timer.h"
#include "server/usecases/env.h"
#include "server/usecases/work.h"
#include "server/workers/due_work.h"
#include "server/workers/lane.h"
#include "server/worlds/worlds.h"

namespace sparkgate::server {

class WorkRunner final : public WorkSignal,
                         public ClockListener,
                         public std::enable_shared_from_this<WorkRunner> {
 public:
  struct Counts {
    int64_t ticks = 0;    // acknowledged
    int64_t batches = 0;  // handler runs
    int64_t items = 0;    // in them
  };

  // `executor` is the runner's own: its tasks block while they call TikTok. Both outlive Stop.
  static std::shared_ptr<WorkRunner> Create(Executor& executor, TimerService& timers);

  // Before Start.
  void Register(std::unique_ptr<WorkHandler> handler);
  // Adopts what dead processes left, follows the worlds of all workspaces and does what is due.
  // `env` outlives Stop.
  absl::Status Start(Env& env);
  // Waits up to `at_most` of real time until the time of every world that is followed is known, so
  // that the first calls after a start find a simulator that is there. False if one isn't yet.
  bool AwaitClocks(absl::Duration at_most) const;
  // Finishes the current step of each lane; nothing runs or is heard after. Stops env.worlds.
  void Stop();

  // WorkSignal.
  void Poke(const std::string& workspace) override;
  void Watch(const std::string& workspace) override;
  // Waits for the current step, so it is never called from a handler.
  void Unwatch(const std::string& workspace) override;

  // ClockListener.
  void OnClock(const std::string& world, const std::string& incarnation, absl::Time now,
               double speed, WorldLimits limits) override;
  void OnTick(const std::string& world, int64_t tick, absl::Time now) override;
  void OnWorldGone(const std::string& world) override;
  void OnDisconnected() override;

  // Waits until no lane runs or is about to. Work that a timer will wake doesn't count.
  void RunUntilIdle();
  Counts counts() const;

 private:
  using LanePtr = std::shared_ptr<Lane>;
  // What a step came to.
  enum class After { kMore, kIdle, kLater };

  WorkRunner(Executor& executor, TimerService& timers) : executor_(executor), timers_(timers) {}

  // Scheduling (work_runner.cc).
  LanePtr Find(const std::string& workspace) const;
  void Wake(const LanePtr& lane);
  void WakeIn(const LanePtr& lane, absl::Duration delay);
  void RunLane(const LanePtr& lane);
  bool Rest(const LanePtr& lane, After after);
  void CancelTimers(Lane& lane) SG_REQUIRES(mutex_);
  bool BeginTask();
  void EndTask();
  void KeepHouseLater();
  void KeepHouse();

  // One step of a lane, by the one task that runs it (lane_steps.cc).
  After Step(const LanePtr& lane);
  After DoBatch(const LanePtr& lane, const Workspace& workspace, const std::vector<WorkItem>& batch,
                absl::Time now);
  std::vector<WorkOutcome> RunHandler(const Workspace& workspace,
                                      const std::vector<WorkItem>& batch, absl::Time now);
  void Delay(const LanePtr& lane, const WorkItem& item, absl::Duration delay);
  // Nothing is left that can be done now: says so to the world, or sets an alarm.
  After EndRound(const LanePtr& lane, const DueWork& work, const std::optional<Tick>& tick,
                 const std::set<WorkKey>& delayed);
  void TellWorld(const LanePtr& lane, const std::optional<Tick>& tick,
                 std::optional<absl::Time> next_due, const std::vector<std::string>& due_items);

  Executor& executor_;
  TimerService& timers_;
  Env* env_ = nullptr;  // set by Start, before the first lane
  std::map<std::string, std::unique_ptr<WorkHandler>, std::less<>> handlers_;

  mutable Mutex mutex_;
  CondVar rested_;
  std::map<std::string, LanePtr> lanes_ SG_GUARDED_BY(mutex_);
  int busy_ SG_GUARDED_BY(mutex_) = 0;  // tasks posted or running
  bool stopping_ SG_GUARDED_BY(mutex_) = false;
  std::optional<TimerService::Id> house_timer_ SG_GUARDED_BY(mutex_);
  absl::Time house_kept_ SG_GUARDED_BY(mutex_) = absl::InfinitePast();
  Counts counts_ SG_GUARDED_BY(mutex_);
};

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_WORKERS_WORK_RUNNER_H_
