#include "server/usecases/event_feed.h"

#include <algorithm>

namespace sparkgate::server {

std::shared_ptr<void> EventFeed::Subscribe(const std::string& workspace, Callback callback) {
  MutexLock lock(mutex_);
  Key key{workspace, next_++};
  callbacks_[key] = std::make_shared<Callback>(std::move(callback));
  return std::shared_ptr<void>(nullptr, [this, key](void*) { Remove(key); });
}

void EventFeed::Remove(const Key& key) {
  MutexLock lock(mutex_);
  callbacks_.erase(key);
}

size_t EventFeed::watchers() const {
  MutexLock lock(mutex_);
  return callbacks_.size();
}

void EventFeed::Publish(const std::string& workspace, int64_t last_number) {
  {
    MutexLock lock(mutex_);
    const auto [it, fresh] = pending_.try_emplace(workspace, last_number);
    it->second = std::max(it->second, last_number);
    if (!fresh) return;  // a call is on its way and will see the newer number
  }
  const bool posted = worker_.TryPost([this, workspace] {
    int64_t last = 0;
    {
      MutexLock lock(mutex_);
      const auto it = pending_.find(workspace);
      last = it->second;
      pending_.erase(it);
    }
    Call(workspace, last);
  });
  if (!posted) {
    // Stopping, or a million workspaces wait: forget it, so that the next commit tries again.
    MutexLock lock(mutex_);
    pending_.erase(workspace);
  }
}

void EventFeed::Call(const std::string& workspace, int64_t last_number) {
  std::vector<std::shared_ptr<Callback>> callbacks;
  {
    MutexLock lock(mutex_);
    for (auto it = callbacks_.lower_bound({workspace, 0});
         it != callbacks_.end() && it->first.first == workspace; ++it) {
      callbacks.push_back(it->second);
    }
  }
  for (const auto& callback : callbacks) (*callback)(last_number);
}

void EventFeed::CallAll() {
  std::vector<std::shared_ptr<Callback>> callbacks;
  {
    MutexLock lock(mutex_);
    for (const auto& [key, callback] : callbacks_) callbacks.push_back(callback);
  }
  for (const auto& callback : callbacks) (*callback)(0);
}

void EventFeed::CallEvery(TimerService& timers, absl::Duration every) {
  MutexLock lock(mutex_);
  if (stopped_) return;
  const TimerService::Id timer = timers.After(every, [this, &timers, every] {
    // Refused only when it stops.
    (void)worker_.TryPost([this] { CallAll(); });
    CallEvery(timers, every);
  });
  cancel_timer_ = [&timers, timer] { timers.Cancel(timer); };
}

void EventFeed::Stop() {
  {
    MutexLock lock(mutex_);
    stopped_ = true;
    cancel_timer_();
  }
  worker_.Stop();
}

}  // namespace sparkgate::server
