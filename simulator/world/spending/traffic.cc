#include "simulator/world/spending/traffic.h"

#include <algorithm>
#include <array>
#include <limits>

#include <absl/numeric/int128.h>

#include "base/clock.h"
#include "base/crypto/hash.h"

namespace sparkgate::simulator {
namespace {

constexpr int64_t kHourMicros = 3'600'000'000;

// Percent of a day's traffic in each hour since midnight. A 25th hour is like the last one.
constexpr std::array<int64_t, 24> kHourShares = {3, 2, 1, 1, 1, 2, 3, 4, 4, 4, 4, 5,
                                                 6, 5, 4, 4, 5, 5, 6, 7, 8, 7, 5, 4};

constexpr std::array<int64_t, 25> SharesBefore() {
  std::array<int64_t, 25> before{};
  for (size_t hour = 0; hour < kHourShares.size(); ++hour) {
    before[hour + 1] = before[hour] + kHourShares[hour];
  }
  return before;
}
constexpr std::array<int64_t, 25> kSharesBefore = SharesBefore();
static_assert(kSharesBefore.back() == 100);

constexpr int64_t kLeastBusy = 90;  // percent
constexpr uint64_t kBusySpread = 21;

int64_t TrafficIn(int64_t since_midnight) {
  const int64_t hour = std::min<int64_t>(since_midnight / kHourMicros, std::ssize(kHourShares) - 1);
  const size_t index = static_cast<size_t>(hour);
  return kSharesBefore[index] * kHourMicros +
         kHourShares[index] * (since_midnight - hour * kHourMicros);
}

}  // namespace

absl::TimeZone ZoneOf(const AdvertiserAccount& account) {
  absl::TimeZone zone;
  absl::LoadTimeZone(account.timezone, &zone);
  return zone;
}

AccountDay DayOf(const WorldState& state, const AdvertiserAccount& account, absl::CivilDay day) {
  const absl::TimeZone zone = ZoneOf(account);
  AccountDay out;
  out.start = ToMicros(absl::FromCivil(day, zone));
  out.end = ToMicros(absl::FromCivil(day + 1, zone));
  out.weekday = static_cast<int>(absl::GetWeekday(day));
  const uint64_t number = state.random.Number(
      "busy_day", account.id, static_cast<uint64_t>(day - absl::CivilDay(1970, 1, 1)));
  out.busy_percent = kLeastBusy + static_cast<int64_t>(number % kBusySpread);
  return out;
}

int64_t ComeBy(int64_t whole, int64_t at, int64_t start, int64_t end) {
  if (at <= start || end <= start) return 0;
  if (at >= end) return whole;
  return MulDiv(whole, TrafficIn(at - start), TrafficIn(end - start));
}

int64_t MulDiv(int64_t a, int64_t b, int64_t c) {
  const absl::uint128 result = absl::uint128(a) * absl::uint128(b) / absl::uint128(c);
  constexpr int64_t kMost = std::numeric_limits<int64_t>::max();
  return result > absl::uint128(kMost) ? kMost : static_cast<int64_t>(result);
}

}  // namespace sparkgate::simulator
