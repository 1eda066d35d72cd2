// One connection of a follower, as a world's clock sees it. Whoever owns the stream implements it.
//
// All functions are thread-safe and never block; a connection that has broken swallows what it is
// told until its owner takes it out of the clock (WorldClock::Unwatch).
#ifndef SPARKGATE_SIMULATOR_WORLD_TIME_FOLLOWER_LINK_H_
#define SPARKGATE_SIMULATOR_WORLD_TIME_FOLLOWER_LINK_H_

#include <cstdint>
#include <string>

#include <absl/time/time.h>

#include "simulator/world/rate_limits/rate_limits.h"

namespace sparkgate::simulator {

// How a world's clock stands.
struct ClockState {
  std::string world_id;
  std::string incarnation;
  uint64_t revision = 0;
  absl::Time now;
  double speed = 0;
  RateLimitMode limits = RateLimitMode::kOff;
  bool registered = false;  // whether the one who is told is registered, so that ticks will come
};

class WorldClock;

class FollowerLink {
 public:
  virtual ~FollowerLink() = default;
  virtual const std::string& follower_id() const = 0;
  // One that lives in this program (a story's player) needs no registration: it owes ticks as long
  // as it watches, and leaves no trace in the world's state.
  virtual bool is_local() const { return false; }
  virtual void SendTick(const std::string& world_id, int64_t tick_id, absl::Time time) = 0;
  virtual void SendClock(const ClockState& state) = 0;
  // `clock` says it, and knows this link no more.
  virtual void SendGone(const std::string& world_id, const WorldClock* clock) = 0;
};

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_TIME_FOLLOWER_LINK_H_
