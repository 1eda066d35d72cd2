#include "simulator/app/scenario/play.h"

#include <memory>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "base/error.h"
#include "base/mutex.h"
#include "simulator/app/scenario/load.h"

namespace sparkgate::simulator {
namespace {

struct AdvanceEnd {
  Mutex mutex;
  CondVar over;
  std::optional<absl::Status> status SG_GUARDED_BY(mutex);
};

// Moves the clock to `time`, with all that happens on the way, and waits for that.
absl::Status AdvanceTo(WorldClock& clock, absl::Time time) {
  const auto end = std::make_shared<AdvanceEnd>();
  AdvanceRequest request;
  request.target = time;
  request.on_done = [end](const absl::StatusOr<AdvanceProgress>& result) {
    MutexLock lock(end->mutex);
    end->status = result.status();
    end->over.NotifyAll();
  };
  SG_RETURN_IF_ERROR(clock.Advance(std::move(request)).status());
  MutexLock lock(end->mutex);
  while (!end->status.has_value()) end->over.Wait(end->mutex);
  return *end->status;
}

// "2d 04:30" after the start.
std::string Moment(absl::Duration at) {
  const int64_t minutes = absl::ToInt64Minutes(at);
  return fmt::format("{:>4}d {:02}:{:02}", minutes / 1440, minutes / 60 % 24, minutes % 60);
}

}  // namespace

absl::StatusOr<PlayedScenario> PlayScenario(Scenarios& scenarios, std::string_view text,
                                            std::string_view file) {
  SG_ASSIGN_OR_RETURN(Scenario scenario, LoadScenario(text, file, scenarios.faces().table()));
  // The same story plays the same everywhere: its name is its seed unless it says another.
  if (scenario.seed.empty()) scenario.seed = scenario.name;
  SG_ASSIGN_OR_RETURN(const PlacedScenario placed, scenarios.Place(std::move(scenario), ""));
  placed.live->Begin();
  PlayedScenario played;
  played.scenario = placed.live->scenario();
  played.report = placed.live->report();
  if (played.report.state == ScenarioReport::State::kPlaying) {
    SG_RETURN_IF_ERROR(
        AdvanceTo(*placed.entry.clock, played.report.start_time + played.scenario.steps.back().at));
    played.report = placed.live->report();
  }
  placed.entry.world->Read([&played](const WorldState& state) {
    played.world_id = state.id;
    played.seed = state.random.seed();
    played.event_hash = state.log.Hash();
    return true;
  });
  return played;
}

std::string PlayedText(const PlayedScenario& played) {
  const Scenario& scenario = played.scenario;
  std::string text = fmt::format("{}\n{}\n\n", scenario.name, scenario.tells);
  const size_t failed = played.passed() ? 0 : played.report.played;
  for (size_t i = 0; i < scenario.steps.size(); ++i) {
    const std::string_view mark = i >= played.report.played ? "-"
                                  : i + 1 == failed         ? "FAILED"
                                                            : "ok";
    text += fmt::format("{:>3}  {}  {:<6}  {}\n", i + 1, Moment(scenario.steps[i].at), mark,
                        scenario.steps[i].title);
  }
  if (played.passed())
    return text + fmt::format("\nAll {} steps as told.\n", scenario.steps.size());
  return text + fmt::format("\n{}\nSeed: {}\n", played.report.problem, played.seed);
}

}  // namespace sparkgate::simulator
