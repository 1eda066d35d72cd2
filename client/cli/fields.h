// Flags to fields of a request: "--campaign.display-name x" finds request.campaign.display_name and
// sets it from text, whatever its type.
//
// A flag may leave out the resource that the request carries: "--display-name x" is enough where
// the request itself has no such field. Errors are INVALID_ARGUMENT with a sentence. Pure
// functions.
#ifndef SPARKGATE_CLIENT_CLI_FIELDS_H_
#define SPARKGATE_CLIENT_CLI_FIELDS_H_

#include <string>
#include <string_view>
#include <vector>

#include <absl/status/status.h>
#include <absl/status/statusor.h>
#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

namespace sparkgate::cli {

using FieldPath = std::vector<const google::protobuf::FieldDescriptor*>;

// "campaign.display_name".
std::string Dotted(const FieldPath& path);

// The resource that a request carries (CreateCampaignRequest.campaign), or null.
const google::protobuf::FieldDescriptor* BodyOf(const google::protobuf::Descriptor* request);

bool IsRequired(const google::protobuf::FieldDescriptor* field);
bool IsOutputOnly(const google::protobuf::FieldDescriptor* field);
// Of an update: what was set when the thing was made, and stays.
bool IsFixed(const google::protobuf::Descriptor* request, const FieldPath& path);

// Every flag that a request understands, without "--", nested ones as "campaign.display-name".
// What can't be set, or not any more, is left out.
std::vector<FieldPath> SettableFields(const google::protobuf::Descriptor* request);
std::string FlagName(const FieldPath& path);
// Without the resource, where that is enough.
std::string ShortFlagName(const google::protobuf::Descriptor* request, const FieldPath& path);

// NOT_FOUND if there is none.
absl::StatusOr<FieldPath> FindField(const google::protobuf::Descriptor* request,
                                    std::string_view flag);

// Sets a single field, appends to a repeated one, adds "key=value" to a map. Along a path, a
// repeated message grows by one whenever the last one has the field already.
absl::Status SetField(google::protobuf::Message& message, const FieldPath& path,
                      std::string_view text);

}  // namespace sparkgate::cli

#endif  // SPARKGATE_CLIENT_CLI_FIELDS_H_
