// rpc_loop_lag_seconds: how late the poller comes to a beat, once a second. Long lags mean that
// something blocks the poller or that the machine is out of processors; no beat at all, that the
// poller is stuck.
#ifndef SPARKGATE_RPC_INTERNAL_LOOP_LAG_H_
#define SPARKGATE_RPC_INTERNAL_LOOP_LAG_H_

#include <cstdint>

#include <absl/time/time.h>
#include <grpcpp/alarm.h>
#include <grpcpp/completion_queue.h>

#include "base/metrics.h"
#include "base/mutex.h"
#include "rpc/internal/tag.h"

namespace sparkgate::rpc::internal {

// Outlives the queue's poller. Started and stopped by any thread.
class LoopLag final : public Tag {
 public:
  explicit LoopLag(Metrics& metrics);

  // The first beat is due at once.
  void Start(grpc::CompletionQueue& queue);
  // Before the queue is shut down: from here on nothing of this is put into it.
  void Stop();
  void Complete(bool ok) override;

 private:
  void BeatAfter(absl::Duration delay) SG_REQUIRES(mutex_);

  Metrics::Histogram& lag_;
  Mutex mutex_;
  grpc::CompletionQueue* queue_ SG_GUARDED_BY(mutex_) = nullptr;  // null: stopped
  grpc::Alarm alarm_ SG_GUARDED_BY(mutex_);
  int64_t due_nanos_ SG_GUARDED_BY(mutex_) = 0;
};

}  // namespace sparkgate::rpc::internal

#endif  // SPARKGATE_RPC_INTERNAL_LOOP_LAG_H_
