#include "server/api/operation_waits.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "base/error.h"
#include "server/api/convert/operation.h"
#include "server/usecases/access/api_keys.h"
#include "server/usecases/operations.h"

namespace sparkgate::server {
namespace {

// Other servers on the same store, a world's clock, and a key that is revoked, ring no bell here.
constexpr absl::Duration kLookEvery = absl::Milliseconds(250);

absl::Status TooManyWaits() {
  return Error(
      absl::StatusCode::kResourceExhausted,
      fmt::format("This key waits for {} operations already: end one of those calls, or "
                  "watch events instead.",
                  OperationWaits::kMostPerKey),
      {.reason = "TOO_MANY_WAITS", .who = Actor::kCaller, .retry_after = absl::Seconds(1)});
}

}  // namespace

std::shared_ptr<OperationWaits> OperationWaits::Create(Env& env, TimerService& timers,
                                                       Executor& executor) {
  return std::shared_ptr<OperationWaits>(new OperationWaits(env, timers, executor));
}

void OperationWaits::Wait(const std::string& workspace, const std::string& id,
                          const std::string& key, absl::Duration timeout,
                          const std::shared_ptr<Answer>& answer) {
  const Target target{workspace, id};
  uint64_t number = 0;
  {
    MutexLock lock(mutex_);
    number = next_++;
  }
  // Listed before the first look, so that no change falls between the two.
  if (!Add(target, number, key, timeout, answer)) return answer->Finish(TooManyWaits());
  // Not before this handler has returned, by the stream's contract.
  answer->raw().OnCancelled([weak = weak_from_this(), target, number](const absl::Status& why) {
    const auto self = weak.lock();
    if (self == nullptr) return;
    if (const auto waiting = self->TakeOut(target, number)) waiting->Finish(why);
  });
  LookAt(target);
}

bool OperationWaits::Add(const Target& target, uint64_t number, const std::string& key,
                         absl::Duration timeout, const std::shared_ptr<Answer>& answer) {
  MutexLock lock(mutex_);
  const auto open = open_of_.try_emplace(key, 0).first;
  if (open->second >= kMostPerKey) return false;
  ++open->second;
  const auto expire = [weak = weak_from_this(), target, number] {
    if (const auto self = weak.lock()) self->Expire(target, number);
  };
  waiters_[target][number] = {.key = key,
                              .answer = answer,
                              .timer = timers_.After(timeout, expire),
                              .expired = timeout <= absl::ZeroDuration()};
  LookNowAndThen();
  return true;
}

void OperationWaits::Ring(const std::string& workspace, const std::string& id) {
  {
    MutexLock lock(mutex_);
    const Target target{workspace, id};
    if (!waiters_.contains(target)) return;
    rung_.insert(target);
  }
  LookSoon();
}

size_t OperationWaits::open() const {
  MutexLock lock(mutex_);
  size_t open = 0;
  for (const auto& [target, waiters] : waiters_) open += waiters.size();
  return open;
}

void OperationWaits::LookSoon() {
  {
    MutexLock lock(mutex_);
    if (look_posted_ || rung_.empty()) return;
    look_posted_ = true;
  }
  if (executor_.TryPost([self = shared_from_this()] { self->LookAtRung(); })) return;
  MutexLock lock(mutex_);
  look_posted_ = false;  // too much to do: the next ring, or the timer, tries again
}

void OperationWaits::LookNowAndThen() {
  if (look_timed_) return;
  look_timed_ = true;
  timers_.After(kLookEvery, [weak = weak_from_this()] {
    const auto self = weak.lock();
    if (self == nullptr) return;
    {
      MutexLock lock(self->mutex_);
      for (const auto& [target, waiters] : self->waiters_) self->rung_.insert(target);
    }
    self->LookSoon();
    MutexLock lock(self->mutex_);
    self->look_timed_ = false;
    if (!self->waiters_.empty()) self->LookNowAndThen();
  });
}

void OperationWaits::LookAtRung() {
  std::set<Target> rung;
  {
    MutexLock lock(mutex_);
    look_posted_ = false;
    rung.swap(rung_);
  }
  for (const Target& target : rung) LookAt(target);
}

void OperationWaits::LookAt(const Target& target) {
  Waiters waiters;
  {
    MutexLock lock(mutex_);
    const auto found = waiters_.find(target);
    if (found == waiters_.end()) return;
    waiters = found->second;
  }
  const bool expired =
      std::ranges::any_of(waiters, [](const auto& waiter) { return waiter.second.expired; });
  const auto standing = env_.operations->Look(target.first, target.second);
  const bool over = !standing.ok() || standing->settled;
  sparkgate::v1::Operation shown;
  absl::Status result = standing.status();
  if (standing.ok() && (over || expired)) {
    auto whole = WithItems(env_, standing->operation);
    result = whole.status();
    if (whole.ok()) shown = *std::move(whole);
  }
  // After the reads: a deleted workspace's name may by now be somebody else's.
  const std::map<std::string, absl::Status> keys = CheckKeys(target, waiters);
  for (const auto& [number, waiter] : waiters) {
    const absl::Status& key = keys.at(waiter.key);
    if (key.ok() && !over && !waiter.expired) continue;
    const std::shared_ptr<Answer> answer = TakeOut(target, number);
    if (answer == nullptr) continue;
    const absl::Status& end = key.ok() ? result : key;
    if (end.ok()) answer->Write(shown);
    answer->Finish(end);
  }
}

std::map<std::string, absl::Status> OperationWaits::CheckKeys(const Target& target,
                                                              const Waiters& waiters) {
  std::map<std::string, absl::Status> checked;
  for (const auto& [number, waiter] : waiters) checked.try_emplace(waiter.key);
  const absl::Status read = env_.store.Read([&](const Transaction& tx) {
    for (auto& [key, status] : checked) {
      status = CheckKey(tx, target.first, key, env_.clocks.RealNow());
    }
    return absl::OkStatus();
  });
  for (auto& [key, status] : checked) status.Update(read);
  return checked;
}

void OperationWaits::Expire(const Target& target, uint64_t number) {
  {
    MutexLock lock(mutex_);
    const auto found = waiters_.find(target);
    if (found == waiters_.end()) return;
    const auto waiter = found->second.find(number);
    if (waiter == found->second.end()) return;
    waiter->second.expired = true;
  }
  Ring(target.first, target.second);
}

std::shared_ptr<OperationWaits::Answer> OperationWaits::TakeOut(const Target& target,
                                                                uint64_t number) {
  MutexLock lock(mutex_);
  const auto found = waiters_.find(target);
  if (found == waiters_.end()) return nullptr;
  auto waiter = found->second.extract(number);
  if (found->second.empty()) waiters_.erase(found);
  if (waiter.empty()) return nullptr;
  const auto open = open_of_.find(waiter.mapped().key);
  if (--open->second == 0) open_of_.erase(open);
  timers_.Cancel(waiter.mapped().timer);
  return std::move(waiter.mapped().answer);
}

}  // namespace sparkgate::server
