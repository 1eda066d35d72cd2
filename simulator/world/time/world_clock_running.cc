// Running clocks: every beat of real time starts an Advance to the instant that real time has
// reached.
#include <algorithm>
#include <string>
#include <utility>

#include "base/error.h"
#include "base/log.h"
#include "simulator/world/time/world_clock.h"

namespace sparkgate::simulator {
namespace {

constexpr absl::Duration kBeat = absl::Milliseconds(100);
constexpr absl::Duration kFirstPause = absl::Seconds(1);
constexpr absl::Duration kLongestPause = absl::Minutes(1);

}  // namespace

absl::Time WorldClock::Expected() const {
  const absl::Duration run = (services_.real_time.Now() - anchor_real_) * speed_;
  return anchor_world_ + absl::Floor(run, absl::Microseconds(1));
}

void WorldClock::Anchor() {
  anchor_world_ = Now();
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
    if (services_.real_time.Now() < pause_end_) return;
    const absl::Time target = Expected();
    if (target <= Now()) return;
    AdvanceRequest request;
    request.target = target;
    request.on_done = [weak = weak_from_this()](const absl::StatusOr<AdvanceProgress>& result) {
      if (const std::shared_ptr<WorldClock> self = weak.lock()) self->Drove(result.status());
    };
    StartRun(++last_number_, std::move(request), /*driven=*/true);
  }
  Poke();
}

// A step is over. One that went round in circles would only do so again, at a processor's full
// speed: it is tried at growing distances, and whoever looks at the clock sees why.
void WorldClock::Drove(const absl::Status& status) {
  MutexLock lock(mutex_);
  if (ReasonOf(status) != "ADVANCE_STUCK") return Relieve();
  if (problem_.empty()) {
    LogError("clock_stuck", {{"world", world_->id()}, {"message", std::string(status.message())}});
  }
  problem_ = std::string(status.message());
  pause_ = std::clamp(2 * pause_, kFirstPause, kLongestPause);
  pause_end_ = services_.real_time.Now() + pause_;
}

void WorldClock::Relieve() {
  problem_.clear();
  pause_ = absl::ZeroDuration();
  pause_end_ = absl::InfinitePast();
}

}  // namespace sparkgate::simulator
