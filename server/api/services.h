// Everything that the server serves over sparkgate.v1, one function per service. Each registers its
// handlers, free functions that validate, call a use case, and convert.
#ifndef SPARKGATE_SERVER_API_SERVICES_H_
#define SPARKGATE_SERVER_API_SERVICES_H_

#include "rpc/method_table.h"
#include "server/usecases/env.h"
#include "server/usecases/event_feed.h"

namespace sparkgate::server {

class OperationWaits;  // operation_waits.h

// `env`, `feed` and `waits` outlive the table. All of those below:
void RegisterServices(Env& env, EventFeed& feed, OperationWaits& waits, rpc::MethodTable& table);

void RegisterWorkspaceService(Env& env, rpc::MethodTable& table);
void RegisterAppService(Env& env, rpc::MethodTable& table);
void RegisterCreatorService(Env& env, rpc::MethodTable& table);
void RegisterAdvertiserService(Env& env, rpc::MethodTable& table);
void RegisterLibraryService(Env& env, rpc::MethodTable& table);
void RegisterAdService(Env& env, rpc::MethodTable& table);
void RegisterOperationService(Env& env, OperationWaits& waits, rpc::MethodTable& table);
void RegisterEventService(Env& env, EventFeed& feed, rpc::MethodTable& table);
void RegisterLedgerService(Env& env, rpc::MethodTable& table);
void RegisterTimeService(Env& env, rpc::MethodTable& table);
void RegisterWebhookEndpointService(Env& env, rpc::MethodTable& table);

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_API_SERVICES_H_
