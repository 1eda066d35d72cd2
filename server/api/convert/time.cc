#include "server/api/convert/time.h"

#include "base/clock.h"
#include "base/error.h"

namespace sparkgate::server {
namespace {

const absl::Time kEarliest = absl::FromUnixSeconds(946684800);  // 2000-01-01
const absl::Time kLatest = absl::FromUnixSeconds(7258118400);   // 2200-01-01
constexpr int64_t kMaxSeconds = int64_t{200} * 366 * 86400;

}  // namespace

void SetTime(absl::Time time, google::protobuf::Timestamp* out) {
  const int64_t micros = ToMicros(time);
  int64_t seconds = micros / 1'000'000;
  int64_t rest = micros % 1'000'000;
  if (rest < 0) {
    rest += 1'000'000;
    --seconds;
  }
  out->set_seconds(seconds);
  out->set_nanos(static_cast<int32_t>(rest * 1000));
}

void SetDuration(absl::Duration duration, google::protobuf::Duration* out) {
  const int64_t nanos = absl::ToInt64Nanoseconds(duration);
  out->set_seconds(nanos / 1'000'000'000);
  out->set_nanos(static_cast<int32_t>(nanos % 1'000'000'000));
}

absl::StatusOr<absl::Time> ReadTime(const google::protobuf::Timestamp& time,
                                    std::string_view field) {
  const absl::Time read =
      absl::FromUnixSeconds(time.seconds()) + absl::Microseconds(time.nanos() / 1000);
  if (time.nanos() < 0 || time.nanos() > 999'999'999 || read < kEarliest || read > kLatest) {
    return InvalidField(field, "must be a time between the years 2000 and 2200");
  }
  return read;
}

absl::StatusOr<absl::Duration> ReadDuration(const google::protobuf::Duration& duration,
                                            std::string_view field) {
  const bool same_sign = (duration.seconds() >= 0 && duration.nanos() >= 0) ||
                         (duration.seconds() <= 0 && duration.nanos() <= 0);
  if (!same_sign || duration.seconds() > kMaxSeconds || duration.seconds() < -kMaxSeconds ||
      duration.nanos() > 999'999'999 || duration.nanos() < -999'999'999) {
    return InvalidField(field, "is not a valid duration");
  }
  return absl::Seconds(duration.seconds()) + absl::Nanoseconds(duration.nanos());
}

}  // namespace sparkgate::server
