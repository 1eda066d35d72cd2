// Background work: what is due at instants of a workspace's clock, and who does it. The runner
// (server/workers) calls handlers; use cases only put items.
#ifndef SPARKGATE_SERVER_USECASES_WORK_H_
#define SPARKGATE_SERVER_USECASES_WORK_H_

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <absl/status/status.h>
#include <absl/time/time.h>

#include "server/domain/work.h"
#include "server/domain/workspace.h"
#include "server/store/store.h"

namespace sparkgate::server {

struct Env;

// What a handler leaves of one item. The runner writes it, or the handler's own transaction does
// (then kHandled). An item that somebody put anew during the run stays as they put it.
struct WorkOutcome {
  enum class Kind {
    kDone,     // erase the item
    kAgainAt,  // move it to `due` (workspace clock)
    kAgainIn,  // the same instant again after `delay` of real time; a tick waits for it
    kHandled,  // the handler wrote the item itself
    kFailed,   // back off: due = now + 1, 2, 4 … 60 min (workspace clock); logged
  };
  Kind kind = Kind::kDone;
  absl::Time due = {};
  absl::Duration delay = {};
  absl::Status error = {};
  // What was done came from outside, such as callers' events: however often at one instant, it is
  // no work that goes round in circles.
  bool fresh = false;
};

inline WorkOutcome WorkDone() { return {.kind = WorkOutcome::Kind::kDone}; }
inline WorkOutcome WorkHandled() { return {.kind = WorkOutcome::Kind::kHandled}; }
inline WorkOutcome AgainAt(absl::Time due) {
  return {.kind = WorkOutcome::Kind::kAgainAt, .due = due};
}
inline WorkOutcome AgainIn(absl::Duration delay) {
  return {.kind = WorkOutcome::Kind::kAgainIn, .delay = delay};
}
inline WorkOutcome FailedWork(absl::Status error) {
  return {.kind = WorkOutcome::Kind::kFailed, .error = std::move(error)};
}

// Does all items of one kind that are due at one instant; at most 1,000 in a batch.
class WorkHandler {
 public:
  virtual ~WorkHandler() = default;
  virtual std::string_view kind() const = 0;  // WorkItem::kind
  // One outcome per item, in order. Blocks its worker thread while it calls TikTok.
  virtual std::vector<WorkOutcome> Run(Env& env, const Workspace& workspace,
                                       const std::vector<WorkItem>& items, absl::Time now) = 0;
};

// How long a run that failed `attempts` times in a row waits: 1, 2, 4 … 60 minutes.
absl::Duration RetryDelay(int attempts);

// Makes an item due at once. Use it rather than WorkTable::Put for "do this now": an item that is
// being run at this very moment runs again, instead of being erased when that run ends.
absl::Status WakeWork(Transaction& tx, const std::string& workspace, const std::string& kind,
                      const std::string& subject, absl::Time now);

// How use cases tell the runner that there may be new work; the only thing of it they see.
class WorkSignal {
 public:
  virtual ~WorkSignal() = default;
  // After a commit that put items of this workspace. Cheap; thread-safe.
  virtual void Poke(const std::string& workspace) = 0;
  // A workspace was made, or its world was made anew: follow its clock and do its work. Unwatch
  // before it is removed; no handler of it runs once Unwatch returned.
  virtual void Watch(const std::string& workspace) = 0;
  virtual void Unwatch(const std::string& workspace) = 0;
};

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_USECASES_WORK_H_
