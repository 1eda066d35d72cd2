// Tells watchers that a workspace has new events. It carries no events: a watcher reads them from
// the store after the last number it knows, so nothing can be lost on the way.
#ifndef SPARKGATE_SERVER_USECASES_EVENT_FEED_H_
#define SPARKGATE_SERVER_USECASES_EVENT_FEED_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <absl/time/time.h>

#include "base/executor.h"
#include "base/mutex.h"
#include "base/timer.h"

namespace sparkgate::server {

// Thread-safe. Callbacks run on the feed's own thread, so that a commit waits for nobody.
class EventFeed {
 public:
  // 0: nothing is new, but look.
  using Callback = std::function<void(int64_t last_number)>;

  // Ends when the last copy of the returned handle is dropped.
  std::shared_ptr<void> Subscribe(const std::string& workspace, Callback callback);
  // From Store::OnEvents.
  void Publish(const std::string& workspace, int64_t last_number);
  // Also calls everybody each `every` of real time, for what no event tells: a key that was
  // revoked, a workspace that was deleted. Destroy `timers` before the feed.
  void CallEvery(TimerService& timers, absl::Duration every);
  size_t watchers() const;
  // No callback runs after it returned.
  void Stop();

 private:
  using Key = std::pair<std::string, uint64_t>;  // workspace, subscription
  void Call(const std::string& workspace, int64_t last_number);
  void CallAll();
  void Remove(const Key& key);

  mutable Mutex mutex_;
  uint64_t next_ SG_GUARDED_BY(mutex_) = 1;
  std::map<Key, std::shared_ptr<Callback>> callbacks_ SG_GUARDED_BY(mutex_);
  // The newest number of each workspace that waits to be told: a burst of commits is one call.
  std::map<std::string, int64_t> pending_ SG_GUARDED_BY(mutex_);
  std::function<void()> cancel_timer_ SG_GUARDED_BY(mutex_) = [] {};
  bool stopped_ SG_GUARDED_BY(mutex_) = false;
  ThreadPool worker_{{.name = "events", .threads = 1, .queue_limit = 1u << 20}};
};

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_USECASES_EVENT_FEED_H_
