#include "simulator/world/review/duty.h"

#include <algorithm>
#include <cstdint>

#include <absl/time/civil_time.h>

namespace sparkgate::simulator {
namespace {

constexpr int kDaysAWeek = 7;

bool WorksOn(const ReviewShift& shift, absl::CivilDay day) {
  return (shift.days >> static_cast<int>(absl::GetWeekday(day)) & 1) != 0;
}

// By the clock on the wall: a shift from 8 to 20 stays so on the days when clocks are changed.
absl::Time OnWall(absl::CivilDay day, absl::Duration since_midnight, absl::TimeZone zone) {
  return absl::FromCivil(absl::CivilSecond(day) + absl::ToInt64Seconds(since_midnight), zone);
}

}  // namespace

DutyWindow WindowAt(const ReviewShift& shift, absl::TimeZone zone, absl::Time at) {
  // From the day before, whose night shift may last; two weeks, since a change of clocks may
  // swallow the only window of one.
  absl::CivilDay day = absl::ToCivilDay(at, zone) - 1;
  DutyWindow window;
  for (int i = 0; i < 2 * kDaysAWeek + 2; ++i, ++day) {
    if (!WorksOn(shift, day)) continue;
    window.open = OnWall(day, shift.start, zone);
    window.close = OnWall(shift.end > shift.start ? day : day + 1, shift.end, zone);
    if (window.close > at && window.open < window.close) return window;
  }
  return window;
}

absl::Time FinishOf(const ReviewShift& shift, absl::TimeZone zone, const DutyWindow& window,
                    absl::Time start, absl::Duration work) {
  DutyWindow present = window;
  absl::Time begin = start;
  while (work > present.close - begin) {
    work -= present.close - begin;
    present = WindowAt(shift, zone, present.close);
    begin = present.open;
  }
  return begin + work;
}

}  // namespace sparkgate::simulator
