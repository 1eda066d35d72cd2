// A world: a tenant of the simulator with its own accounts, clock, seed, limits and switches. One
// lock guards everything in it; whoever wants something from a world passes a function:
//
//   world.Write([&](WorldState& state) { return CreateCampaign(state, request); });
//   world.Read([&](const WorldState& state) { return GetBalance(state, advertiser_id); });
//
// The function must not block, call back into the world, or keep a reference to the state. How
// rules are written is said in state.h. Thread-safe.
#ifndef SPARKGATE_SIMULATOR_WORLD_WORLD_H_
#define SPARKGATE_SIMULATOR_WORLD_WORLD_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include <absl/time/time.h>

#include "base/clock.h"
#include "base/mutex.h"
#include "simulator/world/change_feed.h"
#include "simulator/world/journal/journal.h"
#include "simulator/world/rate_limits/real_time_limits.h"
#include "simulator/world/state.h"

namespace sparkgate::simulator {

// The one that HTTP paths without a world's name mean.
inline constexpr std::string_view kDefaultWorld = "default";

// Which of a world's states one is.
struct WorldVersion {
  std::string incarnation;
  uint64_t revision = 0;

  friend bool operator==(const WorldVersion&, const WorldVersion&) = default;
};
inline WorldVersion VersionOf(const WorldState& state) {
  return {.incarnation = state.incarnation, .revision = state.revision};
}

using UnsavedChangeListener = std::function<void(const WorldState&)>;

class World {
 public:
  explicit World(WorldState state, size_t journal_bytes = kDefaultJournalBytes)
      : id_(state.id), journal_(journal_bytes), state_(std::move(state)) {}
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  const std::string& id() const { return id_; }
  // Beside the state: neither is saved, and what the world is doesn't depend on them.
  Journal& journal() { return journal_; }
  RealTimeLimits& real_time_limits() { return real_time_limits_; }

  template <class Fn>
  auto Read(Fn&& fn) const {
    MutexLock lock(mutex_);
    return std::forward<Fn>(fn)(std::as_const(state_));
  }

  // Work that is due at the world's present instant runs at once: what `fn` put on the queue for
  // now has happened when this returns (webhooks have been handed to the listener).
  template <class Fn>
  auto Write(Fn&& fn) {
    const Notifier notify(*this);  // after the lock is gone
    MutexLock lock(mutex_);
    NoteChange();
    const Settler settle(*this);  // after fn, under the lock
    return std::forward<Fn>(fn)(state_);
  }

  // Called, without the lock, after each Write that left webhooks to send. Set before the world is
  // shared.
  void OnWebhooksDue(std::function<void()> listener) { webhooks_due_ = std::move(listener); }

  // Cheap: rows are shared until either looks into their table again.
  WorldState Copy();
  // Puts another state in its place, as it stands: nothing that is due runs, nobody is notified.
  // What it is to others stays: id, followers, TTL, and what it was created as.
  void Replace(WorldState state);

  // Real time at which somebody last asked for it.
  void NoteUse(absl::Time now) { last_use_ = ToMicros(now); }
  absl::Time last_use() const { return FromMicros(last_use_); }

  // Who wants to hear of changes: told, without the lock, after each Write.
  ChangeFeed& changes() { return changes_; }

  // A copy to be saved, unless the world stands at `saved`. Only the copying takes the lock.
  std::optional<WorldState> Snapshot(const WorldVersion& saved);
  // Called, under the lock, before the first Write of all and before the first one after each
  // Snapshot, with the state as it was until then. Set before the world is shared.
  void BeforeUnsavedChange(UnsavedChangeListener listener) { unsaved_ = std::move(listener); }

 private:
  class Settler {
   public:
    explicit Settler(World& world) : world_(world) {}
    ~Settler() { world_.Settle(); }

   private:
    World& world_;
  };
  class Notifier {
   public:
    explicit Notifier(World& world) : world_(world) {}
    ~Notifier() { world_.NotifyIfDue(); }

   private:
    World& world_;
  };

  void NoteChange() SG_REQUIRES(mutex_);
  void Settle() SG_NO_THREAD_SAFETY_ANALYSIS;  // the caller holds the lock
  void NotifyIfDue();

  const std::string id_;
  Journal journal_;
  RealTimeLimits real_time_limits_;
  std::atomic<int64_t> last_use_ = 0;  // microseconds
  std::function<void()> webhooks_due_;
  UnsavedChangeListener unsaved_;
  ChangeFeed changes_;
  mutable Mutex mutex_;
  bool change_noted_ SG_GUARDED_BY(mutex_) = false;  // since the last Snapshot
  WorldState state_ SG_GUARDED_BY(mutex_);
};

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_WORLD_H_
