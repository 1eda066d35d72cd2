// What a test expects of the exchanges so far, and why it isn't so. Pure.
#ifndef SPARKGATE_SIMULATOR_WORLD_JOURNAL_VERIFICATION_H_
#define SPARKGATE_SIMULATOR_WORLD_JOURNAL_VERIFICATION_H_

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include <absl/status/statusor.h>

#include "simulator/world/journal/exchange_filter.h"
#include "simulator/world/journal/journal.h"

namespace sparkgate::simulator {

inline constexpr int64_t kAnyNumber = std::numeric_limits<int64_t>::max();

struct ExpectedCount {
  int64_t least = 0;
  int64_t most = kAnyNumber;
};

// Both answer the numbers of the exchanges that matched, or FAILED_PRECONDITION with the reason
// VERIFICATION_FAILED, whose message explains the nearest miss, or JOURNAL_INCOMPLETE, if it hangs
// on exchanges that are kept no more. JournalService.Verify says what their metadata hold.
absl::StatusOr<std::vector<uint64_t>> VerifyCount(const JournalView& view,
                                                  const ExchangeFilter& filter,
                                                  ExpectedCount expected);
// One for each step, each after the one of the step before.
absl::StatusOr<std::vector<uint64_t>> VerifyOrder(const JournalView& view,
                                                  std::span<const ExchangeFilter> steps);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_JOURNAL_VERIFICATION_H_
