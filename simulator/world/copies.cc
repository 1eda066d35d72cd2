#include "simulator/world/copies.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "base/crypto/hash.h"
#include "base/error.h"
#include "simulator/world/new_world.h"
#include "simulator/world/webhooks.h"

namespace sparkgate::simulator {
namespace {

absl::Status WorldFollowed(std::string_view world_id) {
  return Error(absl::StatusCode::kFailedPrecondition,
               fmt::format("A server follows world \"{}\" and has rows of its own about it. Use "
                           "WorkspaceService.ForkWorkspace or RestoreWorkspace of that server, "
                           "which take both along.",
                           world_id),
               {.reason = "WORLD_FOLLOWED",
                .who = Actor::kCaller,
                .resource_type = "sparkgate.simulator/World",
                .resource_name = fmt::format("worlds/{}", world_id)});
}

absl::Status CheckFollowers(const WorldEntry& entry, std::string_view follower_id) {
  const bool alone = entry.world->Read([follower_id](const WorldState& state) {
    return std::ranges::all_of(state.followers,
                               [follower_id](const std::string& id) { return id == follower_id; });
  });
  return alone ? absl::OkStatus() : WorldFollowed(entry.world->id());
}

absl::StatusOr<WorldState> CopyOf(const WorldEntry& source, std::string_view follower_id) {
  SG_RETURN_IF_ERROR(CheckFollowers(source, follower_id));
  return source.clock->Copy();
}

// What every copy loses of its source.
void LoseIdentity(WorldState& state) {
  state.incarnation = NewIncarnation();
  state.speed = 0;
  state.followers.clear();
  state.faults.stale = {};           // guarded by the source's lock
  state.requests = RequestMemory();  // they answer with the source's names
  ReviveWebhooks(state);
}

absl::StatusOr<WorldEntry> AdoptCopy(Worlds& worlds, WorldState state, const NewCopy& copy) {
  SG_RETURN_IF_ERROR(CheckTtl("ttl", copy.ttl));
  state.id = copy.id;
  SG_RETURN_IF_ERROR(CheckWorldId(state.id));
  LoseIdentity(state);
  state.created_as =
      "copy";  // equals no hash of parameters: CreateWorld never takes it for its own
  state.ttl = copy.ttl;
  if (!copy.follower_id.empty()) state.followers.insert(copy.follower_id);
  return worlds.Adopt(std::move(state));
}

}  // namespace

absl::StatusOr<WorldEntry> ForkWorld(Worlds& worlds, const WorldEntry& source,
                                     const NewCopy& copy) {
  if (!copy.follower_id.empty()) {
    SG_RETURN_IF_ERROR(CheckFollowerId("follower_id", copy.follower_id));
  }
  SG_ASSIGN_OR_RETURN(WorldState state, CopyOf(source, copy.follower_id));
  NewCopy named = copy;
  if (named.id.empty()) named.id = "w-" + ToHex(RandomBytes(10));
  return AdoptCopy(worlds, std::move(state), named);
}

absl::StatusOr<WorldEntry> ImportWorld(Worlds& worlds, WorldState loaded, const NewCopy& copy) {
  NewCopy named = copy;
  if (named.id.empty()) named.id = loaded.id;
  return AdoptCopy(worlds, std::move(loaded), named);
}

absl::Status RestoreWorld(const WorldEntry& target, const WorldEntry& source,
                          std::string_view follower_id) {
  SG_RETURN_IF_ERROR(CheckFollowers(target, follower_id));
  SG_ASSIGN_OR_RETURN(WorldState state, CopyOf(source, follower_id));
  LoseIdentity(state);
  return target.clock->Replace(std::move(state));
}

}  // namespace sparkgate::simulator
