// Times and durations, to and from the wire.
#ifndef SPARKGATE_SERVER_API_CONVERT_TIME_H_
#define SPARKGATE_SERVER_API_CONVERT_TIME_H_

#include <string_view>

#include <absl/status/statusor.h>
#include <absl/time/time.h>
#include <google/protobuf/duration.pb.h>
#include <google/protobuf/timestamp.pb.h>

namespace sparkgate::server {

void SetTime(absl::Time time, google::protobuf::Timestamp* out);
void SetDuration(absl::Duration duration, google::protobuf::Duration* out);

// INVALID_ARGUMENT, naming `field`, outside the years 2000 to 2200. Whole microseconds.
absl::StatusOr<absl::Time> ReadTime(const google::protobuf::Timestamp& time,
                                    std::string_view field);
absl::StatusOr<absl::Duration> ReadDuration(const google::protobuf::Duration& duration,
                                            std::string_view field);

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_API_CONVERT_TIME_H_
