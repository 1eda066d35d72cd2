// Tells whoever listens that something has changed, without saying what. Thread-safe.
#ifndef SPARKGATE_SIMULATOR_WORLD_CHANGE_FEED_H_
#define SPARKGATE_SIMULATOR_WORLD_CHANGE_FEED_H_

#include <functional>
#include <memory>
#include <vector>

#include "base/mutex.h"

namespace sparkgate::simulator {

class ChangeFeed {
 public:
  // Until the handle is dropped; a call that is under way may still end after that. `listener` must
  // not block for long: the writer waits for it.
  std::shared_ptr<void> Subscribe(std::function<void()> listener);
  void Tell();

 private:
  using Listener = std::function<void()>;

  Mutex mutex_;
  std::vector<std::weak_ptr<Listener>> listeners_ SG_GUARDED_BY(mutex_);
};

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_CHANGE_FEED_H_
