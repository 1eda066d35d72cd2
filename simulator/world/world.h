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

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>

#include <absl/time/time.h>

#include "base/mutex.h"
#include "simulator/world/state.h"

namespace sparkgate::simulator {

class World {
 public:
  explicit World(WorldState state) : id_(state.id), state_(std::move(state)) {}
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  const std::string& id() const { return id_; }

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
    const Settler settle(*this);  // after fn, under the lock
    return std::forward<Fn>(fn)(state_);
  }

  // Called, without the lock, after each Write that left webhooks to send. Set before the world is
  // shared.
  void OnWebhooksDue(std::function<void()> listener) { webhooks_due_ = std::move(listener); }

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

  void Settle() SG_NO_THREAD_SAFETY_ANALYSIS;  // the caller holds the lock
  void NotifyIfDue();

  const std::string id_;
  std::function<void()> webhooks_due_;
  mutable Mutex mutex_;
  WorldState state_ SG_GUARDED_BY(mutex_);
};

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_WORLD_H_
