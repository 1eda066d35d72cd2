// Looks at the posts that work items are about, with the fewest calls.
#ifndef SPARKGATE_SERVER_USECASES_LIBRARY_POST_LOOKS_H_
#define SPARKGATE_SERVER_USECASES_LIBRARY_POST_LOOKS_H_

#include <string>
#include <vector>

#include <absl/status/status.h>
#include <absl/status/statusor.h>
#include <absl/time/time.h>

#include "server/domain/work.h"
#include "server/domain/workspace.h"
#include "server/store/store.h"
#include "server/usecases/env.h"
#include "server/usecases/library/library_look.h"

namespace sparkgate::server {

enum class LookWhen {
  kAlways,
  kNotJustSynced,  // not at posts of a library that was synced at this very instant
};

class PostLooks {
 public:
  // Side by side; outside any transaction.
  PostLooks(Env& env, const Workspace& workspace, const std::vector<WorkItem>& items, LookWhen when,
            absl::Time now);

  // Takes over what was seen, in order.
  absl::Status Take(Transaction& tx, const Workspace& workspace, absl::Time now) const;
  // Why the item's post couldn't be looked at; OK also if it needn't be.
  absl::Status StatusOf(const WorkItem& item) const;

 private:
  absl::Status planned_;  // whether it is known what to look at
  std::vector<std::string> accounts_;
  std::vector<std::string> posts_;  // of each; "" = the whole library
  std::vector<absl::StatusOr<LibraryLook>> looks_;
};

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_USECASES_LIBRARY_POST_LOOKS_H_
