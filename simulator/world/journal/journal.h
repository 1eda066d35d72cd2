// The latest exchanges of a world's HTTP face, bounded by the memory they take. Not a part of what
// the world is: it isn't saved, and nothing in the world depends on it.
//
// Thread-safe, with a lock of its own that is held for moments only: to record costs a copy of
// texts that are at hand, and readers take pointers to exchanges, which never change, and look at
// them without the lock.
#ifndef SPARKGATE_SIMULATOR_WORLD_JOURNAL_JOURNAL_H_
#define SPARKGATE_SIMULATOR_WORLD_JOURNAL_JOURNAL_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <vector>

#include <absl/time/time.h>

#include "base/mutex.h"
#include "simulator/world/journal/exchange.h"

namespace sparkgate::simulator {

inline constexpr size_t kDefaultJournalBytes = 1u << 20;

using ExchangePtr = std::shared_ptr<const Exchange>;

// What somebody can look at, and what was lost before.
struct JournalView {
  std::vector<ExchangePtr> exchanges;  // by number
  uint64_t last_dropped = 0;           // number of the latest one that isn't kept; 0: none
  absl::Time last_dropped_time = absl::InfinitePast();
  bool closed = false;  // the world is gone
};

struct JournalStats {
  size_t exchanges = 0;
  uint64_t dropped = 0;      // since the last Clear
  uint64_t last_number = 0;  // 0: none yet
  size_t bytes = 0;
  size_t max_bytes = 0;
  size_t watchers = 0;
};

class Journal {
 public:
  using Watcher = std::function<void()>;

  // 0: it keeps nothing.
  explicit Journal(size_t max_bytes = kDefaultJournalBytes) : max_bytes_(max_bytes) {}
  Journal(const Journal&) = delete;
  Journal& operator=(const Journal&) = delete;

  // Whether to record anything at all.
  bool keeps() const { return max_bytes_ > 0; }

  // Numbers the exchange and puts it last.
  void Record(Exchange exchange);
  // Those with greater numbers.
  JournalView After(uint64_t number) const;
  JournalStats Stats() const;
  // The numbers go on.
  void Clear();
  // The world is deleted: who waits learns so. Final.
  void Close();

  // Called after each Record and after Close, without the lock, on the thread that recorded; at
  // once on several threads, and perhaps once more after Unwatch. It must not block.
  uint64_t Watch(Watcher watcher);
  void Unwatch(uint64_t watch);

 private:
  using Watchers = std::vector<std::shared_ptr<const Watcher>>;

  void DropOldest() SG_REQUIRES(mutex_);
  Watchers CopyWatchers() const SG_REQUIRES(mutex_);

  const size_t max_bytes_;
  mutable Mutex mutex_;
  std::deque<ExchangePtr> exchanges_ SG_GUARDED_BY(mutex_);
  size_t bytes_ SG_GUARDED_BY(mutex_) = 0;
  uint64_t last_number_ SG_GUARDED_BY(mutex_) = 0;
  uint64_t dropped_ SG_GUARDED_BY(mutex_) = 0;
  uint64_t last_dropped_ SG_GUARDED_BY(mutex_) = 0;
  absl::Time last_dropped_time_ SG_GUARDED_BY(mutex_) = absl::InfinitePast();
  bool closed_ SG_GUARDED_BY(mutex_) = false;
  uint64_t last_watch_ SG_GUARDED_BY(mutex_) = 0;
  std::map<uint64_t, std::shared_ptr<const Watcher>> watchers_ SG_GUARDED_BY(mutex_);
};

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_JOURNAL_JOURNAL_H_
