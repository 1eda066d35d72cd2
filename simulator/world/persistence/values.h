// Whether what a loaded world holds can be as it is: rules count, divide and cut by these values
// without asking, since whoever sets them is checked; a file may have been through anybody's hands.
// Pure.
#ifndef SPARKGATE_SIMULATOR_WORLD_PERSISTENCE_VALUES_H_
#define SPARKGATE_SIMULATOR_WORLD_PERSISTENCE_VALUES_H_

#include <absl/status/status.h>

#include "simulator/world/state.h"

namespace sparkgate::simulator {

// DATA_LOSS (reason WORLD_FILE_BROKEN). Only of what would be the program's end otherwise.
absl::Status CheckValues(const WorldState& state);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_PERSISTENCE_VALUES_H_
