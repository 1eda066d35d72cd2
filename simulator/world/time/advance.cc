#include "simulator/world/time/advance.h"

#include <fmt/format.h>

#include "base/error.h"

namespace sparkgate::simulator {
namespace {

std::string Text(absl::Time time) {
  return absl::FormatTime(absl::RFC3339_full, time, absl::UTCTimeZone());
}

}  // namespace

absl::Status AdvanceInProgress() {
  return Error(absl::StatusCode::kAborted,
               "Another Advance of this world is in progress. Wait for it, then repeat.",
               {.reason = "ADVANCE_IN_PROGRESS", .who = Actor::kCaller});
}

absl::Status ClockRuns() {
  return Error(absl::StatusCode::kFailedPrecondition,
               "This world's clock runs by itself. Set its speed to 0 first.",
               {.reason = "CLOCK_RUNS", .who = Actor::kCaller});
}

absl::Status WebhooksOnTheirWay() {
  return Error(absl::StatusCode::kAborted,
               "Webhooks of this world are on their way. Repeat once they are over.",
               {.reason = "WEBHOOKS_ON_THEIR_WAY", .who = Actor::kNobody});
}

absl::Status WorldGone(const std::string& world_id) {
  return Error(absl::StatusCode::kNotFound, "The world was deleted.",
               {.reason = "WORLD_GONE",
                .who = Actor::kCaller,
                .resource_type = "sparkgate.simulator/World",
                .resource_name = fmt::format("worlds/{}", world_id)});
}

absl::Status FollowerGone(const std::string& follower_id, absl::Time now) {
  return Error(
      absl::StatusCode::kUnavailable,
      fmt::format("Follower \"{}\" is registered but not connected. The world stands at {}. Start "
                  "that server (or unregister the follower) and repeat to go on.",
                  follower_id, Text(now)),
      {.reason = "FOLLOWER_GONE",
       .who = Actor::kOperator,
       .metadata = {{"follower_id", follower_id}, {"now", Text(now)}}});
}

absl::Status AdvanceStuck(absl::Time now, int64_t rounds, const std::string& items) {
  return Error(absl::StatusCode::kInternal,
               fmt::format("{} rounds at {} and still something is due at that instant: {}.",
                           rounds, Text(now), items),
               {.reason = "ADVANCE_STUCK",
                .who = Actor::kOperator,
                .metadata = {{"items", items}, {"now", Text(now)}}});
}

absl::Status AdvanceCancelled(absl::Time now) {
  return Error(
      absl::StatusCode::kCancelled, fmt::format("Cancelled; the world stands at {}.", Text(now)),
      {.reason = "ADVANCE_CANCELLED", .who = Actor::kNobody, .metadata = {{"now", Text(now)}}});
}

}  // namespace sparkgate::simulator
