// The WaitOperation calls that are open. Each is answered when its operation is over or can't go on
// by itself, or when its time is up; until then it holds no worker.
#ifndef SPARKGATE_SERVER_API_OPERATION_WAITS_H_
#define SPARKGATE_SERVER_API_OPERATION_WAITS_H_

#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include <absl/status/status.h>
#include <absl/time/time.h>

#include "base/executor.h"
#include "base/mutex.h"
#include "base/timer.h"
#include "rpc/stream.h"
#include "server/usecases/env.h"
#include "sparkgate/v1/operation_service.pb.h"

namespace sparkgate::server {

// Thread-safe.
class OperationWaits : public std::enable_shared_from_this<OperationWaits> {
 public:
  using Answer = rpc::ServerStream<sparkgate::v1::Operation>;

  // `executor` runs the looks. All three outlive the last open call.
  static std::shared_ptr<OperationWaits> Create(Env& env, TimerService& timers, Executor& executor);

  // In the call's handler. `timeout` is real time.
  void Wait(const std::string& workspace, const std::string& id, absl::Duration timeout,
            const std::shared_ptr<Answer>& answer);
  // An operation may have changed: looks soon. Cheap; for Operations::OnChanged.
  void Ring();
  size_t open() const;

 private:
  struct Waiter {
    std::string workspace;
    std::string id;
    std::shared_ptr<Answer> answer;
    TimerService::Id timer = 0;
    bool expired = false;
  };

  OperationWaits(Env& env, TimerService& timers, Executor& executor)
      : env_(env), timers_(timers), executor_(executor) {}
  void LookLater() SG_REQUIRES(mutex_);
  void LookAtAll();
  void LookAt(uint64_t key);
  void Expire(uint64_t key);
  // Whoever takes a waiter out answers it.
  std::shared_ptr<Answer> TakeOut(uint64_t key);

  Env& env_;
  TimerService& timers_;
  Executor& executor_;

  mutable Mutex mutex_;
  uint64_t next_ SG_GUARDED_BY(mutex_) = 1;
  std::map<uint64_t, Waiter> waiters_ SG_GUARDED_BY(mutex_);
  bool look_posted_ SG_GUARDED_BY(mutex_) = false;
  bool look_timed_ SG_GUARDED_BY(mutex_) = false;
};

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_API_OPERATION_WAITS_H_
