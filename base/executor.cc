#include "base/executor.h"

#include <utility>

#include <fmt/format.h>
#include <pthread.h>

namespace sparkgate {

bool InlineExecutor::TryPost(Task task) {
  task();
  return true;
}

ThreadPool::ThreadPool(Options options) : options_(std::move(options)) {
  MutexLock lock(join_mutex_);
  threads_.reserve(options_.threads);
  for (size_t i = 0; i < options_.threads; ++i) {
    threads_.emplace_back([this, i] { Run(i); });
  }
}

ThreadPool::~ThreadPool() { Stop(); }

bool ThreadPool::TryPost(Task task) {
  {
    MutexLock lock(mutex_);
    if (stopping_ || queue_.size() >= options_.queue_limit) return false;
    queue_.push_back(std::move(task));
  }
  wake_.NotifyOne();
  return true;
}

void ThreadPool::Stop() {
  MutexLock join_lock(join_mutex_);
  {
    MutexLock lock(mutex_);
    stopping_ = true;
  }
  wake_.NotifyAll();
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
}

size_t ThreadPool::queue_depth() const {
  MutexLock lock(mutex_);
  return queue_.size();
}

void ThreadPool::Run(size_t index) {
  // Linux keeps 15 characters; the number must be among them.
  pthread_setname_np(pthread_self(), fmt::format("{:.11}-{}", options_.name, index % 1000).c_str());
  while (true) {
    Task task;
    {
      MutexLock lock(mutex_);
      while (queue_.empty() && !stopping_) wake_.Wait(mutex_);
      if (queue_.empty()) return;
      task = std::move(queue_.front());
      queue_.pop_front();
    }
    task();
  }
}

}  // namespace sparkgate
