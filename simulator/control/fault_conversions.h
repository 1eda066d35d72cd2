// Plans of faults in protobuf and in the world. Pure.
#ifndef SPARKGATE_SIMULATOR_CONTROL_FAULT_CONVERSIONS_H_
#define SPARKGATE_SIMULATOR_CONTROL_FAULT_CONVERSIONS_H_

#include <string_view>

#include <absl/status/statusor.h>

#include "simulator/world/faults/fault_plan.h"
#include "sparkgate/simulator/v1/fault_service.pb.h"

namespace sparkgate::simulator {

// Masks what is a code, a token or a secret.
v1::FaultPlan ToProto(std::string_view world_id, const FaultPlan& plan);

// INVALID_FIELD where the world has no such thing; what else is wrong, CreateFaultPlan finds.
absl::StatusOr<FaultPlan> FromProto(const v1::FaultPlan& plan);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_CONTROL_FAULT_CONVERSIONS_H_
