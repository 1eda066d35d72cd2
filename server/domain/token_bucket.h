// How often something may be done: so many times a second on average, so many at once.
#ifndef SPARKGATE_SERVER_DOMAIN_TOKEN_BUCKET_H_
#define SPARKGATE_SERVER_DOMAIN_TOKEN_BUCKET_H_

#include <absl/time/time.h>

#include "server/domain/api_key.h"

namespace sparkgate::server {

// Not thread-safe. `now` may be any clock that never goes back.
class TokenBucket {
 public:
  // Full. `limit` is one: calls_per_second and burst are above 0.
  TokenBucket(const RateLimit& limit, absl::Time now);

  const RateLimit& limit() const { return limit_; }
  // Takes one token and returns 0, or how long it is until there is one.
  absl::Duration Take(absl::Time now);

 private:
  RateLimit limit_;
  double tokens_;
  absl::Time filled_;
};

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_DOMAIN_TOKEN_BUCKET_H_
