#include "rpc/internal/serial_lane.h"

#include <utility>

#include "base/log.h"

namespace sparkgate::rpc::internal {

void SerialLane::Post(std::function<void()> task) {
  {
    MutexLock lock(mutex_);
    tasks_.push_back(std::move(task));
    if (busy_) return;
    busy_ = true;
  }
  Schedule();
}

void SerialLane::Open() {
  {
    MutexLock lock(mutex_);
    if (tasks_.empty()) {
      busy_ = false;
      return;
    }
  }
  Schedule();
}

void SerialLane::Schedule() {
  if (executor_.TryPost([lane = shared_from_this()] { lane->Drain(); })) return;
  LogError("stream_callbacks_lost");  // only if somebody bounds the executor
}

void SerialLane::Drain() {
  while (true) {
    std::function<void()> task;
    {
      MutexLock lock(mutex_);
      if (tasks_.empty()) {
        busy_ = false;
        return;
      }
      task = std::move(tasks_.front());
      tasks_.pop_front();
    }
    task();
  }
}

}  // namespace sparkgate::rpc::internal
