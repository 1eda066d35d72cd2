// Keeps our copy of an ad account and its library true: at once when something changed, at each
// alert distance and end of an authorization, and daily.
#ifndef SPARKGATE_SERVER_USECASES_LIBRARY_LIBRARY_SYNC_H_
#define SPARKGATE_SERVER_USECASES_LIBRARY_LIBRARY_SYNC_H_

#include <memory>
#include <string>

#include <absl/status/status.h>
#include <absl/time/time.h>

#include "server/usecases/env.h"
#include "server/usecases/work.h"

namespace sparkgate::server {

// Reads account and library from TikTok and takes over what is new, in one transaction.
absl::Status SyncLibrary(Env& env, const Workspace& workspace, const std::string& ad_account,
                         absl::Time now);

// "library.sync": an ad account's library, and again in a day.
std::unique_ptr<WorkHandler> NewLibrarySyncHandler();
// "authorization.due": looks again, then warns of the end that comes or tells the end that came.
std::unique_ptr<WorkHandler> NewAuthorizationDueHandler();
// "code.end": tells that a generated code has ended.
std::unique_ptr<WorkHandler> NewCodeEndHandler();

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_USECASES_LIBRARY_LIBRARY_SYNC_H_
