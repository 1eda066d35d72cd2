#include "server/api/operation_waits.h"

#include <utility>
#include <vector>

#include "server/api/convert/operation.h"
#include "server/usecases/operations.h"

namespace sparkgate::server {
namespace {

// Other servers on the same store, and a world's clock, ring no bell here.
constexpr absl::Duration kLookEvery = absl::Milliseconds(250);

}  // namespace

std::shared_ptr<OperationWaits> OperationWaits::Create(Env& env, TimerService& timers,
                                                       Executor& executor) {
  return std::shared_ptr<OperationWaits>(new OperationWaits(env, timers, executor));
}

void OperationWaits::Wait(const std::string& workspace, const std::string& id,
                          absl::Duration timeout, const std::shared_ptr<Answer>& answer) {
  const std::weak_ptr<OperationWaits> weak = weak_from_this();
  uint64_t key = 0;
  {
    // Listed before the first look, so that no change falls between the two.
    MutexLock lock(mutex_);
    key = next_++;
    waiters_[key] = {.workspace = workspace,
                     .id = id,
                     .answer = answer,
                     .timer = timers_.After(timeout,
                                            [weak, key] {
                                              if (const auto self = weak.lock()) self->Expire(key);
                                            }),
                     .expired = timeout <= absl::ZeroDuration()};
    LookLater();
  }
  // Not before this handler has returned, by the stream's contract.
  answer->raw().OnCancelled([weak, key](const absl::Status& why) {
    const auto self = weak.lock();
    if (self == nullptr) return;
    if (const auto waiting = self->TakeOut(key)) waiting->Finish(why);
  });
  LookAt(key);
}

void OperationWaits::Ring() {
  {
    MutexLock lock(mutex_);
    if (look_posted_ || waiters_.empty()) return;
    look_posted_ = true;
  }
  if (executor_.TryPost([self = shared_from_this()] { self->LookAtAll(); })) return;
  MutexLock lock(mutex_);
  look_posted_ = false;  // too much to do: the next ring, or the timer, tries again
}

size_t OperationWaits::open() const {
  MutexLock lock(mutex_);
  return waiters_.size();
}

void OperationWaits::LookLater() {
  if (std::exchange(look_timed_, true)) return;
  timers_.After(kLookEvery, [weak = weak_from_this()] {
    const auto self = weak.lock();
    if (self == nullptr) return;
    self->Ring();
    MutexLock lock(self->mutex_);
    self->look_timed_ = false;
    if (!self->waiters_.empty()) self->LookLater();
  });
}

void OperationWaits::LookAtAll() {
  std::vector<uint64_t> keys;
  {
    MutexLock lock(mutex_);
    look_posted_ = false;
    for (const auto& [key, waiter] : waiters_) keys.push_back(key);
  }
  for (const uint64_t key : keys) LookAt(key);
}

void OperationWaits::LookAt(uint64_t key) {
  std::string workspace;
  std::string id;
  bool expired = false;
  {
    MutexLock lock(mutex_);
    const auto waiter = waiters_.find(key);
    if (waiter == waiters_.end()) return;
    workspace = waiter->second.workspace;
    id = waiter->second.id;
    expired = waiter->second.expired;
  }
  const auto standing = env_.operations->Look(workspace, id);
  if (standing.ok() && !standing->settled && !expired) return;
  const std::shared_ptr<Answer> answer = TakeOut(key);
  if (answer == nullptr) return;
  if (!standing.ok()) return answer->Finish(standing.status());
  const auto operation = WithItems(env_, standing->operation);
  if (operation.ok()) answer->Write(*operation);
  answer->Finish(operation.status());
}

void OperationWaits::Expire(uint64_t key) {
  {
    MutexLock lock(mutex_);
    const auto waiter = waiters_.find(key);
    if (waiter == waiters_.end()) return;
    waiter->second.expired = true;
  }
  Ring();
}

std::shared_ptr<OperationWaits::Answer> OperationWaits::TakeOut(uint64_t key) {
  MutexLock lock(mutex_);
  auto waiter = waiters_.extract(key);
  if (waiter.empty()) return nullptr;
  timers_.Cancel(waiter.mapped().timer);
  return std::move(waiter.mapped().answer);
}

}  // namespace sparkgate::server
