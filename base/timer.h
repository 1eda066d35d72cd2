// Real-time timers: "call this in 30 s unless cancelled". For deadlines, leases and heartbeats,
// which live on real time; business time never comes through here.
#ifndef SPARKGATE_BASE_TIMER_H_
#define SPARKGATE_BASE_TIMER_H_

#include <cstdint>
#include <functional>
#include <map>
#include <thread>
#include <utility>

#include <absl/time/time.h>

#include "base/mutex.h"

namespace sparkgate {

// Implementations are thread-safe. Callbacks must not block: post longer work to an Executor.
class TimerService {
 public:
  using Id = uint64_t;
  virtual ~TimerService() = default;
  virtual Id After(absl::Duration delay, std::function<void()> callback) = 0;
  // True if the callback will never run; false if it ran, runs now, or is unknown.
  virtual bool Cancel(Id id) = 0;
};

// One thread that sleeps until the next timer.
class ThreadTimerService final : public TimerService {
 public:
  ThreadTimerService();
  ~ThreadTimerService() override;  // pending callbacks never run
  Id After(absl::Duration delay, std::function<void()> callback) override;
  bool Cancel(Id id) override;
  // Told with each timer how late it fires, on the timers' thread; must not block. Set once.
  void OnFire(std::function<void(absl::Duration late)> observer);

 private:
  void Run();

  Mutex mutex_;
  CondVar wake_;
  std::map<std::pair<int64_t, Id>, std::function<void()>> timers_ SG_GUARDED_BY(mutex_);
  std::map<Id, int64_t> due_of_ SG_GUARDED_BY(mutex_);
  Id next_id_ SG_GUARDED_BY(mutex_) = 1;
  std::function<void(absl::Duration)> on_fire_ SG_GUARDED_BY(mutex_) = [](absl::Duration) {};
  bool stopping_ SG_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

// Timers that fire only when the test says so, in order (due, id), on the test's thread.
class ManualTimerService final : public TimerService {
 public:
  Id After(absl::Duration delay, std::function<void()> callback) override;
  bool Cancel(Id id) override;
  void Advance(absl::Duration by);

 private:
  Mutex mutex_;
  absl::Duration now_ SG_GUARDED_BY(mutex_) = absl::ZeroDuration();
  std::map<std::pair<absl::Duration, Id>, std::function<void()>> timers_ SG_GUARDED_BY(mutex_);
  Id next_id_ SG_GUARDED_BY(mutex_) = 1;
};

}  // namespace sparkgate

#endif  // SPARKGATE_BASE_TIMER_H_
