// std::mutex with Clang's thread-safety annotations. ThreadSanitizer cannot see inside Debian's
// absl::Mutex, so Abseil's locks are not used anywhere in Sparkgate.
#ifndef SPARKGATE_BASE_MUTEX_H_
#define SPARKGATE_BASE_MUTEX_H_

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>

#include <absl/time/time.h>

#if defined(__clang__)
#define SG_ATTRIBUTE(x) __attribute__((x))
#else
#define SG_ATTRIBUTE(x)
#endif
#define SG_CAPABILITY(x) SG_ATTRIBUTE(capability(x))
#define SG_SCOPED_CAPABILITY SG_ATTRIBUTE(scoped_lockable)
#define SG_GUARDED_BY(x) SG_ATTRIBUTE(guarded_by(x))
#define SG_PT_GUARDED_BY(x) SG_ATTRIBUTE(pt_guarded_by(x))
#define SG_REQUIRES(...) SG_ATTRIBUTE(requires_capability(__VA_ARGS__))
#define SG_EXCLUDES(...) SG_ATTRIBUTE(locks_excluded(__VA_ARGS__))
#define SG_ACQUIRE(...) SG_ATTRIBUTE(acquire_capability(__VA_ARGS__))
#define SG_RELEASE(...) SG_ATTRIBUTE(release_capability(__VA_ARGS__))
#define SG_NO_THREAD_SAFETY_ANALYSIS SG_ATTRIBUTE(no_thread_safety_analysis)

namespace sparkgate {

class CondVar;

class SG_CAPABILITY("mutex") Mutex {
 public:
  void Lock() SG_ACQUIRE() { mutex_.lock(); }
  void Unlock() SG_RELEASE() { mutex_.unlock(); }

 private:
  friend class CondVar;
  std::mutex mutex_;
};

class SG_SCOPED_CAPABILITY MutexLock {
 public:
  explicit MutexLock(Mutex& mutex) SG_ACQUIRE(mutex) : mutex_(mutex) { mutex_.Lock(); }
  ~MutexLock() SG_RELEASE() { mutex_.Unlock(); }
  MutexLock(const MutexLock&) = delete;
  MutexLock& operator=(const MutexLock&) = delete;

 private:
  Mutex& mutex_;
};

// A condition variable over Mutex. Waits may wake for no reason: loop on the condition.
class CondVar {
 public:
  void Wait(Mutex& mutex) SG_REQUIRES(mutex) {
    std::unique_lock<std::mutex> lock(mutex.mutex_, std::adopt_lock);
    condition_.wait(lock);
    lock.release();
  }
  // False when `timeout` (real time) passed first.
  bool WaitFor(Mutex& mutex, absl::Duration timeout) SG_REQUIRES(mutex) {
    // "For ever" would overflow the sum with the present instant; a year is as good.
    const absl::Duration bounded = std::min(timeout, absl::Hours(24 * 365));
    std::unique_lock<std::mutex> lock(mutex.mutex_, std::adopt_lock);
    const bool signalled =
        condition_.wait_for(lock, absl::ToChronoNanoseconds(bounded)) == std::cv_status::no_timeout;
    lock.release();
    return signalled;
  }
  void NotifyOne() { condition_.notify_one(); }
  void NotifyAll() { condition_.notify_all(); }

 private:
  std::condition_variable condition_;
};

}  // namespace sparkgate

#endif  // SPARKGATE_BASE_MUTEX_H_
