// Resource names for people: inside one's own workspace "codes/x" is enough, and where only one
// kind of thing fits, "x" is. What is printed short can be typed short.
//
// Which names fit a field is read from its comment, where our protos write it: "apps/{app}".
#ifndef SPARKGATE_CLIENT_CLI_NAMES_H_
#define SPARKGATE_CLIENT_CLI_NAMES_H_

#include <string>
#include <string_view>

#include <google/protobuf/descriptor.h>

namespace sparkgate::cli {

// "workspaces/{workspace}/codes/{id}", or "" if the field isn't a name.
std::string PatternOf(const google::protobuf::FieldDescriptor* field);

// "workspaces/{workspace}", or "worlds/{world}" in the simulator, where the world has the
// workspace's id. "" without a workspace.
std::string RootOf(const google::protobuf::FieldDescriptor* field, std::string_view workspace);

// The full name that `value` stands for, as far as that can be told; else `value`.
std::string ExpandName(const google::protobuf::FieldDescriptor* field, std::string_view value,
                       std::string_view workspace);

// What a field means that isn't given: the workspace, where that is all that fits. "" if it must be
// given.
std::string DefaultName(const google::protobuf::FieldDescriptor* field, std::string_view workspace);

// Without "workspaces/{workspace}/".
std::string ShortenName(std::string_view name, std::string_view workspace);

}  // namespace sparkgate::cli

#endif  // SPARKGATE_CLIENT_CLI_NAMES_H_
