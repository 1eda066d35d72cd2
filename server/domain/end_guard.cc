#include "server/domain/end_guard.h"

#include <fmt/format.h>

#include "server/domain/code.h"

namespace sparkgate::server {
namespace {

constexpr int kExtensions[] = {7, 30, 60, 180, 365};  // facts 10.2

std::string ShowTime(absl::Time time) {
  return absl::FormatTime("%Y-%m-%d %H:%M UTC", time, absl::UTCTimeZone());
}

}  // namespace

std::optional<int> ExtensionThatCovers(absl::Time auth_end, absl::Time until) {
  if (auth_end >= until) return 0;
  for (const int days : kExtensions) {
    if (EndAfter(auth_end, days) >= until) return days;
  }
  return std::nullopt;
}

std::string EndProblem(absl::Time auth_end, std::optional<absl::Time> schedule_end) {
  if (!schedule_end.has_value()) {
    return fmt::format(
        "The authorization ends on {}, and the schedule has no end: the ad will stop then.",
        ShowTime(auth_end));
  }
  const std::optional<int> days = ExtensionThatCovers(auth_end, *schedule_end);
  if (days == 0) return "";
  return fmt::format(
      "The authorization ends on {}, before the schedule does on {}: the ad will stop then. {}",
      ShowTime(auth_end), ShowTime(*schedule_end),
      days.has_value() ? fmt::format("An extension of {} days would cover it.", *days)
                       : "No single extension would cover it.");
}

}  // namespace sparkgate::server
