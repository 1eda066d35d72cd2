#include "server/domain/spark_post.h"

#include <iterator>

#include <gtest/gtest.h>

namespace sparkgate::server {
namespace {

using State = SparkPostState;
using Reason = UnauthorizedReason;
using PostEvent = SparkPostEvent;

const absl::Time kEnd = absl::FromUnixSeconds(1'767'225'600);
constexpr Reason kReasons[] = {Reason::kNone, Reason::kEnded, Reason::kCodeDeleted,
                               Reason::kPostGone, Reason::kOther};

using Step = std::optional<SparkPostStep>;
constexpr Step kNo = std::nullopt;
constexpr Step kBack = SparkPostStep{State::kAuthorized, Reason::kNone};

constexpr Step Lost(Reason reason) { return SparkPostStep{State::kUnauthorized, reason}; }
constexpr Step Gone(Reason reason) { return SparkPostStep{State::kUnbound, reason}; }

TEST(SparkPostTest, EveryStateReasonAndEventIsDecided) {
  struct Row {
    State state;
    std::vector<Reason> reasons;
    Step ended, code_deleted, post_gone, lost_other, authorized, absent, shown_again;
  };
  using enum UnauthorizedReason;
  constexpr State kHas = State::kAuthorized;
  constexpr State kLost = State::kUnauthorized;
  const std::vector<Reason> any(std::begin(kReasons), std::end(kReasons));
  // What is lost learns only worse news; what is gone needs a code, or to be seen again.
  const Row rows[] = {
      {kHas, any, Lost(kEnded), Lost(kCodeDeleted), Lost(kPostGone), Lost(kOther), kBack,
       Gone(kOther), kNo},
      {kLost,
       {kNone},
       Lost(kEnded),
       Lost(kCodeDeleted),
       Lost(kPostGone),
       Lost(kOther),
       kBack,
       Gone(kNone),
       kNo},
      {kLost,
       {kOther},
       Lost(kEnded),
       Lost(kCodeDeleted),
       Lost(kPostGone),
       kNo,
       kBack,
       Gone(kOther),
       kNo},
      {kLost, {kEnded}, kNo, Lost(kCodeDeleted), Lost(kPostGone), kNo, kBack, Gone(kEnded), kNo},
      {kLost, {kCodeDeleted}, kNo, kNo, Lost(kPostGone), kNo, kBack, Gone(kCodeDeleted), kNo},
      {kLost, {kPostGone}, kNo, kNo, kNo, kNo, kBack, Gone(kPostGone), kNo},
      {State::kUnbound, any, kNo, kNo, kNo, kNo, kBack, kNo, Lost(kOther)},
  };
  size_t decided = 0;
  for (const Row& row : rows) {
    for (const Reason reason : row.reasons) {
      const auto next = [&](PostEvent event) {
        ++decided;
        return NextSparkPostState(row.state, reason, event);
      };
      SCOPED_TRACE(testing::Message()
                   << static_cast<int>(row.state) << ", reason " << static_cast<int>(reason));
      EXPECT_EQ(next(PostEvent::kEnded), row.ended);
      EXPECT_EQ(next(PostEvent::kCodeDeleted), row.code_deleted);
      EXPECT_EQ(next(PostEvent::kPostGone), row.post_gone);
      EXPECT_EQ(next(PostEvent::kLostOther), row.lost_other);
      EXPECT_EQ(next(PostEvent::kAuthorized), row.authorized);
      EXPECT_EQ(next(PostEvent::kAbsent), row.absent);
      EXPECT_EQ(next(PostEvent::kShownAgain), row.shown_again);
    }
  }
  EXPECT_EQ(decided, 3u * std::size(kReasons) * 7u);
}

TEST(SparkPostTest, AnEventChangesBothOrNothing) {
  SparkPost post;
  ASSERT_TRUE(ApplySparkPostEvent(post, PostEvent::kPostGone));
  EXPECT_EQ(post.state, State::kUnauthorized);
  EXPECT_EQ(post.reason, Reason::kPostGone);
  EXPECT_FALSE(ApplySparkPostEvent(post, PostEvent::kEnded));
  EXPECT_EQ(post.reason, Reason::kPostGone);
  ASSERT_TRUE(ApplySparkPostEvent(post, PostEvent::kAuthorized));
  EXPECT_EQ(post.reason, Reason::kNone);
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
