// Holds what a story gives a request to the request's proto, where the story's line is known.
#ifndef SPARKGATE_SIMULATOR_APP_SCENARIO_REQUEST_FIELDS_H_
#define SPARKGATE_SIMULATOR_APP_SCENARIO_REQUEST_FIELDS_H_

#include <absl/status/status.h>
#include <google/protobuf/descriptor.h>

#include "simulator/app/scenario/yaml_reader.h"

namespace sparkgate::simulator {

// Every key is a field of the message, or of the messages in it, and every word for an enum one of
// its values.
absl::Status CheckFields(const YamlReader& reader, const YAML::Node& node,
                         const google::protobuf::Descriptor& type);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_APP_SCENARIO_REQUEST_FIELDS_H_
