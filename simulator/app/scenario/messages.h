// Requests of the people's services as stories write them, and answers as stories read them. Beyond
// protobuf's JSON: enum values without their prefix (REJECTED), durations with units (2h, 3d), and
// an update mask that is made of what is given. Pure.
#ifndef SPARKGATE_SIMULATOR_APP_SCENARIO_MESSAGES_H_
#define SPARKGATE_SIMULATOR_APP_SCENARIO_MESSAGES_H_

#include <optional>
#include <string_view>

#include <absl/status/status.h>
#include <absl/time/time.h>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

namespace sparkgate::simulator {

// "3d", "2h 30m", "90s": whole numbers with d, h, m or s. nullopt if it isn't one.
std::optional<absl::Duration> ParseLength(std::string_view text);

// Null if the enum has neither `name` nor its prefix and `name`.
const google::protobuf::EnumValueDescriptor* FindEnumValue(
    const google::protobuf::EnumDescriptor& type, std::string_view name);

// INVALID_FIELD.
absl::Status FillMessage(const boost::json::object& fields, google::protobuf::Message& message);

// With all fields by their proto names; numbers of 64 bits are texts.
boost::json::value ToJson(const google::protobuf::Message& message);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_APP_SCENARIO_MESSAGES_H_
