#include "base/clock.h"

#include <gtest/gtest.h>

namespace sparkgate {
namespace {

TEST(ManualClockTest, MovesOnlyWhenTold) {
  const absl::Time start = FromMicros(1'767'225'600'000'000);
  ManualClock clock(start);
  EXPECT_EQ(clock.Now(), start);
  clock.Advance(absl::Hours(36));
  EXPECT_EQ(clock.Now(), start + absl::Hours(36));
  clock.Set(start);
  EXPECT_EQ(clock.Now(), start);
}

TEST(ClockTest, SystemClockIsInThisCentury) {
  EXPECT_GT(SystemClock().Now(), FromMicros(1'700'000'000'000'000));
}

TEST(ClockTest, MonotonicNanosNeverGoBack) {
  int64_t last = MonotonicNanos();
  for (int i = 0; i < 1000; ++i) {
    const int64_t now = MonotonicNanos();
    ASSERT_GE(now, last);
    last = now;
  }
}

TEST(ClockTest, MicrosRoundDownAlsoBeforeTheEpoch) {
  for (const int64_t micros :
       {int64_t{0}, int64_t{1}, int64_t{-1}, int64_t{1'767'225'600'123'456}}) {
    EXPECT_EQ(ToMicros(FromMicros(micros)), micros);
  }
  EXPECT_EQ(ToMicros(FromMicros(-1) - absl::Nanoseconds(1)), -2);
}

}  // namespace
}  // namespace sparkgate
