#include "base/timer.h"

#include <algorithm>

#include <pthread.h>

#include "base/clock.h"

namespace sparkgate {
namespace {

// "Never" is a fine delay to ask for, but its sum with the present instant is not a number.
constexpr absl::Duration kLongest = absl::Hours(24 * 365 * 100);

absl::Duration Bounded(absl::Duration delay) {
  return std::clamp(delay, absl::ZeroDuration(), kLongest);
}

}  // namespace

ThreadTimerService::ThreadTimerService() : thread_([this] { Run(); }) {}

ThreadTimerService::~ThreadTimerService() {
  {
    MutexLock lock(mutex_);
    stopping_ = true;
  }
  wake_.NotifyAll();
  thread_.join();
}

TimerService::Id ThreadTimerService::After(absl::Duration delay, std::function<void()> callback) {
  const int64_t due = MonotonicNanos() + absl::ToInt64Nanoseconds(Bounded(delay));
  MutexLock lock(mutex_);
  const Id id = next_id_++;
  const auto at = timers_.emplace(std::pair(due, id), std::move(callback)).first;
  due_of_.emplace(id, due);
  if (at == timers_.begin()) wake_.NotifyOne();
  return id;
}

bool ThreadTimerService::Cancel(Id id) {
  std::function<void()> callback;  // destroyed after the lock: it may own anything
  MutexLock lock(mutex_);
  const auto due = due_of_.find(id);
  if (due == due_of_.end()) return false;
  const auto timer = timers_.find({due->second, id});
  callback = std::move(timer->second);
  timers_.erase(timer);
  due_of_.erase(due);
  return true;
}

void ThreadTimerService::OnFire(std::function<void(absl::Duration late)> observer) {
  MutexLock lock(mutex_);
  on_fire_ = std::move(observer);
}

void ThreadTimerService::Run() {
  pthread_setname_np(pthread_self(), "timer");
  while (true) {
    std::function<void()> callback;
    {
      MutexLock lock(mutex_);
      while (true) {
        if (stopping_) return;
        if (timers_.empty()) {
          wake_.Wait(mutex_);
          continue;
        }
        const int64_t wait = timers_.begin()->first.first - MonotonicNanos();
        if (wait <= 0) break;
        wake_.WaitFor(mutex_, absl::Nanoseconds(wait));
      }
      const auto first = timers_.begin();
      on_fire_(absl::Nanoseconds(MonotonicNanos() - first->first.first));
      callback = std::move(first->second);
      due_of_.erase(first->first.second);
      timers_.erase(first);
    }
    callback();
  }
}

TimerService::Id ManualTimerService::After(absl::Duration delay, std::function<void()> callback) {
  MutexLock lock(mutex_);
  const Id id = next_id_++;
  timers_.emplace(std::pair(now_ + Bounded(delay), id), std::move(callback));
  return id;
}

bool ManualTimerService::Cancel(Id id) {
  std::function<void()> callback;  // destroyed after the lock: it may own anything
  MutexLock lock(mutex_);
  const auto timer = std::find_if(timers_.begin(), timers_.end(),
                                  [id](const auto& entry) { return entry.first.second == id; });
  if (timer == timers_.end()) return false;
  callback = std::move(timer->second);
  timers_.erase(timer);
  return true;
}

void ManualTimerService::Advance(absl::Duration by) {
  absl::Duration end;
  {
    MutexLock lock(mutex_);
    end = now_ + by;
  }
  while (true) {
    std::function<void()> callback;
    {
      MutexLock lock(mutex_);
      const auto first = timers_.begin();
      if (first == timers_.end() || first->first.first > end) {
        now_ = end;
        return;
      }
      now_ = first->first.first;  // what a callback asks for counts from its own instant
      callback = std::move(first->second);
      timers_.erase(first);
    }
    callback();
  }
}

}  // namespace sparkgate
