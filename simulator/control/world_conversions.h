// Worlds, apps and clocks in protobuf. Pure.
#ifndef SPARKGATE_SIMULATOR_CONTROL_WORLD_CONVERSIONS_H_
#define SPARKGATE_SIMULATOR_CONTROL_WORLD_CONVERSIONS_H_

#include <absl/status/statusor.h>

#include "simulator/world/new_world.h"
#include "simulator/world/state.h"
#include "simulator/world/switches.h"
#include "simulator/world/time/world_clock.h"
#include "sparkgate/simulator/v1/world_service.pb.h"

namespace sparkgate::simulator {

v1::World ToProto(const WorldState& state);
v1::App ToProto(const WorldState& state, const App& app);
v1::Switch ToProto(const SwitchSpec& spec);
v1::Clock ToProto(const WorldClock::View& view);

NewWorld FromProto(const v1::CreateWorldRequest& request);
// INVALID_ARGUMENT names the field as RegisterAppRequest calls it.
absl::StatusOr<App> FromProto(const v1::App& app);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_CONTROL_WORLD_CONVERSIONS_H_
