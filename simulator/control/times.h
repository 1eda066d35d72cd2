// Protobuf's times and ours. Pure.
#ifndef SPARKGATE_SIMULATOR_CONTROL_TIMES_H_
#define SPARKGATE_SIMULATOR_CONTROL_TIMES_H_

#include <optional>
#include <string_view>

#include <absl/status/statusor.h>
#include <absl/time/time.h>
#include <google/protobuf/duration.pb.h>
#include <google/protobuf/timestamp.pb.h>

namespace sparkgate::simulator {

void SetTime(google::protobuf::Timestamp* out, absl::Time time);
void SetDuration(google::protobuf::Duration* out, absl::Duration duration);
absl::Time ToTime(const google::protobuf::Timestamp& time);
absl::Duration ToDuration(const google::protobuf::Duration& duration);

// INVALID_ARGUMENT naming `field` unless it is within [least, most].
absl::StatusOr<absl::Duration> CheckDuration(std::string_view field,
                                             const google::protobuf::Duration& duration,
                                             absl::Duration least, absl::Duration most);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_CONTROL_TIMES_H_
