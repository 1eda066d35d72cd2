// What a plan of faults must be like. Pure.
#ifndef SPARKGATE_SIMULATOR_WORLD_FAULTS_FAULT_CHECKS_H_
#define SPARKGATE_SIMULATOR_WORLD_FAULTS_FAULT_CHECKS_H_

#include <string_view>

#include <absl/status/status.h>

#include "simulator/world/faults/fault_plan.h"

namespace sparkgate::simulator {

// Both answer INVALID_FIELD and name the field, below `path`.
absl::Status CheckFaultStep(std::string_view path, FaultFace face, const FaultStep& step);
absl::Status CheckFaultPlan(std::string_view path, const FaultPlan& plan);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_FAULTS_FAULT_CHECKS_H_
