// When reviewers are at work. Pure, thread-safe.
#ifndef SPARKGATE_SIMULATOR_WORLD_REVIEW_DUTY_H_
#define SPARKGATE_SIMULATOR_WORLD_REVIEW_DUTY_H_

#include <absl/time/time.h>

#include "simulator/world/entities/review_policy.h"

namespace sparkgate::simulator {

// A stretch of work: [open, close).
struct DutyWindow {
  absl::Time open;
  absl::Time close;

  bool Contains(absl::Time time) const { return open <= time && time < close; }
};

// The one that `at` lies in, or else the next one. The shift works on at least one day.
DutyWindow WindowAt(const ReviewShift& shift, absl::TimeZone zone, absl::Time at);

// When `work` is done that is begun at `start`, an instant of `window`: what isn't done when the
// window closes is gone on with in the next one. At the latest the instant when one closes.
absl::Time FinishOf(const ReviewShift& shift, absl::TimeZone zone, const DutyWindow& window,
                    absl::Time start, absl::Duration work);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_REVIEW_DUTY_H_
