#include "simulator/world/review/duty.h"

#include <random>
#include <string>

#include <gtest/gtest.h>

namespace sparkgate::simulator {
namespace {

constexpr int64_t kWeekdays = 0b0011111;

ReviewShift DayShift() {
  return {.reviewers = 1, .days = kWeekdays, .start = absl::Hours(9), .end = absl::Hours(17)};
}
absl::Time At(const std::string& text, absl::TimeZone zone = absl::UTCTimeZone()) {
  absl::Time time;
  EXPECT_TRUE(absl::ParseTime("%Y-%m-%d %H:%M", text, zone, &time, nullptr)) << text;
  return time;
}

TEST(DutyTest, AWindowIsThePresentOneOrTheNext) {
  const absl::TimeZone utc = absl::UTCTimeZone();
  // 2026-01-01 is a Thursday.
  EXPECT_EQ(WindowAt(DayShift(), utc, At("2026-01-01 03:00")).open, At("2026-01-01 09:00"));
  EXPECT_EQ(WindowAt(DayShift(), utc, At("2026-01-01 09:00")).open, At("2026-01-01 09:00"));
  EXPECT_EQ(WindowAt(DayShift(), utc, At("2026-01-01 16:59")).close, At("2026-01-01 17:00"));
  EXPECT_EQ(WindowAt(DayShift(), utc, At("2026-01-02 17:00")).open, At("2026-01-05 09:00"));
}

TEST(DutyTest, ANightShiftEndsOnTheNextDay) {
  const absl::TimeZone utc = absl::UTCTimeZone();
  ReviewShift night = DayShift();
  night.start = absl::Hours(22);
  night.end = absl::Hours(6);
  // It begins on Friday, and lasts into a Saturday.
  EXPECT_TRUE(WindowAt(night, utc, At("2026-01-03 05:59")).Contains(At("2026-01-03 05:59")));
  EXPECT_EQ(WindowAt(night, utc, At("2026-01-03 06:00")).open, At("2026-01-05 22:00"));
}

TEST(DutyTest, AllDayMeansNoGap) {
  const absl::TimeZone utc = absl::UTCTimeZone();
  ReviewShift always{.reviewers = 1, .days = 0b1111111, .start = {}, .end = {}};
  const absl::Time start = At("2026-01-01 12:00");
  EXPECT_EQ(FinishOf(always, utc, WindowAt(always, utc, start), start, absl::Hours(100)),
            start + absl::Hours(100));
}

TEST(DutyTest, WhatIsNotDoneAtTheEndGoesOnAtTheNextBeginning) {
  const absl::TimeZone utc = absl::UTCTimeZone();
  const absl::Time start = At("2026-01-02 16:00");  // Friday
  const auto finish = [&](absl::Duration work) {
    return FinishOf(DayShift(), utc, WindowAt(DayShift(), utc, start), start, work);
  };
  EXPECT_EQ(finish(absl::Minutes(60)), At("2026-01-02 17:00"));
  EXPECT_EQ(finish(absl::Minutes(61)), At("2026-01-05 09:01"));
  EXPECT_EQ(finish(absl::Hours(1 + 8 * 2 + 3)), At("2026-01-07 12:00"));
}

TEST(DutyTest, ShiftsGoByTheClockOnTheWall) {
  absl::TimeZone berlin;
  ASSERT_TRUE(absl::LoadTimeZone("Europe/Berlin", &berlin));
  // Summer time begins on 2026-03-29.
  EXPECT_EQ(WindowAt(DayShift(), berlin, At("2026-03-27 10:00")).open, At("2026-03-27 08:00"));
  EXPECT_EQ(WindowAt(DayShift(), berlin, At("2026-03-28 10:00")).open, At("2026-03-30 07:00"));
}

// The work between start and finish, minute by minute, is what was asked for.
TEST(DutyTest, WorkIsDoneInsideOfWindowsOnly) {
  std::mt19937 random(1);
  const absl::TimeZone utc = absl::UTCTimeZone();
  for (int round = 0; round < 200; ++round) {
    ReviewShift shift{.reviewers = 1,
                      .days = static_cast<int64_t>(1 + random() % 127),
                      .start = absl::Minutes(random() % 1440),
                      .end = absl::Minutes(random() % 1440)};
    const absl::Time from = At("2026-01-01 00:00") + absl::Minutes(random() % 20'000);
    const DutyWindow window = WindowAt(shift, utc, from);
    const absl::Time start = std::max(from, window.open);
    const auto minutes = static_cast<int>(1 + random() % 3000);
    const absl::Time finish = FinishOf(shift, utc, window, start, absl::Minutes(minutes));
    int worked = 0;
    for (absl::Time at = start; at < finish; at += absl::Minutes(1)) {
      if (WindowAt(shift, utc, at).Contains(at)) ++worked;
    }
    EXPECT_EQ(worked, minutes);
  }
}

}  // namespace
}  // namespace sparkgate::simulator
