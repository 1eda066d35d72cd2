#include "simulator/app/scenario/live_scenario.h"

#include <utility>

#include <fmt/format.h>

namespace sparkgate::simulator {

LiveScenario::LiveScenario(Scenario scenario, const WorldEntry& entry, const Faces& faces,
                           Executor& executor)
    : follower_id_(fmt::format("scenario-{}", scenario.name)),
      clock_(entry.clock),
      executor_(executor),
      player_(std::move(scenario), entry.world, faces) {}

void LiveScenario::Begin() {
  std::optional<absl::Time> next;
  {
    MutexLock lock(play_mutex_);
    player_.Begin();
    player_.PlayDue();
    next = Publish();
  }
  const std::shared_ptr<WorldClock> clock = clock_.lock();
  if (!next.has_value() || clock == nullptr) return;
  clock->Watch(shared_from_this());
  clock->Due(follower_id_, next);
}

ScenarioReport LiveScenario::report() const {
  MutexLock lock(report_mutex_);
  return report_;
}

std::optional<absl::Time> LiveScenario::Publish() {
  MutexLock lock(report_mutex_);
  report_ = player_.report();
  return player_.NextDue();
}

void LiveScenario::SendTick(const std::string&, int64_t tick_id, absl::Time) {
  // Refused: the program stops, and with it the story.
  (void)executor_.TryPost([self = shared_from_this(), tick_id] { self->Answer(tick_id); });
}

void LiveScenario::Answer(int64_t tick_id) {
  std::optional<absl::Time> next;
  {
    MutexLock lock(play_mutex_);
    player_.PlayDue();
    next = Publish();
  }
  const std::shared_ptr<WorldClock> clock = clock_.lock();
  if (clock == nullptr) return;
  clock->Ack(follower_id_, tick_id, next, {fmt::format("steps of {}", scenario().name)});
  if (!next.has_value()) clock->Unwatch(this);
}

void LiveScenario::SendClock(const ClockState&) {}  // its ticks tell the time

void LiveScenario::SendGone(const std::string&, const WorldClock*) {
  MutexLock lock(report_mutex_);
  if (report_.state != ScenarioReport::State::kPlaying) return;
  report_.state = ScenarioReport::State::kFailed;
  report_.problem = "The world was deleted.";
}

}  // namespace sparkgate::simulator
