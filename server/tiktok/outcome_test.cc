#include "server/tiktok/outcome.h"

#include <gtest/gtest.h>

#include "base/error.h"

namespace sparkgate::tiktok {
namespace {

TEST(Outcome, IsKnownUnlessMarked) {
  const absl::Status status =
      Error(absl::StatusCode::kUnavailable, "no answer",
            {.reason = "TIKTOK_UNAVAILABLE", .who = Actor::kNobody, .metadata = {{"a", "b"}}});
  EXPECT_FALSE(OutcomeUnknown(status));
  const absl::Status marked = WithUnknownOutcome(status);
  EXPECT_TRUE(OutcomeUnknown(marked));
  EXPECT_EQ(marked.code(), status.code());
  EXPECT_EQ(marked.message(), status.message());
  EXPECT_EQ(ReasonOf(marked), "TIKTOK_UNAVAILABLE");
  EXPECT_EQ(DetailOf(marked).metadata.at("a"), "b");
}

TEST(Outcome, OfWhatWasHeldBackIsThatNothingWasSent) {
  const auto error = [](const char* reason) {
    return Error(absl::StatusCode::kUnavailable, "no", {.reason = reason, .who = Actor::kNobody});
  };
  EXPECT_TRUE(WasHeldBack(error("LIMIT_WAIT_TOO_LONG")));
  EXPECT_TRUE(WasHeldBack(error("TIKTOK_RESTING")));
  EXPECT_FALSE(WasHeldBack(error("TIKTOK_THROTTLED")));
  EXPECT_FALSE(WasHeldBack(absl::OkStatus()));
}

TEST(Outcome, OfSuccessIsKnown) {
  EXPECT_FALSE(OutcomeUnknown(absl::OkStatus()));
  EXPECT_TRUE(WithUnknownOutcome(absl::OkStatus()).ok());
}

TEST(Outcome, OfAForeignErrorIsKnownUntilMarked) {
  EXPECT_FALSE(OutcomeUnknown(absl::UnavailableError("x")));
  EXPECT_TRUE(OutcomeUnknown(WithUnknownOutcome(absl::UnavailableError("x"))));
}

}  // namespace
}  // namespace sparkgate::tiktok
