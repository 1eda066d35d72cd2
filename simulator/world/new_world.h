// What a world is created with. Pure.
#ifndef SPARKGATE_SIMULATOR_WORLD_NEW_WORLD_H_
#define SPARKGATE_SIMULATOR_WORLD_NEW_WORLD_H_

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include <absl/status/status.h>
#include <absl/status/statusor.h>
#include <absl/time/time.h>

#include "simulator/world/state.h"

namespace sparkgate::simulator {

struct NewWorld {
  std::string id{};                        // "": one is made
  std::string seed{};                      // "": the id
  std::optional<absl::Time> start_time{};  // none: 2026-01-01T00:00:00Z
  double speed = 0;                        // world seconds per real second; 0: frozen
  absl::Duration ttl{};                    // see WorldState; 0: none
  std::map<std::string, std::string> switches{};
  std::string follower_id{};  // "": nobody
};

// A world at its first instant. INVALID_ARGUMENT names the field as CreateWorldRequest calls it.
// `incarnation` and, if the id is left open, `generated_id` are random.
absl::StatusOr<WorldState> MakeWorld(const NewWorld& request, std::string_view incarnation,
                                     std::string_view generated_id);

// Random: tells this life of a world from every other.
std::string NewIncarnation();

absl::Status CheckWorldId(std::string_view id);  // names "world_id"
absl::Status CheckSpeed(std::string_view field, double speed);
// 0, or what a test's leftovers may sensibly live.
absl::Status CheckTtl(std::string_view field, absl::Duration ttl);
absl::Status CheckFollowerId(std::string_view field, std::string_view follower_id);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_NEW_WORLD_H_
