#include "simulator/app/scenario/scenarios.h"

#include <fmt/format.h>

#include "base/error.h"
#include "simulator/world/spending/history.h"

namespace sparkgate::simulator {
namespace {

absl::StatusOr<WorldEntry> WorldFor(Worlds& worlds, const Scenario& scenario,
                                    const std::string& world_id) {
  const absl::StatusOr<WorldEntry> present = worlds.Get(world_id);
  if (!present.ok()) {
    return worlds.Create({.id = world_id,
                          .seed = scenario.seed,
                          .start_time = scenario.start_time,
                          .switches = scenario.switches});
  }
  SG_RETURN_IF_ERROR(present->world->Write([&](WorldState& state) -> absl::Status {
    for (const auto& [name, value] : scenario.switches) {
      SG_RETURN_IF_ERROR(state.switches.Set(name, value));
    }
    if (!scenario.switches.empty()) NoteSwitches(state);
    return absl::OkStatus();
  }));
  return present;
}

absl::Status ScenarioExists(std::string_view world_id, std::string_view name) {
  return Error(absl::StatusCode::kAlreadyExists,
               fmt::format("World \"{}\" has played \"{}\" already.", world_id, name),
               {.reason = "SCENARIO_EXISTS",
                .who = Actor::kCaller,
                .resource_type = "sparkgate.simulator/Scenario",
                .resource_name = fmt::format("worlds/{}/scenarios/{}", world_id, name)});
}

absl::Status ScenarioPlaying(std::string_view world_id, std::string_view name) {
  return Error(
      absl::StatusCode::kFailedPrecondition,
      fmt::format("\"{}\" isn't over in world \"{}\". Take another world.", name, world_id),
      {.reason = "SCENARIO_PLAYING", .who = Actor::kCaller});
}

}  // namespace

absl::StatusOr<PlacedScenario> Scenarios::Place(Scenario scenario, const std::string& world_id) {
  MutexLock lock(mutex_);
  std::erase_if(worlds_of_, [](const auto& entry) { return entry.second.world.expired(); });
  // Before anything is changed.
  if (const absl::StatusOr<WorldEntry> present = worlds_.Get(world_id); present.ok()) {
    if (const OfWorld* of_world = At(*present)) {
      if (of_world->stories.contains(scenario.name)) return ScenarioExists(world_id, scenario.name);
      for (const auto& [name, live] : of_world->stories) {
        if (live->report().state == ScenarioReport::State::kPlaying) {
          return ScenarioPlaying(world_id, name);
        }
      }
    }
  }
  SG_ASSIGN_OR_RETURN(const WorldEntry entry, WorldFor(worlds_, scenario, world_id));
  const std::string name = scenario.name;
  auto live = std::make_shared<LiveScenario>(std::move(scenario), entry, faces_, executor_);
  if (At(entry) == nullptr) worlds_of_[entry.world->id()] = {.world = entry.world, .stories = {}};
  worlds_of_[entry.world->id()].stories.emplace(name, live);
  return PlacedScenario{.entry = entry, .live = std::move(live)};
}

const Scenarios::OfWorld* Scenarios::At(const WorldEntry& entry) const {
  const auto found = worlds_of_.find(entry.world->id());
  const bool same = found != worlds_of_.end() && found->second.world.lock() == entry.world;
  return same ? &found->second : nullptr;
}

std::shared_ptr<LiveScenario> Scenarios::Find(const WorldEntry& entry,
                                              std::string_view name) const {
  MutexLock lock(mutex_);
  const OfWorld* of_world = At(entry);
  if (of_world == nullptr) return nullptr;
  const auto found = of_world->stories.find(name);
  return found == of_world->stories.end() ? nullptr : found->second;
}

std::vector<std::shared_ptr<LiveScenario>> Scenarios::List(const WorldEntry& entry,
                                                           std::string_view after) const {
  MutexLock lock(mutex_);
  std::vector<std::shared_ptr<LiveScenario>> list;
  const OfWorld* of_world = At(entry);
  if (of_world == nullptr) return list;
  for (auto at = of_world->stories.upper_bound(after); at != of_world->stories.end(); ++at) {
    list.push_back(at->second);
  }
  return list;
}

}  // namespace sparkgate::simulator
