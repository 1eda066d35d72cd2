#include "server/tiktok/limits/limiter.h"

#include <algorithm>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sparkgate::tiktok {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr char kLine[] = "app at endpoint";

class LimiterTest : public testing::Test {
 protected:
  Applicant From(const std::string& tenant, Priority priority = Priority::kInteractive,
                 const std::string& account = "") const {
    return {
        .line = kLine, .quota = quota_, .account = account, .tenant = tenant, .priority = priority};
  }
  Ticket Join(const std::string& tenant, Priority priority = Priority::kInteractive,
              const std::string& account = "") {
    return limiter_.Join(From(tenant, priority, account), now_);
  }
  // Everybody who waits, in the order in which they leave.
  std::vector<Ticket> LeaveInTurn() {
    std::vector<Ticket> order;
    while (limiter_.waiting() > 0) {
      now_ = limiter_.NextRelease(kLine, now_);
      for (const Ticket ticket : limiter_.Release(kLine, now_)) {
        order.push_back(ticket);
        limiter_.Over(ticket, {Outcome::kAccepted}, now_);
      }
    }
    return order;
  }

  Quota quota_{.per_second = 1};
  Limiter limiter_;
  absl::Time now_ = absl::FromUnixSeconds(1'767'225'600);
};

TEST_F(LimiterTest, LetsGoAsManyAsMay) {
  quota_ = {.per_second = 2};
  const Ticket a = Join("a");
  const Ticket b = Join("a");
  const Ticket c = Join("a");
  EXPECT_THAT(limiter_.Release(kLine, now_), ElementsAre(a, b));
  EXPECT_THAT(limiter_.Release(kLine, now_), IsEmpty());
  now_ = limiter_.NextRelease(kLine, now_);
  EXPECT_THAT(limiter_.Release(kLine, now_), ElementsAre(c));
  EXPECT_EQ(limiter_.NextRelease(kLine, now_), absl::InfiniteFuture());
}

TEST_F(LimiterTest, TellsWhereRefusalsTaughtLess) {
  quota_ = {.per_second = 10};
  EXPECT_THAT(limiter_.Lowered("app at "), IsEmpty());
  const auto call = [&](const Answer& answer) {
    const Ticket ticket = Join("a");
    now_ = std::max(now_, limiter_.NextRelease(kLine, now_));
    ASSERT_THAT(limiter_.Release(kLine, now_), ElementsAre(ticket));
    limiter_.Over(ticket, answer, now_);
  };
  for (int i = 0; i < 3; ++i) call({Outcome::kAccepted});
  call({Outcome::kAppLimited});
  call({Outcome::kAccepted});  // the single one after it: so it was the second that was full
  const auto lowered = limiter_.Lowered("app at ");
  ASSERT_EQ(lowered.size(), 1u);
  EXPECT_EQ(lowered[0].path, "endpoint");
  EXPECT_EQ(lowered[0].published, 10);
  EXPECT_LT(lowered[0].per_second, 10);
  EXPECT_THAT(limiter_.Lowered("another at "), IsEmpty());
}

TEST_F(LimiterTest, WhoWaitsGoesBeforeTheBackground) {
  const Ticket background = Join("a", Priority::kBackground);
  const Ticket waits = Join("a");
  EXPECT_THAT(LeaveInTurn(), ElementsAre(waits, background));
}

TEST_F(LimiterTest, TheBackgroundIsNeverStarved) {
  const Ticket background = Join("a", Priority::kBackground);
  for (int i = 0; i < 30; ++i) Join("b");
  const std::vector<Ticket> order = LeaveInTurn();
  EXPECT_EQ(std::ranges::find(order, background) - order.begin(), 9);
}

TEST_F(LimiterTest, TenantsTakeTurns) {
  const Ticket a1 = Join("a");
  const Ticket a2 = Join("a");
  const Ticket a3 = Join("a");
  const Ticket b1 = Join("b");
  const Ticket b2 = Join("b");
  EXPECT_THAT(LeaveInTurn(), ElementsAre(a1, b1, a2, b2, a3));
}

TEST_F(LimiterTest, ATenantsAdAccountsTakeTurnsToo) {
  const Ticket x1 = Join("a", Priority::kInteractive, "x");
  const Ticket x2 = Join("a", Priority::kInteractive, "x");
  const Ticket y1 = Join("a", Priority::kInteractive, "y");
  const Ticket b1 = Join("b", Priority::kInteractive, "z");
  EXPECT_THAT(LeaveInTurn(), ElementsAre(x1, b1, y1, x2));
}

TEST_F(LimiterTest, WhoGivesUpTakesNoTurn) {
  const Ticket a = Join("a");
  const Ticket b = Join("a");
  limiter_.Leave(a);
  EXPECT_THAT(LeaveInTurn(), ElementsAre(b));
}

TEST_F(LimiterTest, AFullAdAccountHoldsNoOther) {
  quota_ = {.per_second = 10};
  const Ticket x1 = Join("a", Priority::kInteractive, "x");
  EXPECT_THAT(limiter_.Release(kLine, now_), ElementsAre(x1));
  limiter_.Over(x1, {Outcome::kAccountLimited, 1}, now_);
  const Ticket x2 = Join("a", Priority::kInteractive, "x");
  const Ticket y1 = Join("a", Priority::kInteractive, "y");
  EXPECT_THAT(limiter_.Release(kLine, now_), ElementsAre(y1));
  EXPECT_THAT(LeaveInTurn(), ElementsAre(x2));
  EXPECT_EQ(limiter_.Find("x")->quota(), (Quota{.per_second = 1}));
  EXPECT_EQ(limiter_.Find(kLine)->quota(), quota_);  // the app's limits let it pass
}

TEST_F(LimiterTest, AnAppsLimitIsNoneOfAnAdAccount) {
  quota_ = {.per_second = 10};
  const Ticket first = Join("a", Priority::kInteractive, "x");
  limiter_.Release(kLine, now_);
  limiter_.Over(first, {Outcome::kAppLimited}, now_);
  Join("a", Priority::kInteractive, "x");
  LeaveInTurn();
  EXPECT_EQ(limiter_.Find("x")->quota(), Quota{});
  EXPECT_EQ(limiter_.Find(kLine)->quota().per_second, 5);
}

TEST_F(LimiterTest, OtherLinesAreOthersBusiness) {
  const Ticket a = Join("a");
  Applicant other = From("a");
  other.line = "other";
  limiter_.Join(other, now_);
  EXPECT_THAT(limiter_.Release(kLine, now_), ElementsAre(a));
  EXPECT_EQ(limiter_.waiting(), 1u);
}

TEST_F(LimiterTest, TellsHowLongItWillTake) {
  EXPECT_EQ(limiter_.Expect(From("a"), now_), now_);
  Join("a");
  limiter_.Release(kLine, now_);
  EXPECT_EQ(limiter_.Expect(From("a"), now_), now_ + kSecondWindow);
  for (int i = 0; i < 5; ++i) Join("a");
  EXPECT_EQ(limiter_.Expect(From("a"), now_), now_ + 6 * kSecondWindow);
  EXPECT_EQ(limiter_.Expect(From("b"), now_), now_ + 2 * kSecondWindow);  // its turn comes sooner
}

TEST_F(LimiterTest, ThoseWhoAreToldToComeLaterComeOneByOne) {
  Join("a");
  limiter_.Release(kLine, now_);
  const Applicant one = From("a", Priority::kBackground);
  const absl::Time first = limiter_.Promise(one, now_);
  const absl::Time second = limiter_.Promise(one, now_);
  const absl::Time third = limiter_.Promise(one, now_);
  EXPECT_EQ(first, now_ + kSecondWindow);
  EXPECT_EQ(second - first, kSecondWindow);
  EXPECT_EQ(third - second, kSecondWindow);
}

TEST_F(LimiterTest, ATenantHoldsOnlySoManyThreads) {
  for (int i = 0; i < 7; ++i) Join("a");
  EXPECT_FALSE(limiter_.HasTooManyWaiting("a", Priority::kInteractive));
  Join("a");
  EXPECT_TRUE(limiter_.HasTooManyWaiting("a", Priority::kInteractive));
  EXPECT_FALSE(limiter_.HasTooManyWaiting("a", Priority::kBackground));
  EXPECT_FALSE(limiter_.HasTooManyWaiting("b", Priority::kInteractive));
}

TEST_F(LimiterTest, ForgetsWhatIsNotCalledAnyMore) {
  Join("a", Priority::kInteractive, "x");
  LeaveInTurn();
  now_ += absl::Hours(25);
  Applicant other = From("a");
  other.line = "other";
  const Ticket ticket = limiter_.Join(other, now_);
  EXPECT_EQ(limiter_.Find(kLine), nullptr);
  EXPECT_EQ(limiter_.Find("x"), nullptr);
  EXPECT_THAT(limiter_.Release("other", now_), ElementsAre(ticket));
}

}  // namespace
}  // namespace sparkgate::tiktok
