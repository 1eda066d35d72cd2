// How far a world's clock is moved, and how far when that is asked for again.
#ifndef SPARKGATE_SERVER_USECASES_ADVANCE_H_
#define SPARKGATE_SERVER_USECASES_ADVANCE_H_

#include <optional>

#include <absl/status/statusor.h>
#include <absl/time/time.h>

#include "server/usecases/call.h"
#include "server/usecases/env.h"

namespace sparkgate::server {

// Exactly one of the two is set.
struct AdvanceTarget {
  std::optional<absl::Time> to;
  std::optional<absl::Duration> by;
};

// What to ask the world for. A call with a request_id remembers the instant that it means, "by"
// counted from where the world stands; repeated, it goes there again, so a lost answer never moves
// a clock twice.
absl::StatusOr<AdvanceTarget> RememberTarget(Env& env, const Call& call,
                                             const AdvanceTarget& wanted);

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_USECASES_ADVANCE_H_
