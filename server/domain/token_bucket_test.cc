#include "server/domain/token_bucket.h"

#include <gtest/gtest.h>

namespace sparkgate::server {
namespace {

TEST(TokenBucketTest, GivesABurstAndThenTheRate) {
  absl::Time now = absl::UnixEpoch();
  TokenBucket bucket({.calls_per_second = 4, .burst = 3}, now);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(bucket.Take(now), absl::ZeroDuration()) << i;
  const absl::Duration wait = bucket.Take(now);
  EXPECT_EQ(wait, absl::Milliseconds(250));
  EXPECT_EQ(bucket.Take(now + wait - absl::Milliseconds(50)), absl::Milliseconds(50));
  now += wait;
  EXPECT_EQ(bucket.Take(now), absl::ZeroDuration());
  EXPECT_EQ(bucket.Take(now), absl::Milliseconds(250));
}

TEST(TokenBucketTest, HoldsNoMoreThanABurst) {
  absl::Time now = absl::UnixEpoch();
  TokenBucket bucket({.calls_per_second = 100, .burst = 2}, now);
  now += absl::Hours(1);
  EXPECT_EQ(bucket.Take(now), absl::ZeroDuration());
  EXPECT_EQ(bucket.Take(now), absl::ZeroDuration());
  EXPECT_EQ(bucket.Take(now), absl::Milliseconds(10));
}

TEST(TokenBucketTest, AClockThatGoesBackGivesNothing) {
  const absl::Time now = absl::UnixEpoch();
  TokenBucket bucket({.calls_per_second = 1, .burst = 1}, now);
  EXPECT_EQ(bucket.Take(now), absl::ZeroDuration());
  EXPECT_EQ(bucket.Take(now - absl::Hours(1)), absl::Seconds(1));
  EXPECT_EQ(bucket.Take(now), absl::Seconds(1));
}

}  // namespace
}  // namespace sparkgate::server
