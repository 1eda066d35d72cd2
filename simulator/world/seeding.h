// Fills a world with creators and posts as uneven as in life: most accounts are small and a few
// huge, few posts are seen by many. Free functions over the state, under its owner's lock.
#ifndef SPARKGATE_SIMULATOR_WORLD_SEEDING_H_
#define SPARKGATE_SIMULATOR_WORLD_SEEDING_H_

#include <cstdint>

#include <absl/status/statusor.h>

#include "simulator/world/state.h"

namespace sparkgate::simulator {

inline constexpr int64_t kMostSeededCreators = 20'000;
inline constexpr int64_t kMostSeededPosts = 100'000;

struct Seeding {
  int64_t creators = 1'000;  // 1 to kMostSeededCreators
  int64_t posts = 5'000;     // 0 to kMostSeededPosts, of all of them together
};

struct Seeded {
  int64_t creators = 0;
  int64_t posts = 0;
  int64_t with_code_option = 0;  // accounts that the app lets authorize posts
  int64_t most_followers = 0;
};

// Keyed by the world's seed and by how many were seeded before: equal calls give equal accounts and
// posts, and a second call adds others. Posts are up to three years old. Errors: SEEDING_TOO_LARGE.
absl::StatusOr<Seeded> SeedWorld(WorldState& state, const Seeding& seeding);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_SEEDING_H_
