// Plays a story in a world that exists: who it is about, then its steps as their time comes. Not
// thread-safe. Takes no lock of its own while it acts; the acts take the world's.
#ifndef SPARKGATE_SIMULATOR_APP_SCENARIO_PLAYER_H_
#define SPARKGATE_SIMULATOR_APP_SCENARIO_PLAYER_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <absl/time/time.h>

#include "simulator/app/scenario/faces.h"
#include "simulator/app/scenario/scenario.h"
#include "simulator/app/scenario/variables.h"
#include "simulator/world/world.h"

namespace sparkgate::simulator {

// What has come of a story so far.
struct ScenarioReport {
  enum class State { kPlaying, kDone, kFailed };

  State state = State::kPlaying;
  absl::Time start_time;
  size_t played = 0;    // steps; the last of them is the one that failed, if one did
  std::string problem;  // "" if none: what was expected, and what came
};

class Player {
 public:
  // `faces` outlives it.
  Player(Scenario scenario, std::shared_ptr<World> world, const Faces& faces);

  // The story's people come, and the world's present instant becomes its start.
  void Begin();
  // Every step that is due at the world's present instant or was before. The first that fails ends
  // the story.
  void PlayDue();

  std::optional<absl::Time> NextDue() const;  // nullopt: it is over
  const Scenario& scenario() const { return scenario_; }
  const ScenarioReport& report() const { return report_; }

 private:
  absl::Time Now() const;
  void Fail(const std::string& problem);
  std::string Play(const ScenarioStep& step);  // "" or what went wrong

  const Scenario scenario_;
  const std::shared_ptr<World> world_;
  const Faces& faces_;
  Variables variables_;
  ScenarioReport report_;
};

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_APP_SCENARIO_PLAYER_H_
