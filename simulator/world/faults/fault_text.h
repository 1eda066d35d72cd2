// A fault as the header of a call carries it, for clients that can't call FaultService:
//
//   Sparkgate-Fault: cut-after
//   Sparkgate-Fault: api-error; code=50000; message="try later"; delay=10ms..90ms
//
//   fault     = kind *( ";" parameter )
//   parameter = name [ "=" value ]           each name once
//   value     = characters but ";", without blanks at its ends / in quotation marks, where \ quotes
//
// Kinds and their parameters are those of fault_kinds.h that happen to TikTok's API, but for
// "stale", which needs a plan from before the change. `chance=0.1` is drawn by seed. A delay is
// "250ms", even between two ("10ms..90ms"), or lognormal with median and sigma ("100ms~0.5"). Pure.
#ifndef SPARKGATE_SIMULATOR_WORLD_FAULTS_FAULT_TEXT_H_
#define SPARKGATE_SIMULATOR_WORLD_FAULTS_FAULT_TEXT_H_

#include <string_view>

#include <absl/status/statusor.h>

#include "simulator/world/faults/fault_plan.h"

namespace sparkgate::simulator {

inline constexpr std::string_view kFaultHeader = "Sparkgate-Fault";

// INVALID_FIELD "Sparkgate-Fault", or "Sparkgate-Fault.<parameter>".
absl::StatusOr<FaultStep> ParseFaultText(std::string_view text);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_FAULTS_FAULT_TEXT_H_
