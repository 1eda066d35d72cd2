// Where work runs. Code that hands work away takes an Executor, so that a test can run it at once
// and a program can bound it.
#ifndef SPARKGATE_BASE_EXECUTOR_H_
#define SPARKGATE_BASE_EXECUTOR_H_

#include <cstddef>
#include <deque>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "base/mutex.h"

namespace sparkgate {

class Executor {
 public:
  using Task = std::function<void()>;
  virtual ~Executor() = default;
  // False: refused (the queue is full, or Stop was called); the task was not taken.
  [[nodiscard]] virtual bool TryPost(Task task) = 0;
};

// Runs each task inside TryPost, on the caller's thread. For deterministic tests.
class InlineExecutor final : public Executor {
 public:
  bool TryPost(Task task) override;
};

// A fixed number of threads over one bounded queue, first in first out.
class ThreadPool final : public Executor {
 public:
  struct Options {
    std::string name = "pool";  // thread name, at most 11 characters are kept
    size_t threads = 4;
    size_t queue_limit = 1024;  // waiting tasks, not counting those that run
  };
  explicit ThreadPool(Options options);
  ~ThreadPool() override;  // Stop()

  bool TryPost(Task task) override;
  // Refuses new tasks, runs those that wait, joins the threads. Safe to call twice, also at once
  // from two threads, but never from a task of this pool.
  void Stop();
  size_t queue_depth() const;

 private:
  void Run(size_t index);

  const Options options_;
  mutable Mutex mutex_;
  CondVar wake_;
  std::deque<Task> queue_ SG_GUARDED_BY(mutex_);
  bool stopping_ SG_GUARDED_BY(mutex_) = false;
  Mutex join_mutex_;  // taken before mutex_
  std::vector<std::thread> threads_ SG_GUARDED_BY(join_mutex_);
};

}  // namespace sparkgate

#endif  // SPARKGATE_BASE_EXECUTOR_H_
