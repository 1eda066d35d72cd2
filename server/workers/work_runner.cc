#include "server/workers/work_runner.h"

#include <algorithm>
#include <utility>

#include "base/clock.h"
#include "base/error.h"
#include "base/log.h"
#include "server/usecases/operations.h"

namespace sparkgate::server {
namespace {

// Steps that a lane does before it lets others have the thread.
constexpr int kTurn = 32;
constexpr absl::Duration kFirstBackOff = absl::Milliseconds(100);
constexpr absl::Duration kLongestBackOff = absl::Seconds(30);
constexpr absl::Duration kHouseEvery = absl::Seconds(5);
constexpr absl::Duration kForgetRequestsEvery = absl::Hours(1);
constexpr absl::Duration kRequestsKept = absl::Hours(7 * 24);

absl::StatusOr<std::vector<Workspace>> ListWorkspaces(Store& store) {
  std::vector<Workspace> all;
  SG_RETURN_IF_ERROR(store.Read([&](const Transaction& tx) -> absl::Status {
    all.clear();
    while (true) {
      SG_ASSIGN_OR_RETURN(
          const std::vector<Workspace> some,
          tx.workspaces().List({.after = all.empty() ? "" : all.back().id, .limit = 1000}));
      if (some.empty()) return absl::OkStatus();
      all.insert(all.end(), some.begin(), some.end());
    }
  }));
  return all;
}

}  // namespace

std::shared_ptr<WorkRunner> WorkRunner::Create(Executor& executor, TimerService& timers) {
  return std::shared_ptr<WorkRunner>(new WorkRunner(executor, timers));
}

void WorkRunner::Register(std::unique_ptr<WorkHandler> handler) {
  std::string kind(handler->kind());
  handlers_[std::move(kind)] = std::move(handler);
}

absl::Status WorkRunner::Start(Env& env) {
  env_ = &env;
  SG_RETURN_IF_ERROR(env.operations->AdoptOrphans());
  SG_ASSIGN_OR_RETURN(const std::vector<Workspace> workspaces, ListWorkspaces(env.store));
  env.worlds.Follow(env.store.store_id(), this);
  for (const Workspace& workspace : workspaces) Watch(workspace.id);
  KeepHouseLater();
  return absl::OkStatus();
}

bool WorkRunner::AwaitClocks(absl::Duration at_most) const {
  std::vector<std::string> worlds;
  {
    MutexLock lock(mutex_);
    for (const auto& [id, lane] : lanes_) {
      if (lane->simulated) worlds.push_back(id);
    }
  }
  const int64_t begin = MonotonicNanos();
  return std::ranges::all_of(worlds, [&](const std::string& world) {
    return env_->clocks.WaitKnown(world, at_most - absl::Nanoseconds(MonotonicNanos() - begin));
  });
}

void WorkRunner::Stop() {
  {
    MutexLock lock(mutex_);
    if (env_ == nullptr) return;
    stopping_ = true;
    for (const auto& [id, lane] : lanes_) CancelTimers(*lane);
    if (house_timer_.has_value()) timers_.Cancel(*house_timer_);
  }
  env_->worlds.Stop();
  MutexLock lock(mutex_);
  while (busy_ > 0) rested_.Wait(mutex_);
}

void WorkRunner::Watch(const std::string& workspace_id) {
  const absl::StatusOr<Workspace> workspace = LoadWorkspace(*env_, workspace_id);
  if (!workspace.ok()) {
    LogError("watch_failed",
             {{"workspace", workspace_id}, {"reason", ReasonOf(workspace.status())}});
    return;
  }
  if (!CheckAllowed(*env_, workspace->environment).ok()) {
    // A copy of the data on another machine, perhaps: nobody must be surprised by real calls.
    LogWarning("live_not_allowed", {{"workspace", workspace_id}});
    return;
  }
  const bool simulated = workspace->environment == Environment::kSimulator;
  const auto lane = std::make_shared<Lane>(workspace_id, simulated);
  {
    MutexLock lock(mutex_);
    if (stopping_ || !lanes_.emplace(workspace_id, lane).second) return;
  }
  if (simulated) {
    env_->worlds.Watch(workspace_id);  // its clock wakes the lane
  } else {
    Wake(lane);
  }
}

void WorkRunner::Unwatch(const std::string& workspace) {
  const LanePtr lane = Find(workspace);
  if (lane == nullptr) return;
  if (lane->simulated) env_->worlds.Unwatch(workspace);
  MutexLock lock(mutex_);
  lane->removed = true;
  CancelTimers(*lane);
  lanes_.erase(workspace);
  while (lane->busy) rested_.Wait(mutex_);
  env_->clocks.Forget(workspace);
}

void WorkRunner::Poke(const std::string& workspace) {
  if (const LanePtr lane = Find(workspace)) Wake(lane);
}

void WorkRunner::OnClock(const std::string& world, const std::string& incarnation, absl::Time now,
                         double speed, WorldLimits limits) {
  const LanePtr lane = Find(world);
  if (lane == nullptr) return;  // not watched any more
  env_->clocks.Set(world, incarnation, now, speed, limits);
  {
    MutexLock lock(mutex_);
    lane->clock_changed = true;
    lane->told.reset();
  }
  Wake(lane);
}

void WorkRunner::OnTick(const std::string& world, int64_t tick, absl::Time now) {
  const LanePtr lane = Find(world);
  if (lane == nullptr) return;
  env_->clocks.SetNow(world, now);
  {
    MutexLock lock(mutex_);
    lane->tick = {.id = tick, .now = now};
  }
  Wake(lane);
}

void WorkRunner::OnWorldGone(const std::string& world) {
  const LanePtr lane = Find(world);
  if (lane == nullptr) return;
  env_->clocks.SetGone(world);
  Wake(lane);
}

void WorkRunner::OnDisconnected() {
  env_->clocks.ForgetAll();
  MutexLock lock(mutex_);
  for (const auto& [id, lane] : lanes_) {
    lane->tick.reset();  // the simulator sends it again
    lane->told.reset();
  }
}

WorkRunner::LanePtr WorkRunner::Find(const std::string& workspace) const {
  MutexLock lock(mutex_);
  const auto lane = lanes_.find(workspace);
  return lane == lanes_.end() ? nullptr : lane->second;
}

void WorkRunner::Wake(const LanePtr& lane) {
  {
    MutexLock lock(mutex_);
    if (stopping_ || lane->removed) return;
    lane->again = true;
    if (lane->busy) return;
    lane->busy = true;
    ++busy_;
  }
  if (executor_.TryPost([self = shared_from_this(), lane] { self->RunLane(lane); })) return;
  Rest(lane, After::kLater);
}

void WorkRunner::WakeIn(const LanePtr& lane, absl::Duration delay) {
  MutexLock lock(mutex_);
  if (stopping_ || lane->removed) return;
  if (lane->timer.has_value()) timers_.Cancel(*lane->timer);
  lane->timer = timers_.After(delay, [weak = weak_from_this(), lane] {
    if (const auto self = weak.lock()) self->Wake(lane);
  });
}

void WorkRunner::RunLane(const LanePtr& lane) {
  for (int step = 0;; ++step) {
    bool stop = false;
    {
      MutexLock lock(mutex_);
      lane->again = false;
      stop = stopping_ || lane->removed;
    }
    const After after = stop ? After::kIdle : Step(lane);
    if (Rest(lane, after)) return;
    if (step >= kTurn &&
        executor_.TryPost([self = shared_from_this(), lane] { self->RunLane(lane); })) {
      return;
    }
  }
}

// Ends the lane's task, unless there is more to do now. What couldn't be done is tried later.
bool WorkRunner::Rest(const LanePtr& lane, After after) {
  if (after == After::kLater) {
    lane->back_off = std::clamp(lane->back_off * 2, kFirstBackOff, kLongestBackOff);
    WakeIn(lane, lane->back_off);
  } else {
    lane->back_off = absl::ZeroDuration();
  }
  {
    MutexLock lock(mutex_);
    const bool stop = stopping_ || lane->removed;
    if (!stop && (after == After::kMore || (after == After::kIdle && lane->again))) return false;
    lane->busy = false;
    --busy_;
  }
  rested_.NotifyAll();
  return true;
}

void WorkRunner::CancelTimers(Lane& lane) {
  if (lane.timer.has_value()) timers_.Cancel(*lane.timer);
  for (const auto& [key, timer] : lane.delays) timers_.Cancel(timer);
  lane.timer.reset();
  lane.delays.clear();
}

void WorkRunner::RunUntilIdle() {
  MutexLock lock(mutex_);
  while (busy_ > 0) rested_.Wait(mutex_);
}

WorkRunner::Counts WorkRunner::counts() const {
  MutexLock lock(mutex_);
  return counts_;
}

// What lives on real time and belongs to no workspace. Counts as busy, so that Stop waits for it.
void WorkRunner::KeepHouseLater() {
  MutexLock lock(mutex_);
  if (stopping_) return;
  house_timer_ = timers_.After(kHouseEvery, [weak = weak_from_this()] {
    const auto self = weak.lock();
    if (self == nullptr || !self->BeginTask()) return;
    if (!self->executor_.TryPost([self] { self->KeepHouse(); })) self->EndTask();
    self->KeepHouseLater();
  });
}

void WorkRunner::KeepHouse() {
  env_->operations->RescueStranded();
  const absl::Time now = env_->clocks.RealNow();
  bool forget_requests = false;
  {
    MutexLock lock(mutex_);
    forget_requests = now >= house_kept_ + kForgetRequestsEvery;
    if (forget_requests) house_kept_ = now;
  }
  if (forget_requests) {
    const absl::Status forgotten = env_->store.Write(
        [&](Transaction& tx) { return tx.request_ids().EraseBefore(now - kRequestsKept); });
    if (!forgotten.ok()) LogWarning("request_ids_kept", {{"reason", ReasonOf(forgotten)}});
  }
  EndTask();
}

bool WorkRunner::BeginTask() {
  MutexLock lock(mutex_);
  if (stopping_) return false;
  ++busy_;
  return true;
}

void WorkRunner::EndTask() {
  {
    MutexLock lock(mutex_);
    --busy_;
  }
  rested_.NotifyAll();
}

}  // namespace sparkgate::server
