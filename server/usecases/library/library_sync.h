// Keeps our copy of an ad account and its library true: whole when it was connected and daily; and
// each post when something of it changed here, at its alert distances, and at its end.
#ifndef SPARKGATE_SERVER_USECASES_LIBRARY_LIBRARY_SYNC_H_
#define SPARKGATE_SERVER_USECASES_LIBRARY_LIBRARY_SYNC_H_

#include <memory>
#include <string>

#include <absl/status/status.h>
#include <absl/time/time.h>

#include "server/usecases/env.h"
#include "server/usecases/work.h"

namespace sparkgate::server {

// Reads account and library from TikTok and takes over what is new, in one transaction. What
// changes here meanwhile stays as it is, and the library is looked at again.
absl::Status SyncLibrary(Env& env, const Workspace& workspace, const std::string& ad_account,
                         absl::Time now);

inline constexpr absl::Duration kLibrarySyncInterval = absl::Hours(24);

// "library.sync": an ad account's library, and again in a day.
std::unique_ptr<WorkHandler> NewLibrarySyncHandler();
// "post.due": warns of the end of a post's authorization that comes, or tells the end that came,
// after a look at it.
std::unique_ptr<WorkHandler> NewAuthorizationDueHandler();
// "post.look": looks at a post, of which something changed here.
std::unique_ptr<WorkHandler> NewPostLookHandler();
// "code.end": tells that a generated code has ended.
std::unique_ptr<WorkHandler> NewCodeEndHandler();

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_USECASES_LIBRARY_LIBRARY_SYNC_H_
