// Plays a story from beginning to end in a fresh world, as fast as the machine can.
#ifndef SPARKGATE_SIMULATOR_APP_SCENARIO_PLAY_H_
#define SPARKGATE_SIMULATOR_APP_SCENARIO_PLAY_H_

#include <string>
#include <string_view>

#include <absl/status/statusor.h>

#include "simulator/app/scenario/player.h"
#include "simulator/app/scenario/scenarios.h"

namespace sparkgate::simulator {

struct PlayedScenario {
  Scenario scenario;
  ScenarioReport report;
  std::string world_id;
  std::string seed;
  std::string event_hash;  // of the world at the end

  bool passed() const { return report.state == ScenarioReport::State::kDone; }
};

// `file` is what messages call it. An error only if it couldn't be played: it is no story
// (SCENARIO_INVALID). The world stays.
absl::StatusOr<PlayedScenario> PlayScenario(Scenarios& scenarios, std::string_view text,
                                            std::string_view file);

// For the terminal: what it tells, its steps with their times, and what came of each.
std::string PlayedText(const PlayedScenario& played);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_APP_SCENARIO_PLAY_H_
