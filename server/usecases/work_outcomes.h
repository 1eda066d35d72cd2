// Running work items, and writing down what came of them.
#ifndef SPARKGATE_SERVER_USECASES_WORK_OUTCOMES_H_
#define SPARKGATE_SERVER_USECASES_WORK_OUTCOMES_H_

#include <functional>
#include <string>
#include <vector>

#include <absl/status/status.h>
#include <absl/status/statusor.h>
#include <absl/time/time.h>

#include "server/domain/work.h"
#include "server/domain/workspace.h"
#include "server/store/store.h"
#include "server/usecases/env.h"
#include "server/usecases/work.h"

namespace sparkgate::server {

std::vector<std::string> SubjectsOf(const std::vector<WorkItem>& items);

// Runs a batch. Where the store refused the whole of it for what one row holds, or clashes with,
// its halves are run, and so on, so that one bad row fails one item and not, for ever, all that are
// due with it.
std::vector<WorkOutcome> RunBatch(WorkHandler& handler, Env& env, const Workspace& workspace,
                                  const std::vector<WorkItem>& batch, absl::Time now);

// One transaction for the whole batch, or none if nothing is to be written. An item that isn't what
// it was when the batch was read was put anew meanwhile, and stays.
absl::Status WriteOutcomes(Env& env, const Workspace& workspace, const std::vector<WorkItem>& batch,
                           const std::vector<WorkOutcome>& outcomes, absl::Time now);

// For a handler that has something to write itself: `take` does that and says what comes of each
// item, which is written in the same transaction, so that a batch is one commit. Failures and what
// waits for real time are left to the runner. What `take` does may be done twice.
std::vector<WorkOutcome> TakeTogether(
    Env& env, const Workspace& workspace, const std::vector<WorkItem>& batch, absl::Time now,
    const std::function<absl::StatusOr<std::vector<WorkOutcome>>(Transaction&)>& take);

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_USECASES_WORK_OUTCOMES_H_
