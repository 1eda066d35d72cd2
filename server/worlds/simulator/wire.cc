#include "server/worlds/simulator/wire.h"

#include <fmt/format.h>

#include "base/error.h"
#include "rpc/status_codec.h"
#include "server/worlds/worlds.h"

namespace sparkgate::server {

std::string WorldName(std::string_view id) { return fmt::format("worlds/{}", id); }

std::string WorldIdOf(const std::string& name) { return name.substr(name.find('/') + 1); }

void ToProto(absl::Time time, google::protobuf::Timestamp* out) {
  const timespec parts = absl::ToTimespec(time);
  out->set_seconds(parts.tv_sec);
  out->set_nanos(static_cast<int32_t>(parts.tv_nsec));
}

void ToProto(absl::Duration duration, google::protobuf::Duration* out) {
  absl::Duration rest;
  out->set_seconds(absl::IDivDuration(duration, absl::Seconds(1), &rest));
  out->set_nanos(static_cast<int32_t>(absl::ToInt64Nanoseconds(rest)));
}

absl::Time FromProto(const google::protobuf::Timestamp& time) {
  return absl::FromUnixSeconds(time.seconds()) + absl::Nanoseconds(time.nanos());
}

absl::Status FromSimulator(const grpc::Status& status) {
  absl::Status error = rpc::FromGrpc(status);
  if (!absl::IsUnavailable(error) && !absl::IsDeadlineExceeded(error)) return error;
  // A reason of its own (FOLLOWER_GONE) is an answer; gRPC's own errors have none.
  const std::string reason = ReasonOf(error);
  if (reason == "UNAVAILABLE" || reason == "DEADLINE_EXCEEDED" || reason == "SERVER_STOPPING") {
    return SimulatorUnreachable();
  }
  return error;
}

}  // namespace sparkgate::server
