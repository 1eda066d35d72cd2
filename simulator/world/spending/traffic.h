// How many people are on TikTok when: an hourly curve of the account's day, and busier and quieter
// days. Spending follows it. Pure.
#ifndef SPARKGATE_SIMULATOR_WORLD_SPENDING_TRAFFIC_H_
#define SPARKGATE_SIMULATOR_WORLD_SPENDING_TRAFFIC_H_

#include <cstdint>
#include <string_view>

#include <absl/time/civil_time.h>
#include <absl/time/time.h>

#include "simulator/world/state.h"

namespace sparkgate::simulator {

// A day of an ad account, in its time zone: 23 to 25 hours. Instants are Unix microseconds.
struct AccountDay {
  int64_t start = 0;
  int64_t end = 0;
  int weekday = 0;  // 0: Monday
  int64_t busy_percent = 100;

  bool Holds(int64_t at) const { return start <= at && at < end; }
};

// UTC if the account's time zone isn't one.
absl::TimeZone ZoneOf(const AdvertiserAccount& account);

AccountDay DayOf(const WorldState& state, const AdvertiserAccount& account, absl::CivilDay day);

// What part of `whole` has come by `at` if it comes with the traffic of the day from `start` to
// `end`: 0 at its start, all of it at its end, and never less than before.
int64_t ComeBy(int64_t whole, int64_t at, int64_t start, int64_t end);

// a * b / c, rounded down, where a * b may be too large for 64 bits. Nothing is negative.
int64_t MulDiv(int64_t a, int64_t b, int64_t c);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_SPENDING_TRAFFIC_H_
