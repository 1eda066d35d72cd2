#include "client/cli/render/json.h"

#include <google/protobuf/util/json_util.h>

namespace sparkgate::cli {

std::string ToJson(const google::protobuf::Message& message, bool pretty) {
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = pretty;
  options.always_print_primitive_fields = true;
  std::string json;
  // Fails only for an Any of an unknown type: then there is still what protobuf makes of it.
  if (!google::protobuf::util::MessageToJsonString(message, &json, options).ok()) {
    json = message.ShortDebugString();
  }
  if (json.empty() || json.back() != '\n') json += '\n';
  return json;
}

}  // namespace sparkgate::cli
