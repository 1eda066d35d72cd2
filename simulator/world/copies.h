// Copies of worlds: a fork lives on beside the world it was made of, a file is loaded as a world,
// and a world goes back to what another one holds. A copy has the seed, the instant and everything
// in the world, so the same calls lead to the same end in both. It doesn't have the source's
// identity: its id, incarnation, followers and TTL are its own; request_ids are new to it; and its
// clock stands still, whatever the source's does. Thread-safe.
#ifndef SPARKGATE_SIMULATOR_WORLD_COPIES_H_
#define SPARKGATE_SIMULATOR_WORLD_COPIES_H_

#include <string>
#include <string_view>

#include <absl/status/status.h>
#include <absl/status/statusor.h>
#include <absl/time/time.h>

#include "simulator/world/state.h"
#include "simulator/world/worlds.h"

namespace sparkgate::simulator {

struct NewCopy {
  std::string id{};           // "": one is made
  absl::Duration ttl{};       // see WorldState
  std::string follower_id{};  // "": nobody follows it
};

// The rows of a server that follows a world belong to it, so whoever copies or restores the world
// alone would leave them behind: only that server may, which names itself. "": nobody does.
//
// FAILED_PRECONDITION: WORLD_FOLLOWED (by somebody else). ABORTED: ADVANCE_IN_PROGRESS.
// ALREADY_EXISTS: WORLD_EXISTS.
absl::StatusOr<WorldEntry> ForkWorld(Worlds& worlds, const WorldEntry& source, const NewCopy& copy);

// `loaded` is as it was when it was exported; "" in `copy.id` keeps its id. WORLD_EXISTS.
absl::StatusOr<WorldEntry> ImportWorld(Worlds& worlds, WorldState loaded, const NewCopy& copy);

// `target` becomes a copy of `source` and keeps its identity, but for its incarnation: those who
// follow it must not take it for the world that they know. WORLD_FOLLOWED and ADVANCE_IN_PROGRESS
// as above, of both; and what WorldClock::Replace refuses.
absl::Status RestoreWorld(const WorldEntry& target, const WorldEntry& source,
                          std::string_view follower_id);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_COPIES_H_
