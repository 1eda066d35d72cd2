// Workspaces and keys on the wire.
#ifndef SPARKGATE_SERVER_API_CONVERT_WORKSPACE_H_
#define SPARKGATE_SERVER_API_CONVERT_WORKSPACE_H_

#include <string_view>

#include <absl/status/statusor.h>

#include "server/domain/api_key.h"
#include "server/domain/diagnosis.h"
#include "server/domain/workspace.h"
#include "sparkgate/v1/workspace_service.pb.h"

namespace sparkgate::server {

sparkgate::v1::Workspace ToProto(const Workspace& workspace);
sparkgate::v1::ApiKey ToProto(const ApiKey& key);
sparkgate::v1::SetupCheck ToProto(const SetupCheck& check);

// Fields that are 0 or empty stay what they are in `settings` (on creation: the defaults). `prefix`
// names the field in errors.
absl::Status ReadSettings(const sparkgate::v1::WorkspaceSettings& in, std::string_view prefix,
                          WorkspaceSettings& settings);
absl::StatusOr<Role> ReadRole(sparkgate::v1::Role role, std::string_view field);

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_API_CONVERT_WORKSPACE_H_
