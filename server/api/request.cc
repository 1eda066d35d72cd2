#include "server/api/request.h"

#include <algorithm>

#include <fmt/format.h>
#include <google/protobuf/descriptor.h>

#include "base/error.h"
#include "server/domain/api_key.h"
#include "server/usecases/names.h"

namespace sparkgate::server {
namespace {

std::string RequestIdOf(const google::protobuf::Message& request) {
  const auto* field = request.GetDescriptor()->FindFieldByName("request_id");
  return field == nullptr ? "" : request.GetReflection()->GetString(request, field);
}

// The body that a repeated request_id must repeat: everything but the id itself.
std::string BodyOf(const google::protobuf::Message& request) {
  std::unique_ptr<google::protobuf::Message> copy(request.New());
  copy->CopyFrom(request);
  copy->GetReflection()->ClearField(copy.get(),
                                    copy->GetDescriptor()->FindFieldByName("request_id"));
  return copy->SerializeAsString();
}

}  // namespace

absl::StatusOr<Call> MakeCall(Env& env, const rpc::CallContext& context,
                              const google::protobuf::Message& request,
                              const std::string& workspace) {
  Call call{.principal = context.caller().principal,
            .workspace = workspace,
            .method = std::string(context.method()),
            .request_id = RequestIdOf(request),
            .digest = "",
            .remaining = context.remaining(),
            .cancelled = [&context] { return context.cancelled(); }};
  if (call.request_id.empty()) return call;
  const bool printable = std::all_of(call.request_id.begin(), call.request_id.end(),
                                     [](char c) { return c > ' ' && c <= '~'; });
  if (!printable || call.request_id.size() > 64) {
    return InvalidField("request_id", "must be 1 to 64 printable ASCII characters without blanks");
  }
  call.digest = env.vault.Digest(BodyOf(request));
  return call;
}

absl::StatusOr<std::vector<std::string>> ParseOwnName(const rpc::CallContext& context,
                                                      std::string_view name,
                                                      std::string_view pattern,
                                                      std::string_view field) {
  SG_ASSIGN_OR_RETURN(std::vector<std::string> ids, ParseName(name, pattern, field));
  const rpc::Caller& caller = context.caller();
  const bool everywhere = (caller.roles & static_cast<uint32_t>(Role::kServerAdmin)) != 0;
  if (!everywhere && ids[0] != caller.workspace) {
    return ResourceNotFound("", std::string(name));
  }
  return ids;
}

absl::Status CheckMask(const google::protobuf::FieldMask& mask,
                       const std::vector<std::string_view>& allowed) {
  if (mask.paths().empty()) return InvalidField("update_mask", "is required");
  for (const std::string& path : mask.paths()) {
    if (std::find(allowed.begin(), allowed.end(), path) == allowed.end()) {
      return InvalidField("update_mask", fmt::format("'{}' can't be updated; paths are: {}", path,
                                                     fmt::join(allowed, ", ")));
    }
  }
  return absl::OkStatus();
}

}  // namespace sparkgate::server
