#include "server/tiktok/limits/pace.h"

#include <algorithm>
#include <cstddef>

namespace sparkgate::tiktok {
namespace {

// Of no use to any window, however much it is stretched.
constexpr absl::Duration kKept = absl::Seconds(91);
// Smaller steps back are threads that overtook each other.
constexpr absl::Duration kSetBack = absl::Seconds(5);
constexpr double kBackgroundsPartOfADay = 0.95;

int64_t DayOf(absl::Time time) { return absl::ToUnixSeconds(time) / 86'400; }
absl::Time MidnightAfter(absl::Time time) {
  return absl::FromUnixSeconds((DayOf(time) + 1) * 86'400);
}

int64_t DailyCalls(const Quota& quota, Priority priority) {
  if (priority == Priority::kInteractive) return quota.per_day;
  return static_cast<int64_t>(static_cast<double>(quota.per_day) * kBackgroundsPartOfADay);
}

}  // namespace

absl::Duration EvenRest(const Quota& quota, double stretch) {
  absl::Duration rest = absl::ZeroDuration();
  if (quota.per_second > 0) rest = kSecondWindow * stretch / quota.per_second;
  if (quota.per_minute > 0) rest = std::max(rest, kMinuteWindow * stretch / quota.per_minute);
  return rest;
}

bool Pace::SetBack(absl::Time now) const { return now + kSetBack < last(); }

absl::Time Pace::Next(const Quota& quota, double stretch, Priority priority, absl::Time now) const {
  if (SetBack(now)) return now;
  absl::Time next = now;
  const auto wait_for_room = [&](int64_t calls, absl::Duration window) {
    const auto size = static_cast<int64_t>(sent_.size());
    if (calls == 0 || size < calls) return;
    next = std::max(next, sent_[static_cast<size_t>(size - calls)].at + window * stretch);
  };
  wait_for_room(quota.per_second, kSecondWindow);
  wait_for_room(quota.per_minute, kMinuteWindow);
  if (priority == Priority::kBackground) next = std::max(next, even_);
  const bool day_is_full =
      quota.per_day > 0 && DayOf(next) == day_ && in_day_ >= DailyCalls(quota, priority);
  return day_is_full ? MidnightAfter(next) : next;
}

absl::Time Pace::Take(const Quota& quota, double stretch, absl::Time now) {
  if (SetBack(now)) *this = Pace();
  now = std::max(now, last());
  while (!sent_.empty() && sent_.front().at + kKept < now) sent_.pop_front();
  sent_.push_back({.at = now});
  // Who comes a little late doesn't put off all that follow: one rest may be made up for.
  const absl::Duration rest = EvenRest(quota, stretch);
  even_ = std::max(even_, now - rest) + rest;
  if (DayOf(now) != day_) in_day_ = 0;
  day_ = DayOf(now);
  ++in_day_;
  return now;
}

void Pace::Accept(absl::Time sent) {
  // Of several that left at one instant, any will do.
  for (auto call = sent_.rbegin(); call != sent_.rend() && call->at >= sent; ++call) {
    if (call->at != sent || call->accepted) continue;
    call->accepted = true;
    return;
  }
}

int64_t Pace::AcceptedWithin(absl::Duration window, absl::Time until) const {
  return std::count_if(sent_.begin(), sent_.end(), [&](const Sent& call) {
    return call.accepted && until - window < call.at && call.at <= until;
  });
}

}  // namespace sparkgate::tiktok
