#include "server/domain/spark_post.h"

#include <gtest/gtest.h>

namespace sparkgate::server {
namespace {

using State = SparkPostState;
using Reason = UnauthorizedReason;
using PostEvent = SparkPostEvent;

const absl::Time kEnd = absl::FromUnixSeconds(1'767'225'600);
constexpr Reason kReasons[] = {Reason::kEnded, Reason::kCodeDeleted, Reason::kPostGone,
                               Reason::kOther};

TEST(SparkPostTest, LosesItsAuthorizationForAReason) {
  const auto next = [](PostEvent event) {
    return NextSparkPostState(State::kAuthorized, Reason::kNone, event);
  };
  EXPECT_EQ(next(PostEvent::kEnded), (SparkPostStep{State::kUnauthorized, Reason::kEnded}));
  EXPECT_EQ(next(PostEvent::kCodeDeleted),
            (SparkPostStep{State::kUnauthorized, Reason::kCodeDeleted}));
  EXPECT_EQ(next(PostEvent::kPostGone), (SparkPostStep{State::kUnauthorized, Reason::kPostGone}));
  EXPECT_EQ(next(PostEvent::kLostOther), (SparkPostStep{State::kUnauthorized, Reason::kOther}));
  EXPECT_EQ(next(PostEvent::kAuthorized), (SparkPostStep{State::kAuthorized, Reason::kNone}));
  EXPECT_EQ(next(PostEvent::kUnbound), std::nullopt);
}

TEST(SparkPostTest, ComesBackOrGoesFromAnyReason) {
  for (const Reason reason : kReasons) {
    EXPECT_EQ(NextSparkPostState(State::kUnauthorized, reason, PostEvent::kAuthorized),
              (SparkPostStep{State::kAuthorized, Reason::kNone}));
    EXPECT_EQ(NextSparkPostState(State::kUnauthorized, reason, PostEvent::kUnbound),
              (SparkPostStep{State::kUnbound, reason}));
  }
}

TEST(SparkPostTest, OnlyWorseNewsChangesTheReason) {
  const auto next = [](Reason reason, PostEvent event) {
    return NextSparkPostState(State::kUnauthorized, reason, event);
  };
  EXPECT_EQ(next(Reason::kEnded, PostEvent::kEnded), std::nullopt);
  EXPECT_EQ(next(Reason::kEnded, PostEvent::kLostOther), std::nullopt);
  EXPECT_EQ(next(Reason::kEnded, PostEvent::kCodeDeleted)->reason, Reason::kCodeDeleted);
  EXPECT_EQ(next(Reason::kOther, PostEvent::kEnded)->reason, Reason::kEnded);
  EXPECT_EQ(next(Reason::kCodeDeleted, PostEvent::kPostGone)->reason, Reason::kPostGone);
  EXPECT_EQ(next(Reason::kPostGone, PostEvent::kCodeDeleted), std::nullopt);
}

TEST(SparkPostTest, AnUnboundPostNeedsACode) {
  for (const PostEvent event : {PostEvent::kEnded, PostEvent::kCodeDeleted, PostEvent::kPostGone,
                                PostEvent::kLostOther, PostEvent::kUnbound}) {
    EXPECT_EQ(NextSparkPostState(State::kUnbound, Reason::kEnded, event), std::nullopt);
  }
  EXPECT_EQ(NextSparkPostState(State::kUnbound, Reason::kEnded, PostEvent::kAuthorized),
            (SparkPostStep{State::kAuthorized, Reason::kNone}));
}

TEST(SparkPostTest, EndsAtItsEnd) {
  SparkPost post;
  post.auth_end = kEnd;
  EXPECT_EQ(StateAt(post, kEnd - absl::Microseconds(1)).state, State::kAuthorized);
  EXPECT_EQ(StateAt(post, kEnd), (SparkPostStep{State::kUnauthorized, Reason::kEnded}));
  post.state = State::kUnauthorized;
  post.reason = Reason::kPostGone;
  EXPECT_EQ(StateAt(post, kEnd), (SparkPostStep{State::kUnauthorized, Reason::kPostGone}));
}

TEST(SparkPostTest, AlertsComeInOrderAndThenTheEnd) {
  const std::vector<int> days = {30, 14, 7, 3, 1};
  absl::Time at = kEnd - absl::Hours(24 * 40);
  std::vector<int> seen;
  while (const auto due = NextAuthorizationDue(kEnd, at, days)) {
    EXPECT_GT(due->at, at);
    EXPECT_EQ(due->at, kEnd - due->days_before * absl::Hours(24));
    seen.push_back(due->days_before);
    at = due->at;
  }
  EXPECT_EQ(seen, (std::vector<int>{30, 14, 7, 3, 1, 0}));
  EXPECT_EQ(at, kEnd);
}

TEST(SparkPostTest, AnAlertIsDueUntilItWasRaised) {
  const std::vector<int> days = {30, 14, 7, 3, 1};
  SparkPost post;
  post.auth_end = kEnd;
  const auto due = [&](int hours_before, int last) {
    post.last_alert_days = last;
    return AlertIsDue(post, kEnd - absl::Hours(hours_before), days);
  };
  EXPECT_FALSE(due(30 * 24 + 1, 0));
  EXPECT_TRUE(due(30 * 24, 0));
  EXPECT_FALSE(due(30 * 24, 30));
  EXPECT_FALSE(due(3 * 24 + 1, 7));
  EXPECT_TRUE(due(3 * 24, 7));
  EXPECT_TRUE(due(2 * 24, 7));  // late, but not lost
  EXPECT_EQ(ReachedAlert(kEnd, kEnd - absl::Hours(2 * 24), {1, 7, -5, 3, 0}), 3);
  EXPECT_EQ(ReachedAlert(kEnd, kEnd - absl::Hours(2 * 24), {}), 0);
}

TEST(SparkPostTest, AlertsNeedNoOrderAndNoSense) {
  EXPECT_EQ(NextAuthorizationDue(kEnd, kEnd - absl::Hours(60), {1, -5, 0, 2, 2})->days_before, 2);
  EXPECT_EQ(NextAuthorizationDue(kEnd, kEnd - absl::Hours(1), {1})->days_before, 0);
  EXPECT_FALSE(NextAuthorizationDue(kEnd, kEnd, {1}).has_value());
}

}  // namespace
}  // namespace sparkgate::server
