// The followers' side of WorldClock: what they and those who look at the clock see.
#include <utility>

#include "simulator/world/time/world_clock.h"

namespace sparkgate::simulator {

void WorldClock::Watch(const LinkPtr& link) {
  {
    MutexLock lock(mutex_);
    if (closed_) {
      link->SendGone(world_->id(), this);
      return;
    }
    // Under the lock: a tick must not overtake the state it builds on.
    link->SendClock(StateFor(*link));
    followers_.AddLink(link);
  }
  Poke();
}

void WorldClock::Unwatch(const FollowerLink* link) {
  {
    MutexLock lock(mutex_);
    followers_.RemoveLink(link);
  }
  Poke();
}

void WorldClock::Ack(const std::string& follower_id, int64_t tick_id,
                     std::optional<absl::Time> next_due, std::vector<std::string> items) {
  {
    MutexLock lock(mutex_);
    if (!run_.has_value() || run_->phase != Phase::kTick || run_->tick_id != tick_id) return;
    followers_.Ack(follower_id, next_due, std::move(items));
  }
  Poke();
}

void WorldClock::Due(const std::string& follower_id, std::optional<absl::Time> next_due) {
  MutexLock lock(mutex_);
  followers_.Due(follower_id, next_due);
}

void WorldClock::Changed() {
  {
    MutexLock lock(mutex_);
    if (closed_) return;
    const double speed = world_->Read([](const WorldState& state) { return state.speed; });
    if (speed != speed_) {
      speed_ = speed;
      Relieve();
      Anchor();
      ArmBeat();
      if (speed_ == 0 && run_.has_value() && run_->driven) run_->cancelled = true;
    }
    for (const LinkPtr& link : followers_.links()) link->SendClock(StateFor(*link));
  }
  Poke();
}

absl::StatusOr<WorldState> WorldClock::Copy() const {
  MutexLock lock(mutex_);
  if (Advancing()) return AdvanceInProgress();
  return world_->Copy();  // under the lock, so that no Advance begins meanwhile
}

absl::Status WorldClock::Replace(WorldState state) {
  MutexLock lock(mutex_);
  if (closed_) return WorldGone(world_->id());
  if (speed_ > 0) return ClockRuns();
  if (run_.has_value() || next_run_.has_value()) return AdvanceInProgress();
  if (!courier_->idle()) return WebhooksOnTheirWay();
  // Under the lock, so that no Advance begins in one state and goes on in another.
  world_->Replace(std::move(state));
  for (const LinkPtr& link : followers_.links()) link->SendClock(StateFor(*link));
  return absl::OkStatus();
}

void WorldClock::Stop() {
  MutexLock lock(mutex_);
  speed_ = 0;
  ArmBeat();
}

void WorldClock::Close() {
  std::vector<LinkPtr> links;  // let go after the lock
  {
    MutexLock lock(mutex_);
    if (std::exchange(closed_, true)) return;
    speed_ = 0;
    ArmBeat();
    links = followers_.TakeLinks();
    for (const LinkPtr& link : links) link->SendGone(world_->id(), this);
  }
  Poke();
}

WorldClock::View WorldClock::Look() const {
  MutexLock lock(mutex_);
  View view;
  world_->Read([&view](const WorldState& state) {
    view.now = state.now;
    if (const WorldEvent* next = state.queue.Next()) view.next_event = next->time;
    for (const std::string& id : state.followers) view.followers.emplace_back().id = id;
    return true;
  });
  view.speed = speed_;
  if (speed_ > 0) view.lag = std::max(absl::ZeroDuration(), Expected() - view.now);
  view.advancing = Advancing();
  view.problem = problem_;
  for (FollowerView& follower : view.followers) {
    follower.connected = followers_.Connected(follower.id);
    follower.next_due = followers_.NextDue(follower.id);
  }
  return view;
}

}  // namespace sparkgate::simulator
