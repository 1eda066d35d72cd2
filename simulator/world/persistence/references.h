// Whether a world that was loaded holds all that its things name. The rules look things up without
// asking, since they keep that themselves; a file may have been through anybody's hands. Pure.
#ifndef SPARKGATE_SIMULATOR_WORLD_PERSISTENCE_REFERENCES_H_
#define SPARKGATE_SIMULATOR_WORLD_PERSISTENCE_REFERENCES_H_

#include <absl/status/status.h>

#include "simulator/world/state.h"

namespace sparkgate::simulator {

// DATA_LOSS (reason WORLD_FILE_BROKEN) says who names what isn't there; codes and tokens aren't
// shown. Only what the rules rely on: events on the queue, webhooks that were sent and the like may
// name what is no more. Asks nothing of what isn't saved, such as the desk's lines.
absl::Status CheckReferences(const WorldState& state);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_PERSISTENCE_REFERENCES_H_
