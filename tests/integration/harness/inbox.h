// A queue that one thread fills and another waits at. Thread-safe.
#ifndef SPARKGATE_TESTS_INTEGRATION_HARNESS_INBOX_H_
#define SPARKGATE_TESTS_INTEGRATION_HARNESS_INBOX_H_

#include <deque>
#include <optional>
#include <utility>

#include "base/mutex.h"

namespace sparkgate::integration {

template <class T>
class Inbox {
 public:
  void Add(T item) {
    MutexLock lock(mutex_);
    items_.push_back(std::move(item));
    changed_.NotifyAll();  // in the lock: whoever takes the item may destroy the queue
  }
  // Nothing comes any more.
  void Close() {
    {
      MutexLock lock(mutex_);
      closed_ = true;
    }
    changed_.NotifyAll();
  }
  // The next one; waits for it, and a test that waits in vain ends by its time limit. Nothing if
  // the queue is empty and closed.
  std::optional<T> Next() {
    MutexLock lock(mutex_);
    while (items_.empty() && !closed_) changed_.Wait(mutex_);
    if (items_.empty()) return std::nullopt;
    T item = std::move(items_.front());
    items_.pop_front();
    return item;
  }

 private:
  Mutex mutex_;
  CondVar changed_;
  std::deque<T> items_ SG_GUARDED_BY(mutex_);
  bool closed_ SG_GUARDED_BY(mutex_) = false;
};

}  // namespace sparkgate::integration

#endif  // SPARKGATE_TESTS_INTEGRATION_HARNESS_INBOX_H_
