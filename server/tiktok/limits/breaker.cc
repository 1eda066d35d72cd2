#include "server/tiktok/limits/breaker.h"

#include <algorithm>

namespace sparkgate::tiktok {
namespace {

constexpr int kFailures = 5;
constexpr absl::Duration kFirstRest = absl::Seconds(5);
constexpr absl::Duration kLongestRest = absl::Minutes(1);
// Until the call that tries it is answered.
constexpr absl::Duration kWhileTrying = absl::Seconds(1);

}  // namespace

std::optional<absl::Duration> Breaker::Refuses(absl::Time now) {
  if (!open_until_.has_value()) return std::nullopt;
  // Further ahead than any rest: the clock was set back.
  const bool rests = now < *open_until_ && *open_until_ <= now + kLongestRest;
  if (rests) return *open_until_ - now;
  if (trying_) return kWhileTrying;
  trying_ = true;
  return std::nullopt;
}

void Breaker::Succeeded() { *this = Breaker(); }

void Breaker::Failed(absl::Time now) {
  // Calls that left before it opened prolong nothing.
  if (open() && !trying_) return;
  trying_ = false;
  if (!open() && ++failures_ < kFailures) return;
  rest_ = std::clamp(2 * rest_, kFirstRest, kLongestRest);
  open_until_ = now + rest_;
}

void Breaker::Abandoned() { trying_ = false; }

}  // namespace sparkgate::tiktok
