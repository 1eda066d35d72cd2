// From a request to what a use case takes: whose call it is, which workspace its names are in,
// which page it asks for.
#ifndef SPARKGATE_SERVER_API_REQUEST_H_
#define SPARKGATE_SERVER_API_REQUEST_H_

#include <string>
#include <string_view>
#include <vector>

#include <absl/status/statusor.h>
#include <google/protobuf/field_mask.pb.h>
#include <google/protobuf/message.h>

#include "rpc/call_context.h"
#include "server/usecases/call.h"
#include "server/usecases/env.h"

namespace sparkgate::server {

// Form of an ad account's resource name, for ParseOwnName.
inline constexpr char kAdAccountPattern[] = "workspaces/*/adAccounts/*";

// The Call of a request about `workspace`; it may be used as long as `context`. Checks the form of
// its request_id.
absl::StatusOr<Call> MakeCall(Env& env, const rpc::CallContext& context,
                              const google::protobuf::Message& request,
                              const std::string& workspace);

// Takes a resource name apart (see ParseName) and makes sure that the caller may know of it: a name
// in another workspace is NOT_FOUND, as if it weren't there. ids[0] is the workspace.
absl::StatusOr<std::vector<std::string>> ParseOwnName(const rpc::CallContext& context,
                                                      std::string_view name,
                                                      std::string_view pattern,
                                                      std::string_view field);

// Every path of `mask` must be in `allowed`, and there must be one: INVALID_ARGUMENT otherwise.
absl::Status CheckMask(const google::protobuf::FieldMask& mask,
                       const std::vector<std::string_view>& allowed);

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_API_REQUEST_H_
