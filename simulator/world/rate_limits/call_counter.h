// Counts calls in windows of a second, a minute and a day, and says when they are too many. The
// windows are fixed, those of UTC: a second's limit is free again at the next second and a day's at
// midnight; or those of a second and a minute slide: the calls of the last second are counted, at
// whatever instant. Whoever is beyond a minute's is stopped for five minutes (facts 1.6).
//
// What was called yesterday and not today is forgotten, so a counter holds no more than one entry
// for each caller and endpoint of a day. Plain value, guarded by its owner.
#ifndef SPARKGATE_SIMULATOR_WORLD_RATE_LIMITS_CALL_COUNTER_H_
#define SPARKGATE_SIMULATOR_WORLD_RATE_LIMITS_CALL_COUNTER_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include <absl/time/time.h>

#include "simulator/world/rate_limits/call_counts.h"
#include "simulator/world/table.h"

namespace sparkgate::simulator {

// 0: as many as one likes.
struct CallLimits {
  int64_t per_second = 0;
  int64_t per_minute = 0;
  int64_t per_day = 0;
};

// What the facts leave open; see the switches of the same names.
struct CountRules {
  // Calls beyond a second's limit count for the minute and the day all the same.
  bool refused_calls_count = true;
  bool windows_slide = false;
};

enum class LimitWindow { kSecond, kMinute, kDay };

// Which limit a call is beyond.
struct TooManyCalls {
  LimitWindow window = LimitWindow::kSecond;
  int64_t calls = 0;  // in this window, the refused one included
  int64_t limit = 0;
};

class CallCounter {
 public:
  // A call at `now` by whom and to what `key` says. Nothing: it is within the limits. Calls beyond
  // a minute's or a day's are not counted, so that they don't put off the end; nor are, where
  // windows slide, those beyond a second's for the second.
  std::optional<TooManyCalls> Count(std::string_view key, const CallLimits& limits, absl::Time now,
                                    const CountRules& rules);

  size_t size() const { return counts_.size(); }

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor& visit) {
    visit("day", self.day_);
    visit("counts", self.counts_);
  }

 private:
  void Forget(absl::Time now);

  int64_t day_ = 0;  // of the latest call, in days since 1970
  Table<CallCounts> counts_;
};

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_RATE_LIMITS_CALL_COUNTER_H_
