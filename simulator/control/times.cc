#include "simulator/control/times.h"

#include <fmt/format.h>

#include "base/error.h"

namespace sparkgate::simulator {

void SetTime(google::protobuf::Timestamp* out, absl::Time time) {
  const int64_t seconds = absl::ToUnixSeconds(time);
  out->set_seconds(seconds);
  out->set_nanos(
      static_cast<int32_t>(absl::ToInt64Nanoseconds(time - absl::FromUnixSeconds(seconds))));
}

void SetDuration(google::protobuf::Duration* out, absl::Duration duration) {
  absl::Duration rest;
  out->set_seconds(absl::IDivDuration(duration, absl::Seconds(1), &rest));
  out->set_nanos(static_cast<int32_t>(absl::ToInt64Nanoseconds(rest)));
}

absl::Time ToTime(const google::protobuf::Timestamp& time) {
  return absl::FromUnixSeconds(time.seconds()) + absl::Nanoseconds(time.nanos());
}

absl::Duration ToDuration(const google::protobuf::Duration& duration) {
  return absl::Seconds(duration.seconds()) + absl::Nanoseconds(duration.nanos());
}

absl::StatusOr<absl::Duration> CheckDuration(std::string_view field,
                                             const google::protobuf::Duration& duration,
                                             absl::Duration least, absl::Duration most) {
  const absl::Duration value = ToDuration(duration);
  if (value >= least && value <= most) return value;
  return InvalidField(field, fmt::format("From {} to {}.", absl::FormatDuration(least),
                                         absl::FormatDuration(most)));
}

}  // namespace sparkgate::simulator
