#include "server/tiktok/limits/retry.h"

#include "base/error.h"
#include "server/tiktok/outcome.h"

namespace sparkgate::tiktok {

bool MayRetry(const absl::Status& failure, bool mutation, int attempts) {
  if (attempts >= kMostAttempts || OutcomeUnknown(failure)) return false;
  const std::string reason = ReasonOf(failure);
  if (reason == "TIKTOK_THROTTLED") return true;
  return reason == "TIKTOK_UNAVAILABLE" && !mutation;
}

absl::Duration RestBeforeAttempt(int attempts, double random) {
  return absl::Milliseconds(200) * (1 << (attempts - 1)) * (0.5 + random);
}

}  // namespace sparkgate::tiktok
