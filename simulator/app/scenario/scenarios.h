// The stories of all worlds, while the program runs. Thread-safe.
#ifndef SPARKGATE_SIMULATOR_APP_SCENARIO_SCENARIOS_H_
#define SPARKGATE_SIMULATOR_APP_SCENARIO_SCENARIOS_H_

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <absl/status/statusor.h>

#include "base/executor.h"
#include "base/mutex.h"
#include "simulator/app/scenario/faces.h"
#include "simulator/app/scenario/live_scenario.h"
#include "simulator/world/worlds.h"

namespace sparkgate::simulator {

struct PlacedScenario {
  WorldEntry entry;
  std::shared_ptr<LiveScenario> live;
};

class Scenarios {
 public:
  // All outlive it.
  Scenarios(Worlds& worlds, const Faces& faces, Executor& executor)
      : worlds_(worlds), faces_(faces), executor_(executor) {}

  // Puts a story into a world: the one of that id as it is, or one that is made as the story says
  // ("": with an id of its own). Nothing is played before LiveScenario::Begin. Errors:
  // SCENARIO_EXISTS, SCENARIO_PLAYING, and those of Worlds::Create.
  absl::StatusOr<PlacedScenario> Place(Scenario scenario, const std::string& world_id);

  // Null if there is none.
  std::shared_ptr<LiveScenario> Find(const WorldEntry& entry, std::string_view name) const;
  // Those of a world by name, after `after`.
  std::vector<std::shared_ptr<LiveScenario>> List(const WorldEntry& entry,
                                                  std::string_view after) const;

  const Faces& faces() const { return faces_; }

 private:
  // Stories of one life of a world: another world of its id has none of them.
  struct OfWorld {
    std::weak_ptr<World> world;
    std::map<std::string, std::shared_ptr<LiveScenario>, std::less<>> stories;
  };
  const OfWorld* At(const WorldEntry& entry) const SG_REQUIRES(mutex_);

  Worlds& worlds_;
  const Faces& faces_;
  Executor& executor_;
  mutable Mutex mutex_;
  std::map<std::string, OfWorld, std::less<>> worlds_of_ SG_GUARDED_BY(mutex_);  // by world id
};

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_APP_SCENARIO_SCENARIOS_H_
