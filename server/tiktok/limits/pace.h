// When the next call may leave, so that no window of a second, a minute or a day holds more than a
// quota allows: neither TikTok's own windows, of which nobody knows where they begin, nor any
// other.
//
// Calls take turns on the way, so two that leave a second apart may arrive closer together: windows
// here are a little longer than TikTok's. Calls of the background are spread evenly over the minute
// and leave the day's last twentieth alone, so that somebody who waits finds room beside them.
//
// A plain value, guarded by its owner. A clock that is set back forgets what was counted.
#ifndef SPARKGATE_SERVER_TIKTOK_LIMITS_PACE_H_
#define SPARKGATE_SERVER_TIKTOK_LIMITS_PACE_H_

#include <cstdint>
#include <deque>

#include <absl/time/time.h>

#include "server/tiktok/limits/quota.h"

namespace sparkgate::tiktok {

// How long a window of a second or a minute is taken to be.
inline constexpr absl::Duration kSecondWindow = absl::Milliseconds(1030);
inline constexpr absl::Duration kMinuteWindow = absl::Milliseconds(60'500);

// The rest between two calls of the background at an even pace; zero if no quota asks for one.
// `stretch`: 1, or more where windows turned out to be too short.
absl::Duration EvenRest(const Quota& quota, double stretch);

class Pace {
 public:
  // The earliest instant, not before `now`, at which one more call may leave.
  absl::Time Next(const Quota& quota, double stretch, Priority priority, absl::Time now) const;
  // A call leaves; at the instant that is returned, as far as all this knows.
  absl::Time Take(const Quota& quota, double stretch, absl::Time now);
  // A call that left at `sent` was within TikTok's limits.
  void Accept(absl::Time sent);

  // How many calls that left in (`until` - `window`, `until`] were within TikTok's limits.
  int64_t AcceptedWithin(absl::Duration window, absl::Time until) const;
  int64_t today() const { return in_day_; }
  bool empty() const { return sent_.empty(); }
  absl::Time last() const { return sent_.empty() ? absl::InfinitePast() : sent_.back().at; }

 private:
  struct Sent {
    absl::Time at;
    bool accepted = false;
  };

  bool SetBack(absl::Time now) const;

  std::deque<Sent> sent_;                   // of the last minute and a half
  absl::Time even_ = absl::InfinitePast();  // when the background's next call is due
  int64_t day_ = 0;                         // of UTC, that in_day_ is of
  int64_t in_day_ = 0;
};

}  // namespace sparkgate::tiktok

#endif  // SPARKGATE_SERVER_TIKTOK_LIMITS_PACE_H_
