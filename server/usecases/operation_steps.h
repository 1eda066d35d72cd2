// Within operations*.cc only: what their transactions have in common.
#ifndef SPARKGATE_SERVER_USECASES_OPERATION_STEPS_H_
#define SPARKGATE_SERVER_USECASES_OPERATION_STEPS_H_

#include <absl/status/status.h>
#include <absl/time/time.h>

#include "server/domain/operation.h"
#include "server/store/store.h"
#include "server/usecases/work_kinds.h"

namespace sparkgate::server {

// Applies `event` by the domain's table; INTERNAL if the table has no such step.
absl::Status StepTo(Operation& operation, OperationEvent event);

// Whether its outcome was unknown once: only such an operation is written down with an error before
// it is over.
bool InDoubt(const Operation& operation);

// Forgets what it waited for.
void StopWaiting(Operation& operation);

// The next look at an operation in doubt: later and later while things go wrong, but `least` from
// now. Its parent sees that it waits.
absl::Status LookLater(Transaction& tx, Operation& operation, absl::Duration least, absl::Time now);

// What a composite must see: one of its parts changed outside its own step.
absl::Status WakeParent(Transaction& tx, const Operation& part, absl::Time now);

// An operation that was in doubt, as its stored error tells, is over: no more work on it, an event,
// and its parent wakes.
absl::Status EndDoubt(Transaction& tx, const Operation& operation, absl::Time now);

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_USECASES_OPERATION_STEPS_H_
