// Composites: operations made of parts ("campaign.publish"). A composite is a row like any other;
// its parts are single operations with it as their parent. It goes on in steps, which the
// "operation" work item runs.
#ifndef SPARKGATE_SERVER_USECASES_COMPOSITE_H_
#define SPARKGATE_SERVER_USECASES_COMPOSITE_H_

#include <string_view>
#include <vector>

#include <absl/status/status.h>
#include <absl/time/time.h>

#include "server/domain/operation.h"
#include "server/domain/workspace.h"
#include "server/store/store.h"
#include "server/usecases/work.h"

namespace sparkgate::server {

struct Env;

class Composite {
 public:
  virtual ~Composite() = default;
  virtual std::string_view kind() const = 0;  // Operation::kind

  // One step, outside any transaction and never twice at once for one operation. `operation` is
  // RUNNING. Executes the parts that can go on now (Operations::Execute) and, when none is left,
  // calls FinishComposite in a transaction of its own. After a crash the step runs again and finds
  // the parts as they stand. Returns
  //   kDone             finished, or nothing to do until one of its parts is over: that wakes it
  //   kAgainAt, kAgainIn  the next step then; a long one stops now and then with AgainIn(0), so
  //                       that other work, and the end of the program, get their turn
  //   kFailed           the step itself went wrong; tried again with back-off
  // The engine tells waiters and keeps `waiting_for`, `due_time` and the counts after each step.
  virtual WorkOutcome Step(Env& env, const Workspace& workspace, const Operation& operation,
                           absl::Time now) = 0;

  // Inside the transaction that cancels it; `operation` isn't over, and its next step ends it. By
  // default its parts that are PLANNED still are cancelled.
  virtual absl::Status Cancel(Env& env, Transaction& tx, const Operation& operation,
                              absl::Time now);
  // What the engine keeps after each step: the counts, and what it waits for. By default
  // TallyParts.
  virtual absl::Status Tally(const Transaction& tx, Operation& operation);
};

// Says what a composite waits for, as far as these parts tell.
void TallyWaits(const std::vector<Operation>& parts, Operation& composite);
// Counts the parts, and says what the composite waits for as far as its parts tell.
absl::Status TallyParts(const Transaction& tx, Operation& composite);

// Makes it DONE and writes it. Parts may have failed: whether that fails the whole is for the
// caller to say, by an `error` that isn't OK (then it is FAILED). Else, if a part was cancelled, so
// was it: it is CANCELLED. Else, if one was kept back, it is DRY_RUN.
absl::Status FinishComposite(Transaction& tx, Operation& composite, const absl::Status& error,
                             absl::Time now);
// The same of one that counts its parts by itself, and tells how it ends if there is no error.
absl::Status FinishCounted(Transaction& tx, Operation& composite, const absl::Status& error,
                           OperationEvent end, absl::Time now);

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_USECASES_COMPOSITE_H_
