// How many gRPC calls are open, so that stopping can wait for the last of them. Thread-safe.
#ifndef SPARKGATE_RPC_INTERNAL_LIVE_CALLS_H_
#define SPARKGATE_RPC_INTERNAL_LIVE_CALLS_H_

#include <cstddef>

#include "base/mutex.h"

namespace sparkgate::rpc::internal {

class LiveCalls {
 public:
  // Counts for as long as it exists.
  class Token {
   public:
    explicit Token(LiveCalls& live) : live_(live) { live_.Change(+1); }
    ~Token() { live_.Change(-1); }
    Token(const Token&) = delete;
    Token& operator=(const Token&) = delete;

   private:
    LiveCalls& live_;
  };

  void WaitUntilNone() {
    MutexLock lock(mutex_);
    while (count_ != 0) none_.Wait(mutex_);
  }

 private:
  void Change(int by) {
    MutexLock lock(mutex_);
    count_ += by;
    if (count_ == 0) none_.NotifyAll();  // under the lock: the waiter may destroy this
  }

  Mutex mutex_;
  CondVar none_;
  int count_ SG_GUARDED_BY(mutex_) = 0;
};

}  // namespace sparkgate::rpc::internal

#endif  // SPARKGATE_RPC_INTERNAL_LIVE_CALLS_H_
