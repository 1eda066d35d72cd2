// What an Advance is asked, and what it tells.
#ifndef SPARKGATE_SIMULATOR_WORLD_TIME_ADVANCE_H_
#define SPARKGATE_SIMULATOR_WORLD_TIME_ADVANCE_H_

#include <cstdint>
#include <functional>
#include <string>
#include <variant>

#include <absl/status/status.h>
#include <absl/status/statusor.h>
#include <absl/time/time.h>

namespace sparkgate::simulator {

struct AdvanceProgress {
  absl::Time now;
  int64_t ticks = 0;           // rounds so far
  uint64_t events_before = 0;  // number of the last world event before this Advance
  uint64_t last_event = 0;     // and of the last one so far
  std::string waiting_for;     // the follower that isn't connected; "" if none
};

struct AdvanceRequest {
  // To an instant, or by a length of time.
  std::variant<absl::Time, absl::Duration> target = absl::ZeroDuration();
  // Real time to wait for a follower that isn't connected.
  absl::Duration follower_wait = absl::Seconds(30);
  // Both are called without any lock, one at a time; on_done last and exactly once.
  std::function<void(const AdvanceProgress&)> on_progress = [](const AdvanceProgress&) {};
  std::function<void(const absl::StatusOr<AdvanceProgress>&)> on_done =
      [](const absl::StatusOr<AdvanceProgress>&) {};
};

absl::Status AdvanceInProgress();
absl::Status ClockRuns();
absl::Status WebhooksOnTheirWay();
absl::Status WorldGone(const std::string& world_id);
absl::Status FollowerGone(const std::string& follower_id, absl::Time now);
absl::Status AdvanceStuck(absl::Time now, int64_t rounds, const std::string& items);
absl::Status AdvanceCancelled(absl::Time now);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_TIME_ADVANCE_H_
