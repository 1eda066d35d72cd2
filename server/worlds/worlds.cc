#include "server/worlds/worlds.h"

#include "base/error.h"

namespace sparkgate::server {

absl::Status SimulatorUnreachable() {
  return Error(absl::StatusCode::kUnavailable, "the simulator does not answer",
               {.reason = "SIMULATOR_UNREACHABLE",
                .who = Actor::kOperator,
                .retry_after = absl::Seconds(1)});
}

}  // namespace sparkgate::server
