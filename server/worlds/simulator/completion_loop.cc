#include "server/worlds/simulator/completion_loop.h"

#include <atomic>
#include <cstdint>
#include <memory>
#include <utility>

#include <pthread.h>

namespace sparkgate::server {
namespace {

using Then = std::function<void(bool)>;

// gRPC orders what a tag's maker did before what its completion does, but in a library that
// ThreadSanitizer can't see into.
std::atomic<uint64_t> tags_made = 0;

}  // namespace

CompletionLoop::CompletionLoop() : thread_([this] { Run(); }) {}

CompletionLoop::~CompletionLoop() {
  WaitIdle();
  queue_.Shutdown();
  thread_.join();
}

void* CompletionLoop::Tag(std::function<void(bool ok)> then) {
  void* const tag = new Then(std::move(then));
  tags_made.fetch_add(1, std::memory_order_release);
  return tag;
}

bool CompletionLoop::BeginCall() {
  MutexLock lock(mutex_);
  if (closed_) return false;
  ++calls_;
  return true;
}

void CompletionLoop::EndCall() {
  MutexLock lock(mutex_);
  if (--calls_ == 0) idle_.NotifyAll();
}

void CompletionLoop::WaitIdle() {
  MutexLock lock(mutex_);
  closed_ = true;
  while (calls_ > 0) idle_.Wait(mutex_);
}

void CompletionLoop::Run() {
  pthread_setname_np(pthread_self(), "worlds");
  void* tag = nullptr;
  bool ok = false;
  while (queue_.Next(&tag, &ok)) {
    (void)tags_made.load(std::memory_order_acquire);
    const std::unique_ptr<Then> then(static_cast<Then*>(tag));
    (*then)(ok);
  }
}

}  // namespace sparkgate::server
