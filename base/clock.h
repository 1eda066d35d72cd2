// Time is injected. Only base/clock.cc may ask the operating system for it (a check in CI holds
// that), so every test decides what time it is.
#ifndef SPARKGATE_BASE_CLOCK_H_
#define SPARKGATE_BASE_CLOCK_H_

#include <cstdint>

#include <absl/time/time.h>

#include "base/mutex.h"

namespace sparkgate {

// The time of day. Implementations are thread-safe.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual absl::Time Now() const = 0;
};

// The operating system's wall clock.
class SystemClock final : public Clock {
 public:
  absl::Time Now() const override;
};

// A clock that stands still until it is told. For tests, and for a world's instant.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(absl::Time start) : now_(start) {}
  absl::Time Now() const override;
  void Set(absl::Time now);
  void Advance(absl::Duration by);

 private:
  mutable Mutex mutex_;
  absl::Time now_ SG_GUARDED_BY(mutex_);
};

// Nanoseconds since some fixed instant, never going backwards: for measuring durations only.
int64_t MonotonicNanos();

// Times cross storage and wires as microseconds since 1970-01-01T00:00:00Z.
int64_t ToMicros(absl::Time time);
absl::Time FromMicros(int64_t micros);

}  // namespace sparkgate

#endif  // SPARKGATE_BASE_CLOCK_H_
