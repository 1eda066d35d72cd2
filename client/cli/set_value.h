// One field of a message from text, whatever the field's type. Errors are INVALID_ARGUMENT with a
// sentence that doesn't quote the text of strings: it may be a secret. Pure.
#ifndef SPARKGATE_CLIENT_CLI_SET_VALUE_H_
#define SPARKGATE_CLIENT_CLI_SET_VALUE_H_

#include <string_view>

#include <absl/status/status.h>
#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

namespace sparkgate::cli {

// Sets a single field, appends to a repeated one, adds "key=value" to a map.
absl::Status SetValue(google::protobuf::Message& message,
                      const google::protobuf::FieldDescriptor* field, std::string_view text);

}  // namespace sparkgate::cli

#endif  // SPARKGATE_CLIENT_CLI_SET_VALUE_H_
