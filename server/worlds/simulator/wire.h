// Between our types and sparkgate.simulator.v1's. Pure functions.
#ifndef SPARKGATE_SERVER_WORLDS_SIMULATOR_WIRE_H_
#define SPARKGATE_SERVER_WORLDS_SIMULATOR_WIRE_H_

#include <string>
#include <string_view>

#include <absl/status/status.h>
#include <absl/time/time.h>
#include <google/protobuf/duration.pb.h>
#include <google/protobuf/timestamp.pb.h>
#include <grpcpp/support/status.h>

namespace sparkgate::server {

std::string WorldName(std::string_view id);      // "worlds/{id}"
std::string WorldIdOf(const std::string& name);  // and back

void ToProto(absl::Time time, google::protobuf::Timestamp* out);
void ToProto(absl::Duration duration, google::protobuf::Duration* out);
absl::Time FromProto(const google::protobuf::Timestamp& time);

// What the simulator refused with; SIMULATOR_UNREACHABLE where it didn't answer at all.
absl::Status FromSimulator(const grpc::Status& status);

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_WORLDS_SIMULATOR_WIRE_H_
