// Runs tasks one at a time, in the order they were posted, on threads of an Executor. It occupies
// at most one place there, whatever it has to do. Thread-safe.
#ifndef SPARKGATE_RPC_INTERNAL_SERIAL_LANE_H_
#define SPARKGATE_RPC_INTERNAL_SERIAL_LANE_H_

#include <deque>
#include <functional>
#include <memory>

#include "base/executor.h"
#include "base/mutex.h"

namespace sparkgate::rpc::internal {

// Always owned by a shared_ptr: a task may destroy the lane's owner.
class SerialLane final : public std::enable_shared_from_this<SerialLane> {
 public:
  // `executor` must take every task for as long as anything is posted, and outlive that.
  explicit SerialLane(Executor& executor) : executor_(executor) {}

  void Post(std::function<void()> task);
  // Tasks wait until this is called, once.
  void Open();

 private:
  void Schedule();
  void Drain();

  Executor& executor_;
  Mutex mutex_;
  std::deque<std::function<void()>> tasks_ SG_GUARDED_BY(mutex_);
  bool busy_ SG_GUARDED_BY(mutex_) = true;  // scheduled, running, or not open yet
};

}  // namespace sparkgate::rpc::internal

#endif  // SPARKGATE_RPC_INTERNAL_SERIAL_LANE_H_
