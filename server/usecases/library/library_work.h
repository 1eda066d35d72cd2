// What background work the library needs, as use cases put it.
#ifndef SPARKGATE_SERVER_USECASES_LIBRARY_LIBRARY_WORK_H_
#define SPARKGATE_SERVER_USECASES_LIBRARY_LIBRARY_WORK_H_

#include <optional>
#include <string>
#include <utility>

#include <absl/status/status.h>
#include <absl/time/time.h>

#include "server/domain/spark_post.h"
#include "server/domain/workspace.h"
#include "server/store/store.h"

namespace sparkgate::server {

// Every ad account that has the post looks at it again at once: what it may do has changed.
absl::Status WakePostLooks(Transaction& tx, const std::string& workspace, const std::string& item,
                           absl::Time now);

// The next alert or end of a post's authorization, or now if an alert wasn't told yet; takes the
// item away when there is none.
absl::Status PutAuthorizationWork(Transaction& tx, const Workspace& workspace,
                                  const SparkPost& post, absl::Time now);

// The same for all posts of the workspace, whose alert distances have changed.
absl::Status ReplanAuthorizationWork(Transaction& tx, const Workspace& workspace, absl::Time now);

// Subject of work items about one post in one library.
std::string AuthorizationSubject(const SparkPost& post);
std::pair<std::string, std::string> ParseAuthorizationSubject(const std::string& subject);

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_USECASES_LIBRARY_LIBRARY_WORK_H_
