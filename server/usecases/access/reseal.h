// Secrets of rows that were copied from one workspace to another: sealed values open only in the
// workspace that they were sealed for.
#ifndef SPARKGATE_SERVER_USECASES_ACCESS_RESEAL_H_
#define SPARKGATE_SERVER_USECASES_ACCESS_RESEAL_H_

#include <absl/status/status.h>

#include "server/domain/workspace.h"
#include "server/usecases/env.h"

namespace sparkgate::server {

// Seals the codes and tokens in `to`, which came from `from`, under the keys of `to`, and hashes
// the codes anew. Arguments of operations stay: those that are over are never sent again. ABORTED,
// WORKSPACE_BUSY, while a creator's tokens are being refreshed: which ones count, nobody knows.
absl::Status Reseal(Env& env, Transaction& tx, const Workspace& from, const Workspace& to);

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_USECASES_ACCESS_RESEAL_H_
