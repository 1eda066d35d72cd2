// The parts of a command's help: how it is called, what each flag takes, and two aligned columns.
// Pure functions.
#ifndef SPARKGATE_CLIENT_CLI_METHOD_HELP_H_
#define SPARKGATE_CLIENT_CLI_METHOD_HELP_H_

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "client/cli/fields.h"

namespace sparkgate::cli {

// "TEXT", "N", "TIME", "reach|traffic|…"; "" for a flag that needs no value.
std::string ValueName(const google::protobuf::FieldDescriptor* field);

inline constexpr size_t kHelpWidth = 96;  // columns

// Lines of a name and what it is, wrapped to kHelpWidth.
std::string TwoColumns(const std::vector<std::pair<std::string, std::string>>& lines);

}  // namespace sparkgate::cli

#endif  // SPARKGATE_CLIENT_CLI_METHOD_HELP_H_
