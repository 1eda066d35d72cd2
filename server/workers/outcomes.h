// Writing down what handlers left of their items.
#ifndef SPARKGATE_SERVER_WORKERS_OUTCOMES_H_
#define SPARKGATE_SERVER_WORKERS_OUTCOMES_H_

#include <vector>

#include <absl/status/status.h>
#include <absl/time/time.h>

#include "server/domain/work.h"
#include "server/domain/workspace.h"
#include "server/usecases/env.h"
#include "server/usecases/work.h"

namespace sparkgate::server {

// One transaction for the whole batch, or none if nothing is to be written. An item that isn't what
// it was when the batch was read was put anew meanwhile, and stays.
absl::Status WriteOutcomes(Env& env, const Workspace& workspace, const std::vector<WorkItem>& batch,
                           const std::vector<WorkOutcome>& outcomes, absl::Time now);

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_WORKERS_OUTCOMES_H_
