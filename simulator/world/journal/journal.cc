#include "simulator/world/journal/journal.h"

#include <algorithm>
#include <utility>

namespace sparkgate::simulator {
namespace {

// What the allocator and the list take besides.
constexpr size_t kOverhead = 128;

size_t BytesOf(const Exchange& exchange) {
  size_t bytes = sizeof(Exchange) + kOverhead;
  for (const std::string* text :
       {&exchange.method, &exchange.path, &exchange.endpoint, &exchange.arguments,
        &exchange.message, &exchange.request_id, &exchange.fault}) {
    bytes += text->size();
  }
  return bytes;
}

template <class Watchers>
void WakeAll(const Watchers& watchers) {
  for (const auto& watcher : watchers) (*watcher)();
}

}  // namespace

void Journal::Record(Exchange exchange) {
  if (!keeps()) return;
  const auto kept = std::make_shared<Exchange>(std::move(exchange));
  Watchers watchers;
  {
    MutexLock lock(mutex_);
    kept->number = ++last_number_;
    bytes_ += BytesOf(*kept);
    exchanges_.push_back(kept);
    while (bytes_ > max_bytes_) DropOldest();
    if (!watchers_.empty()) watchers = CopyWatchers();
  }
  WakeAll(watchers);
}

void Journal::DropOldest() {
  const Exchange& oldest = *exchanges_.front();
  ++dropped_;
  last_dropped_ = oldest.number;
  last_dropped_time_ = std::max(last_dropped_time_, oldest.time);
  bytes_ -= BytesOf(oldest);
  exchanges_.pop_front();
}

JournalView Journal::After(uint64_t number) const {
  MutexLock lock(mutex_);
  JournalView view{.exchanges = {},
                   .last_dropped = last_dropped_,
                   .last_dropped_time = last_dropped_time_,
                   .closed = closed_};
  const auto first = std::ranges::upper_bound(
      exchanges_, number, {}, [](const ExchangePtr& exchange) { return exchange->number; });
  view.exchanges.assign(first, exchanges_.end());
  return view;
}

JournalStats Journal::Stats() const {
  MutexLock lock(mutex_);
  return {.exchanges = exchanges_.size(),
          .dropped = dropped_,
          .last_number = last_number_,
          .bytes = bytes_,
          .max_bytes = max_bytes_,
          .watchers = watchers_.size()};
}

void Journal::Clear() {
  std::deque<ExchangePtr> gone;  // freed without the lock
  MutexLock lock(mutex_);
  gone.swap(exchanges_);
  bytes_ = 0;
  dropped_ = 0;
  last_dropped_ = 0;
  last_dropped_time_ = absl::InfinitePast();
}

void Journal::Close() {
  Watchers watchers;
  {
    MutexLock lock(mutex_);
    closed_ = true;
    watchers = CopyWatchers();
  }
  WakeAll(watchers);
}

uint64_t Journal::Watch(Watcher watcher) {
  MutexLock lock(mutex_);
  watchers_.emplace(++last_watch_, std::make_shared<const Watcher>(std::move(watcher)));
  return last_watch_;
}

void Journal::Unwatch(uint64_t watch) {
  std::shared_ptr<const Watcher> gone;  // destroyed without the lock
  MutexLock lock(mutex_);
  const auto found = watchers_.find(watch);
  if (found == watchers_.end()) return;
  gone = std::move(found->second);
  watchers_.erase(found);
}

Journal::Watchers Journal::CopyWatchers() const {
  Watchers watchers;
  watchers.reserve(watchers_.size());
  for (const auto& [watch, watcher] : watchers_) watchers.push_back(watcher);
  return watchers;
}

}  // namespace sparkgate::simulator
