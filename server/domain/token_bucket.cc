#include "server/domain/token_bucket.h"

#include <algorithm>

namespace sparkgate::server {

TokenBucket::TokenBucket(const RateLimit& limit, absl::Time now)
    : limit_(limit), tokens_(limit.burst), filled_(now) {}

absl::Duration TokenBucket::Take(absl::Time now) {
  const double came = absl::ToDoubleSeconds(now - filled_) * limit_.calls_per_second;
  tokens_ = std::min<double>(limit_.burst, tokens_ + std::max(0.0, came));
  filled_ = std::max(filled_, now);
  if (tokens_ >= 1) {
    tokens_ -= 1;
    return absl::ZeroDuration();
  }
  // Rounded up: who waits so long finds one.
  return absl::Ceil(absl::Seconds((1 - tokens_) / limit_.calls_per_second), absl::Milliseconds(1));
}

}  // namespace sparkgate::server
