// The WaitOperation calls that are open. Each is answered when its operation is over or can't go on
// by itself, or when its time is up; until then it holds no worker.
#ifndef SPARKGATE_SERVER_API_OPERATION_WAITS_H_
#define SPARKGATE_SERVER_API_OPERATION_WAITS_H_

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>

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
  // Open calls of one key. More are refused: each operation that is waited for is read now and
  // then.
  static constexpr size_t kMostPerKey = 256;

  // `executor` runs the looks. All three outlive the last open call.
  static std::shared_ptr<OperationWaits> Create(Env& env, TimerService& timers, Executor& executor);

  // In the call's handler. `timeout` is real time; `key` is the id of the caller's key, in
  // `workspace`: once it is no key any more, the answer is CREDENTIAL_INVALID.
  void Wait(const std::string& workspace, const std::string& id, const std::string& key,
            absl::Duration timeout, const std::shared_ptr<Answer>& answer);
  // The operation may have changed: looks soon, if somebody waits for it. Cheap; for
  // Operations::OnChanged.
  void Ring(const std::string& workspace, const std::string& id);
  size_t open() const;

 private:
  using Target = std::pair<std::string, std::string>;  // workspace, operation
  struct Waiter {
    std::string key;
    std::shared_ptr<Answer> answer;
    TimerService::Id timer = 0;
    bool expired = false;
  };
  using Waiters = std::map<uint64_t, Waiter>;

  OperationWaits(Env& env, TimerService& timers, Executor& executor)
      : env_(env), timers_(timers), executor_(executor) {}
  bool Add(const Target& target, uint64_t number, const std::string& key, absl::Duration timeout,
           const std::shared_ptr<Answer>& answer);
  void LookSoon();
  void LookNowAndThen() SG_REQUIRES(mutex_);
  void LookAtRung();
  // One read of the operation, however many wait for it.
  void LookAt(const Target& target);
  // Of each key that waits for the target: whether it still is one.
  std::map<std::string, absl::Status> CheckKeys(const Target& target, const Waiters& waiters);
  void Expire(const Target& target, uint64_t number);
  // Whoever takes a waiter out answers it.
  std::shared_ptr<Answer> TakeOut(const Target& target, uint64_t number);

  Env& env_;
  TimerService& timers_;
  Executor& executor_;

  mutable Mutex mutex_;
  uint64_t next_ SG_GUARDED_BY(mutex_) = 1;
  std::map<Target, Waiters> waiters_ SG_GUARDED_BY(mutex_);
  std::map<std::string, size_t> open_of_ SG_GUARDED_BY(mutex_);  // by key
  std::set<Target> rung_ SG_GUARDED_BY(mutex_);                  // to be looked at
  bool look_posted_ SG_GUARDED_BY(mutex_) = false;
  bool look_timed_ SG_GUARDED_BY(mutex_) = false;
};

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_API_OPERATION_WAITS_H_
