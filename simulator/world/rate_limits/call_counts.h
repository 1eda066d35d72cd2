// How often one app, or one ad account, has called one endpoint. Plain data; guarded by whoever
// owns it.
#ifndef SPARKGATE_SIMULATOR_WORLD_RATE_LIMITS_CALL_COUNTS_H_
#define SPARKGATE_SIMULATOR_WORLD_RATE_LIMITS_CALL_COUNTS_H_

#include <cstdint>
#include <vector>

#include <absl/time/time.h>

namespace sparkgate::simulator {

struct CallCounts {
  absl::Time last;  // the call that was counted last; the windows are those that it is in
  int64_t in_second = 0;
  int64_t in_minute = 0;
  int64_t in_day = 0;        // of UTC
  absl::Time stopped_until;  // what follows from too many calls in a minute
  // Where windows slide: the calls that are counted, oldest first; the two numbers are their sizes.
  std::vector<absl::Time> last_second = {};
  std::vector<absl::Time> last_minute = {};

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor& visit) {
    visit("last", self.last);
    visit("in_second", self.in_second);
    visit("in_minute", self.in_minute);
    visit("in_day", self.in_day);
    visit("stopped_until", self.stopped_until);
    visit("last_second", self.last_second);
    visit("last_minute", self.last_minute);
  }
};

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_RATE_LIMITS_CALL_COUNTS_H_
