#include "server/tiktok/limits/retry.h"

#include <string>

#include <gtest/gtest.h>

#include "base/error.h"
#include "server/tiktok/outcome.h"

namespace sparkgate::tiktok {
namespace {

absl::Status Failure(const std::string& reason) {
  return Error(absl::StatusCode::kUnavailable, "no", {.reason = reason, .who = Actor::kNobody});
}

TEST(Retry, AThrottledCallDidNotHappen) {
  EXPECT_TRUE(MayRetry(Failure("TIKTOK_THROTTLED"), /*mutation=*/false, 1));
  EXPECT_TRUE(MayRetry(Failure("TIKTOK_THROTTLED"), /*mutation=*/true, 1));
  EXPECT_TRUE(MayRetry(Failure("TIKTOK_THROTTLED"), /*mutation=*/true, 2));
  EXPECT_FALSE(MayRetry(Failure("TIKTOK_THROTTLED"), /*mutation=*/true, 3));
}

TEST(Retry, OnlyAReadIsRepeatedAfterAnythingElse) {
  EXPECT_TRUE(MayRetry(Failure("TIKTOK_UNAVAILABLE"), /*mutation=*/false, 1));
  EXPECT_FALSE(MayRetry(Failure("TIKTOK_UNAVAILABLE"), /*mutation=*/true, 1));
  EXPECT_FALSE(MayRetry(Failure("TIKTOK_REFUSED"), /*mutation=*/false, 1));
}

TEST(Retry, NeverWhatMayHaveHappened) {
  EXPECT_FALSE(MayRetry(WithUnknownOutcome(Failure("TIKTOK_THROTTLED")), /*mutation=*/true, 1));
}

TEST(Retry, RestsLongerEachTimeAndNobodyAlike) {
  EXPECT_EQ(RestBeforeAttempt(1, 0), absl::Milliseconds(100));
  EXPECT_EQ(RestBeforeAttempt(1, 0.5), absl::Milliseconds(200));
  EXPECT_EQ(RestBeforeAttempt(2, 0.5), absl::Milliseconds(400));
  EXPECT_EQ(RestBeforeAttempt(2, 1), absl::Milliseconds(600));
}

}  // namespace
}  // namespace sparkgate::tiktok
