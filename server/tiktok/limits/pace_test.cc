#include "server/tiktok/limits/pace.h"

#include <gtest/gtest.h>

namespace sparkgate::tiktok {
namespace {

const absl::Time kNoon = absl::FromUnixSeconds(1'767'268'800);  // 2026-01-01T12:00Z
constexpr Priority kWaits = Priority::kInteractive;
constexpr Priority kNobodyWaits = Priority::kBackground;

// Takes as soon as it may, `calls` times, and returns when the last one left.
absl::Time TakeAll(Pace& pace, const Quota& quota, Priority priority, int calls, absl::Time now) {
  for (int i = 0; i < calls; ++i) {
    now = pace.Next(quota, 1, priority, now);
    EXPECT_EQ(pace.Take(quota, 1, now), now);
  }
  return now;
}

TEST(Pace, WithoutAQuotaNobodyWaits) {
  Pace pace;
  EXPECT_EQ(TakeAll(pace, {}, kNobodyWaits, 1'000, kNoon), kNoon);
  EXPECT_EQ(EvenRest({}, 1), absl::ZeroDuration());
}

TEST(Pace, ASecondHoldsNoMoreThanItsQuota) {
  Pace pace;
  const Quota quota{.per_second = 3};
  EXPECT_EQ(TakeAll(pace, quota, kWaits, 3, kNoon), kNoon);
  EXPECT_EQ(pace.Next(quota, 1, kWaits, kNoon), kNoon + kSecondWindow);
  EXPECT_EQ(pace.Next(quota, 2, kWaits, kNoon), kNoon + 2 * kSecondWindow);
}

TEST(Pace, AMinuteHoldsNoMoreThanItsQuota) {
  Pace pace;
  const Quota quota{.per_second = 10, .per_minute = 25};
  const absl::Time last = TakeAll(pace, quota, kWaits, 25, kNoon);
  EXPECT_EQ(last, kNoon + 2 * kSecondWindow);
  EXPECT_EQ(pace.Next(quota, 1, kWaits, last), kNoon + kMinuteWindow);
}

TEST(Pace, TheBackgroundLeavesEvenly) {
  Pace pace;
  const Quota quota{.per_second = 10, .per_minute = 60};
  const absl::Duration rest = EvenRest(quota, 1);
  EXPECT_EQ(rest, kMinuteWindow / 60);
  EXPECT_LE(TakeAll(pace, quota, kNobodyWaits, 60, kNoon), kNoon + 59 * rest);
  EXPECT_GE(pace.last(), kNoon + 57 * rest);
  // Who waits finds room all the same.
  Pace other;
  TakeAll(other, quota, kNobodyWaits, 2, kNoon);
  const absl::Time now = other.last();
  EXPECT_GT(other.Next(quota, 1, kNobodyWaits, now), now);
  EXPECT_EQ(other.Next(quota, 1, kWaits, now), now);
}

TEST(Pace, ADayEndsAtMidnightAndItsLastPartIsForThoseWhoWait) {
  Pace pace;
  const Quota quota{.per_day = 20};
  TakeAll(pace, quota, kNobodyWaits, 19, kNoon);
  const absl::Time midnight = kNoon + absl::Hours(12);
  EXPECT_EQ(pace.Next(quota, 1, kNobodyWaits, kNoon), midnight);
  EXPECT_EQ(TakeAll(pace, quota, kWaits, 1, kNoon), kNoon);
  EXPECT_EQ(pace.Next(quota, 1, kWaits, kNoon), midnight);
  EXPECT_EQ(TakeAll(pace, quota, kNobodyWaits, 1, kNoon), midnight);
  EXPECT_EQ(pace.today(), 1);
}

TEST(Pace, AClockThatIsSetBackBeginsAnew) {
  Pace pace;
  const Quota quota{.per_second = 1};
  TakeAll(pace, quota, kWaits, 1, kNoon);
  const absl::Time before = kNoon - absl::Hours(1);
  EXPECT_EQ(pace.Next(quota, 1, kWaits, before), before);
  pace.Take(quota, 1, before);
  EXPECT_EQ(pace.Next(quota, 1, kWaits, before), before + kSecondWindow);
}

TEST(Pace, KnowsWhatWasAccepted) {
  Pace pace;
  for (int i = 0; i < 4; ++i) pace.Take({}, 1, kNoon);
  for (int i = 0; i < 3; ++i) pace.Accept(kNoon);
  pace.Accept(kNoon + absl::Seconds(1));  // nothing left then
  EXPECT_EQ(pace.AcceptedWithin(absl::Seconds(1), kNoon), 3);
  EXPECT_EQ(pace.AcceptedWithin(absl::Seconds(1), kNoon + absl::Seconds(1)), 0);
}

}  // namespace
}  // namespace sparkgate::tiktok
