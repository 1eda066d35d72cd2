// Did a failed mutation happen? TikTok has no idempotency key worth the name, so a lost or garbled
// answer to a mutation leaves its outcome unknown, and only a read can tell. Pure functions.
#ifndef SPARKGATE_SERVER_TIKTOK_OUTCOME_H_
#define SPARKGATE_SERVER_TIKTOK_OUTCOME_H_

#include <absl/status/status.h>

namespace sparkgate::tiktok {

// True if `status` is the error of a mutation that TikTok may have carried out all the same:
// never send it again before a read has told. False: it did not happen.
bool OutcomeUnknown(const absl::Status& status);

// True if the call wasn't sent at all, for want of room within TikTok's limits or because its
// endpoint is left alone for a while (limits/gate.h). `retry_after` says when there may be room.
bool WasHeldBack(const absl::Status& status);

// `status`, an error, marked so that OutcomeUnknown says true. For implementations and fakes.
absl::Status WithUnknownOutcome(const absl::Status& status);

}  // namespace sparkgate::tiktok

#endif  // SPARKGATE_SERVER_TIKTOK_OUTCOME_H_
