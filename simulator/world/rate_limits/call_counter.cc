#include "simulator/world/rate_limits/call_counter.h"

#include <algorithm>
#include <iterator>
#include <vector>

namespace sparkgate::simulator {
namespace {

constexpr absl::Duration kStop = absl::Minutes(5);  // after too many calls in a minute
constexpr int64_t kMinuteSeconds = 60;
constexpr int64_t kDaySeconds = 86'400;

int64_t WindowOf(absl::Time time, int64_t seconds) { return absl::ToUnixSeconds(time) / seconds; }

// Keeps those of (`now` - `window`, `now`]: time may have been set back.
void Slide(std::vector<absl::Time>& calls, absl::Time now, absl::Duration window) {
  std::erase_if(calls, [&](absl::Time call) { return call <= now - window || call > now; });
}

// What was counted in windows that are over is forgotten.
void Enter(CallCounts& counts, absl::Time now, bool windows_slide) {
  const auto changed = [&](int64_t seconds) {
    return WindowOf(counts.last, seconds) != WindowOf(now, seconds);
  };
  if (changed(kDaySeconds)) counts.in_day = 0;
  if (windows_slide) {
    Slide(counts.last_second, now, absl::Seconds(1));
    Slide(counts.last_minute, now, absl::Minutes(1));
    counts.in_second = std::ssize(counts.last_second);
    counts.in_minute = std::ssize(counts.last_minute);
  } else {
    if (changed(1)) counts.in_second = 0;
    if (changed(kMinuteSeconds)) counts.in_minute = 0;
    counts.last_second.clear();
    counts.last_minute.clear();
  }
  counts.last = now;
}

bool Reached(int64_t calls, int64_t limit) { return limit > 0 && calls >= limit; }

}  // namespace

std::optional<TooManyCalls> CallCounter::Count(std::string_view key, const CallLimits& limits,
                                               absl::Time now, const CountRules& rules) {
  Forget(now);
  CallCounts& counts = counts_[key];
  Enter(counts, now, rules.windows_slide);
  if (Reached(counts.in_day, limits.per_day)) {
    return TooManyCalls{LimitWindow::kDay, counts.in_day + 1, limits.per_day};
  }
  if (Reached(counts.in_minute, limits.per_minute) && now >= counts.stopped_until) {
    counts.stopped_until = now + kStop;
  }
  // Further ahead than a stop lasts: time was set back since.
  if (counts.stopped_until > now + kStop) counts.stopped_until = now;
  if (now < counts.stopped_until) {
    const int64_t calls = std::max(counts.in_minute, limits.per_minute) + 1;
    return TooManyCalls{LimitWindow::kMinute, calls, limits.per_minute};
  }
  const bool refused = Reached(counts.in_second, limits.per_second);
  ++counts.in_second;
  if (rules.windows_slide && !refused) counts.last_second.push_back(now);
  if (!refused || rules.refused_calls_count) {
    ++counts.in_minute;
    ++counts.in_day;
    if (rules.windows_slide) counts.last_minute.push_back(now);
  }
  if (!refused) return std::nullopt;
  return TooManyCalls{LimitWindow::kSecond, counts.in_second, limits.per_second};
}

void CallCounter::Forget(absl::Time now) {
  const int64_t today = WindowOf(now, kDaySeconds);
  if (today == day_) return;
  day_ = today;
  counts_.erase_if([&](const auto& row) {
    return WindowOf(row.second.last, kDaySeconds) != today && row.second.stopped_until <= now;
  });
}

}  // namespace sparkgate::simulator
