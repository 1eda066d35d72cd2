// The adapter of the worlds port: sparkgate.simulator.v1 over gRPC.
#ifndef SPARKGATE_SERVER_WORLDS_SIMULATOR_CONNECT_H_
#define SPARKGATE_SERVER_WORLDS_SIMULATOR_CONNECT_H_

#include <memory>
#include <string>

#include "base/timer.h"
#include "server/worlds/worlds.h"

namespace sparkgate::server {

// `address` is "host:port" of the simulator's gRPC face; nothing is connected before the first
// call. `timers` outlives the result, and so does whoever listens.
std::unique_ptr<Worlds> ConnectSimulator(const std::string& address, TimerService& timers);

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_WORLDS_SIMULATOR_CONNECT_H_
