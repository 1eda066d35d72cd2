// The update_mask of an update: what somebody named, in JSON or by a flag, is what changes, also
// where the value is zero. Pure functions.
#ifndef SPARKGATE_CLIENT_CLI_MASK_H_
#define SPARKGATE_CLIENT_CLI_MASK_H_

#include <string>
#include <string_view>
#include <vector>

#include <google/protobuf/descriptor.h>

#include "client/cli/fields.h"

namespace sparkgate::cli {

// Null unless the request has both a mask and a resource that it is about.
const google::protobuf::FieldDescriptor* MaskOf(const google::protobuf::Descriptor* request);

// The paths below the request's resource that `json`, a request that could be read, names: as deep
// as it goes, but not into lists. The resource's name isn't among them. Sorted.
std::vector<std::string> PathsInJson(const google::protobuf::Descriptor* request,
                                     std::string_view json);

// The one that a flag names; "" for a flag that isn't about the resource, or is its name.
std::string PathOfFlag(const google::protobuf::Descriptor* request, const FieldPath& flag,
                       std::string_view text);

}  // namespace sparkgate::cli

#endif  // SPARKGATE_CLIENT_CLI_MASK_H_
