// Faults of the gRPC face itself, as FaultService has planned them for the world that a call is
// about.
#ifndef SPARKGATE_SIMULATOR_CONTROL_RPC_FAULTS_H_
#define SPARKGATE_SIMULATOR_CONTROL_RPC_FAULTS_H_

#include "base/timer.h"
#include "rpc/method_table.h"
#include "simulator/world/worlds.h"

namespace sparkgate::simulator {

// The same methods, each failing as planned; FaultService's never do. A call that waits holds no
// thread. `worlds` and `timers` outlive the table's last call.
rpc::MethodTable WithFaults(const rpc::MethodTable& table, Worlds& worlds, TimerService& timers);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_CONTROL_RPC_FAULTS_H_
