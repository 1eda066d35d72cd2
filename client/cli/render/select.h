// One field of an answer: "ad.review.state", "codes.name" (of each code), "items.0.resource".
// Values are for scripts: names in full, times in RFC 3339, money in millionths, enums without
// prefix.
#ifndef SPARKGATE_CLIENT_CLI_RENDER_SELECT_H_
#define SPARKGATE_CLIENT_CLI_RENDER_SELECT_H_

#include <string>
#include <string_view>
#include <vector>

#include <absl/status/status.h>
#include <absl/status/statusor.h>
#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

namespace sparkgate::cli {

// INVALID_ARGUMENT, with what there is, if no message of this type has such a field. To be asked
// before the call: afterwards it would be too late for a mutation.
absl::Status CheckSelector(const google::protobuf::Descriptor* type, std::string_view selector);

// Whether it names the elements of a list, of which there may be none.
bool SelectsList(const google::protobuf::Descriptor* type, std::string_view selector);

// One line per value. Of a page, "name" means the name of each item.
std::string Select(const google::protobuf::Message& message, std::string_view selector);

// The field that --output name prints of such answers: "name", "workspace.name", …; "" if they have
// none.
std::string NameSelector(const google::protobuf::Descriptor* type);

// The name of a resource, of each item of a page, or of the resource that an answer wraps.
std::string SelectName(const google::protobuf::Message& message);

}  // namespace sparkgate::cli

#endif  // SPARKGATE_CLIENT_CLI_RENDER_SELECT_H_
