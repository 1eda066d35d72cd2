#include "rpc/internal/loop_lag.h"

#include <algorithm>

#include "base/clock.h"

namespace sparkgate::rpc::internal {

LoopLag::LoopLag(Metrics& metrics)
    : lag_(metrics.GetLatency("rpc_loop_lag_seconds",
                              "How late the gRPC poller comes to a beat, once a second.", {})) {}

void LoopLag::Start(grpc::CompletionQueue& queue) {
  MutexLock lock(mutex_);
  queue_ = &queue;
  BeatAfter(absl::ZeroDuration());
}

void LoopLag::Stop() {
  MutexLock lock(mutex_);
  queue_ = nullptr;
  alarm_.Cancel();
}

void LoopLag::Complete(bool) {
  MutexLock lock(mutex_);
  if (queue_ == nullptr) return;
  const int64_t late = std::max<int64_t>(0, MonotonicNanos() - due_nanos_);
  lag_.Observe(absl::ToDoubleSeconds(absl::Nanoseconds(late)));
  BeatAfter(absl::Seconds(1));
}

void LoopLag::BeatAfter(absl::Duration delay) {
  due_nanos_ = MonotonicNanos() + absl::ToInt64Nanoseconds(delay);
  alarm_.Set(queue_, absl::ToChronoTime(SystemClock().Now() + delay), static_cast<Tag*>(this));
}

}  // namespace sparkgate::rpc::internal
