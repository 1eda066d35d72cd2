#include "simulator/world/change_feed.h"

#include <utility>

namespace sparkgate::simulator {

std::shared_ptr<void> ChangeFeed::Subscribe(std::function<void()> listener) {
  auto kept = std::make_shared<Listener>(std::move(listener));
  MutexLock lock(mutex_);
  std::erase_if(listeners_, [](const std::weak_ptr<Listener>& known) { return known.expired(); });
  listeners_.push_back(kept);
  return kept;
}

void ChangeFeed::Tell() {
  std::vector<std::shared_ptr<Listener>> present;
  {
    MutexLock lock(mutex_);
    for (const std::weak_ptr<Listener>& known : listeners_) {
      if (std::shared_ptr<Listener> listener = known.lock()) present.push_back(std::move(listener));
    }
  }
  for (const std::shared_ptr<Listener>& listener : present) (*listener)();
}

}  // namespace sparkgate::simulator
