// A world as text and back: what its file holds. Pure.
#ifndef SPARKGATE_SIMULATOR_WORLD_PERSISTENCE_WORLD_TEXT_H_
#define SPARKGATE_SIMULATOR_WORLD_PERSISTENCE_WORLD_TEXT_H_

#include <string>
#include <string_view>

#include <absl/status/statusor.h>

#include "simulator/world/state.h"

namespace sparkgate::simulator {

std::string WorldToText(const WorldState& state);

// DATA_LOSS (reason WORLD_FILE_BROKEN), naming the place but no content, if `text` isn't a world of
// a version we know, or names what isn't in it (references.h). Webhooks that were on their way are
// due again: receivers see them at least once.
absl::StatusOr<WorldState> WorldFromText(std::string_view text);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_PERSISTENCE_WORLD_TEXT_H_
