// The gRPC face of stories: sparkgate.simulator.v1.ScenarioService.
#ifndef SPARKGATE_SIMULATOR_APP_SCENARIO_SCENARIO_SERVICE_H_
#define SPARKGATE_SIMULATOR_APP_SCENARIO_SCENARIO_SERVICE_H_

#include "rpc/method_table.h"
#include "simulator/app/scenario/scenarios.h"
#include "simulator/world/worlds.h"

namespace sparkgate::simulator {

// Both outlive the table's last call.
void RegisterScenarioService(rpc::MethodTable& table, Worlds& worlds, Scenarios& scenarios);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_APP_SCENARIO_SCENARIO_SERVICE_H_
