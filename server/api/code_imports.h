// LibraryService.ImportCodes: one stream of text.
#ifndef SPARKGATE_SERVER_API_CODE_IMPORTS_H_
#define SPARKGATE_SERVER_API_CODE_IMPORTS_H_

#include "rpc/method_table.h"
#include "server/usecases/env.h"

namespace sparkgate::server {

void RegisterCodeImports(Env& env, rpc::MethodTable& table);

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_API_CODE_IMPORTS_H_
