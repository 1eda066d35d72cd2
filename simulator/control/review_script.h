// Decisions given in advance, over gRPC.
#ifndef SPARKGATE_SIMULATOR_CONTROL_REVIEW_SCRIPT_H_
#define SPARKGATE_SIMULATOR_CONTROL_REVIEW_SCRIPT_H_

#include <absl/status/statusor.h>

#include "simulator/world/worlds.h"
#include "sparkgate/simulator/v1/review_desk_service.pb.h"

namespace sparkgate::simulator {

absl::StatusOr<v1::ScriptedDecisions> ScriptDecisions(Worlds& worlds,
                                                      const v1::ScriptDecisionsRequest& request);
absl::StatusOr<v1::ListScriptedDecisionsResponse> ListScriptedDecisions(
    Worlds& worlds, const v1::ListScriptedDecisionsRequest& request);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_CONTROL_REVIEW_SCRIPT_H_
