// The gRPC face of the simulator, sparkgate.simulator.v1: thin handlers that check what was asked,
// call the world's rules, and convert. One Register function for each service.
//
// `worlds` and `executor` outlive the table's last call. Thread-safe after registration.
#ifndef SPARKGATE_SIMULATOR_CONTROL_REGISTER_H_
#define SPARKGATE_SIMULATOR_CONTROL_REGISTER_H_

#include "base/executor.h"
#include "rpc/method_table.h"
#include "simulator/world/worlds.h"

namespace sparkgate::simulator {

void RegisterWorldService(rpc::MethodTable& table, Worlds& worlds, Executor& executor);
void RegisterCreatorAppService(rpc::MethodTable& table, Worlds& worlds);
void RegisterAdsManagerService(rpc::MethodTable& table, Worlds& worlds);
void RegisterFaultService(rpc::MethodTable& table, Worlds& worlds);
void RegisterJournalService(rpc::MethodTable& table, Worlds& worlds);
void RegisterReviewDeskService(rpc::MethodTable& table, Worlds& worlds, Executor& executor);
void RegisterWebhookService(rpc::MethodTable& table, Worlds& worlds);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_CONTROL_REGISTER_H_
