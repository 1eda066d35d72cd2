// Names that must be unique under a parent, and TikTok's ten-second request ids (facts 1.9, 7.1).
// Free functions over the state, under its owner's lock.
#ifndef SPARKGATE_SIMULATOR_WORLD_NAMING_H_
#define SPARKGATE_SIMULATOR_WORLD_NAMING_H_

#include <string>
#include <string_view>

#include <absl/status/status.h>

#include "simulator/world/state.h"

namespace sparkgate::simulator {

// Errors: NAME_NOT_ALLOWED, also for an empty one; `field` is what the sentence names.
absl::Status CheckNameAllowed(std::string_view field, std::string_view name);

struct Name {
  std::string_view kind;    // "campaign" or "ad_group"
  std::string_view parent;  // id under which it is unique
  std::string_view name;
};

// Errors: NAME_TAKEN.
absl::Status CheckNameFree(const WorldState& state, const Name& name);
// The first to take a name keeps it: with a request id of its own a second object may have it too.
void TakeName(WorldState& state, const Name& name, std::string_view id);
void FreeName(WorldState& state, const Name& name, std::string_view id);

// Errors: DUPLICATED_REQUEST, if `request_id` was used for this kind and parent less than 10 s ago.
absl::Status CheckRequestFresh(const WorldState& state, std::string_view kind,
                               std::string_view parent, std::string_view request_id);
void RememberRequest(WorldState& state, std::string_view kind, std::string_view parent,
                     std::string_view request_id);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_NAMING_H_
