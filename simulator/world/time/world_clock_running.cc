// Running clocks: every beat of real time starts an Advance to the instant that real time has
// reached.
#include <cmath>
#include <utility>

#include "simulator/world/time/world_clock.h"

namespace sparkgate::simulator {
namespace {

constexpr absl::Duration kBeat = absl::Milliseconds(100);

}  // namespace

absl::Time WorldClock::Expected() const {
  const absl::Duration run = (services_.real_time.Now() - anchor_real_) * speed_;
  return anchor_world_ + absl::Floor(run, absl::Microseconds(1));
}

void WorldClock::Anchor() {
  anchor_world_ = world_->Read([](const WorldState& state) { return state.now; });
  anchor_real_ = services_.real_time.Now();
}

void WorldClock::ArmBeat() {
  if (beat_timer_.has_value()) services_.timers.Cancel(*std::exchange(beat_timer_, std::nullopt));
  if (speed_ <= 0) return;
  beat_timer_ = services_.timers.After(kBeat, [weak = weak_from_this(), number = ++beat_number_] {
    if (const std::shared_ptr<WorldClock> self = weak.lock()) self->Beat(number);
  });
}

void WorldClock::Beat(uint64_t number) {
  {
    MutexLock lock(mutex_);
    if (number != beat_number_ || closed_ || speed_ <= 0) return;
    beat_timer_.reset();
    ArmBeat();
    if (run_.has_value()) return;  // late: the next beat catches up
    const absl::Time now = world_->Read([](const WorldState& state) { return state.now; });
    const absl::Time target = Expected();
    if (target <= now) return;
    StartRun(++last_number_, AdvanceRequest{.target = target}, /*driven=*/true);
  }
  Poke();
}

}  // namespace sparkgate::simulator
