// Lets tests decide when something goes on, and wait for it to happen. Thread-safe.
#ifndef SPARKGATE_RPC_TESTING_GATE_H_
#define SPARKGATE_RPC_TESTING_GATE_H_

#include "base/mutex.h"

namespace sparkgate::rpc::testing {

// Closed at first; once open it stays open.
class Gate {
 public:
  void Open() {
    MutexLock lock(mutex_);
    open_ = true;
    opened_.NotifyAll();
  }
  void Wait() {
    MutexLock lock(mutex_);
    while (!open_) opened_.Wait(mutex_);
  }

 private:
  Mutex mutex_;
  CondVar opened_;
  bool open_ SG_GUARDED_BY(mutex_) = false;
};

}  // namespace sparkgate::rpc::testing

#endif  // SPARKGATE_RPC_TESTING_GATE_H_
