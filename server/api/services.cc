#include "server/api/services.h"

namespace sparkgate::server {

void RegisterServices(Env& env, EventFeed& feed, OperationWaits& waits, rpc::MethodTable& table) {
  RegisterWorkspaceService(env, table);
  RegisterAppService(env, table);
  RegisterCreatorService(env, table);
  RegisterAdvertiserService(env, table);
  RegisterLibraryService(env, table);
  RegisterAdService(env, table);
  RegisterOperationService(env, waits, table);
  RegisterEventService(env, feed, table);
  RegisterLedgerService(env, table);
  RegisterTimeService(env, table);
  RegisterWebhookEndpointService(env, table);
}

}  // namespace sparkgate::server
