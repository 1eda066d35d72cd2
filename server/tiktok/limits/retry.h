// Whether a call that failed is made again within its caller's deadline, and after what rest. Pure.
#ifndef SPARKGATE_SERVER_TIKTOK_LIMITS_RETRY_H_
#define SPARKGATE_SERVER_TIKTOK_LIMITS_RETRY_H_

#include <absl/status/status.h>
#include <absl/time/time.h>

namespace sparkgate::tiktok {

// How often a call is sent at most.
inline constexpr int kMostAttempts = 3;

// A throttled call certainly did not happen, so it may be sent again whatever it is, unless the
// answer leaves that open (OutcomeUnknown). After any other passing failure only a read may.
bool MayRetry(const absl::Status& failure, bool mutation, int attempts);

// Before the attempt that follows `attempts`; between half and one and a half times 200 ms, 400 ms,
// …, as `random` in [0, 1) has it, so that those who failed together don't come back together.
absl::Duration RestBeforeAttempt(int attempts, double random);

}  // namespace sparkgate::tiktok

#endif  // SPARKGATE_SERVER_TIKTOK_LIMITS_RETRY_H_
