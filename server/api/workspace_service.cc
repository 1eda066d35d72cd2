// WorkspaceService: workspaces, their settings and their keys.
#include <google/protobuf/empty.pb.h>

#include "base/error.h"
#include "server/api/convert/time.h"
#include "server/api/convert/workspace.h"
#include "server/api/paging.h"
#include "server/api/register.h"
#include "server/api/request.h"
#include "server/api/roles.h"
#include "server/api/services.h"
#include "server/usecases/access/api_keys.h"
#include "server/usecases/access/forks.h"
#include "server/usecases/access/workspaces.h"
#include "server/usecases/doctor/diagnose.h"
#include "server/usecases/names.h"

namespace sparkgate::server {
namespace {

namespace v1 = sparkgate::v1;

absl::StatusOr<v1::CreateWorkspaceResponse> HandleCreateWorkspace(
    Env& env, const rpc::CallContext& context, const v1::CreateWorkspaceRequest& request) {
  NewWorkspace wanted{.id = request.workspace_id(),
                      .display_name = request.display_name(),
                      .seed = request.seed(),
                      .clock_speed = request.clock_speed()};
  switch (request.environment()) {
    case v1::ENVIRONMENT_SIMULATOR:
      wanted.environment = Environment::kSimulator;
      break;
    case v1::ENVIRONMENT_LIVE:
      wanted.environment = Environment::kLive;
      break;
    default:
      return InvalidField("environment", "must be SIMULATOR or LIVE");
  }
  if (!request.app().empty()) {
    SG_ASSIGN_OR_RETURN(const auto ids, ParseName(request.app(), "apps/*", "app"));
    wanted.app = ids[0];
  }
  if (request.has_start_time()) {
    SG_ASSIGN_OR_RETURN(wanted.start, ReadTime(request.start_time(), "start_time"));
  }
  SG_RETURN_IF_ERROR(ReadSettings(request.settings(), "settings", wanted.settings));
  SG_ASSIGN_OR_RETURN(const Call call, MakeCall(env, context, request, ""));
  SG_ASSIGN_OR_RETURN(const CreatedWorkspace created, CreateWorkspace(env, call, wanted));
  v1::CreateWorkspaceResponse response;
  *response.mutable_workspace() = ToProto(created.workspace);
  if (created.admin_key.has_value()) *response.mutable_admin_key() = ToProto(*created.admin_key);
  response.set_admin_key_secret(created.admin_key_secret);
  return response;
}

absl::StatusOr<v1::Workspace> HandleGetWorkspace(Env& env, const rpc::CallContext& context,
                                                 const v1::GetWorkspaceRequest& request) {
  SG_ASSIGN_OR_RETURN(const auto ids,
                      ParseOwnName(context, request.name(), "workspaces/*", "name"));
  SG_ASSIGN_OR_RETURN(const Workspace workspace, GetWorkspace(env, ids[0]));
  return ToProto(workspace);
}

absl::StatusOr<v1::ListWorkspacesResponse> HandleListWorkspaces(
    Env& env, const rpc::CallContext&, const v1::ListWorkspacesRequest& request) {
  SG_ASSIGN_OR_RETURN(const PageRequest page, ReadPage(request));
  SG_ASSIGN_OR_RETURN(std::vector<Workspace> workspaces, ListWorkspaces(env, page.page));
  v1::ListWorkspacesResponse response;
  response.set_next_page_token(
      FinishPage(page, workspaces, [](const Workspace& workspace) { return workspace.id; }));
  for (const Workspace& workspace : workspaces) *response.add_workspaces() = ToProto(workspace);
  return response;
}

// Applies the masked part of `in` to `workspace`. A masked setting of 0 returns to its default.
absl::Status ApplyMask(const v1::UpdateWorkspaceRequest& request, Workspace& workspace) {
  const v1::Workspace& in = request.workspace();
  WorkspaceSettings wanted;
  SG_RETURN_IF_ERROR(ReadSettings(in.settings(), "workspace.settings", wanted));
  WorkspaceSettings& settings = workspace.settings;
  for (const std::string& path : request.update_mask().paths()) {
    if (path == "display_name") workspace.display_name = in.display_name();
    if (path == "settings") settings = wanted;
    if (path == "settings.name_tags_disabled") {
      settings.name_tags_disabled = wanted.name_tags_disabled;
    }
    if (path == "settings.settle") settings.settle = wanted.settle;
    if (path == "settings.upstream_timeout") settings.upstream_timeout = wanted.upstream_timeout;
    if (path == "settings.alert_days") settings.alert_days = wanted.alert_days;
    if (path == "settings.end_policy") settings.end_policy = wanted.end_policy;
    if (path == "settings.allowed_ad_accounts") {
      settings.allowed_ad_accounts = wanted.allowed_ad_accounts;
    }
    if (path == "settings.spending_ceilings") settings.ceilings = wanted.ceilings;
    if (path == "settings.dry_run") settings.dry_run = wanted.dry_run;
  }
  return absl::OkStatus();
}

absl::StatusOr<v1::Workspace> HandleUpdateWorkspace(Env& env, const rpc::CallContext& context,
                                                    const v1::UpdateWorkspaceRequest& request) {
  SG_RETURN_IF_ERROR(CheckMask(
      request.update_mask(),
      {"display_name", "settings", "settings.name_tags_disabled", "settings.settle",
       "settings.upstream_timeout", "settings.alert_days", "settings.end_policy",
       "settings.allowed_ad_accounts", "settings.spending_ceilings", "settings.dry_run"}));
  SG_ASSIGN_OR_RETURN(const auto ids, ParseOwnName(context, request.workspace().name(),
                                                   "workspaces/*", "workspace.name"));
  Workspace probe;
  SG_RETURN_IF_ERROR(ApplyMask(request, probe));  // what can't be read fails before the transaction
  SG_ASSIGN_OR_RETURN(const Call call, MakeCall(env, context, request, ids[0]));
  SG_ASSIGN_OR_RETURN(const Workspace workspace,
                      UpdateWorkspace(env, call, ids[0], [&](Workspace& changed) {
                        ApplyMask(request, changed).IgnoreError();
                      }));
  return ToProto(workspace);
}

absl::StatusOr<google::protobuf::Empty> HandleDeleteWorkspace(
    Env& env, const rpc::CallContext& context, const v1::DeleteWorkspaceRequest& request) {
  SG_ASSIGN_OR_RETURN(const auto ids,
                      ParseOwnName(context, request.name(), "workspaces/*", "name"));
  // Its request ids go with the workspace, so this one is kept in the server's own scope.
  SG_ASSIGN_OR_RETURN(const Call call, MakeCall(env, context, request, ""));
  SG_RETURN_IF_ERROR(DeleteWorkspace(env, call, ids[0]));
  return google::protobuf::Empty();
}

absl::StatusOr<v1::Workspace> HandleResetWorkspace(Env& env, const rpc::CallContext& context,
                                                   const v1::ResetWorkspaceRequest& request) {
  SG_ASSIGN_OR_RETURN(const auto ids,
                      ParseOwnName(context, request.name(), "workspaces/*", "name"));
  std::optional<absl::Time> start;
  if (request.has_start_time()) {
    SG_ASSIGN_OR_RETURN(start, ReadTime(request.start_time(), "start_time"));
  }
  SG_ASSIGN_OR_RETURN(const Call call, MakeCall(env, context, request, ids[0]));
  SG_ASSIGN_OR_RETURN(const Workspace workspace,
                      ResetWorkspace(env, call, ids[0], request.seed(), start));
  return ToProto(workspace);
}

absl::StatusOr<v1::ForkWorkspaceResponse> HandleForkWorkspace(
    Env& env, const rpc::CallContext& context, const v1::ForkWorkspaceRequest& request) {
  SG_ASSIGN_OR_RETURN(const auto ids,
                      ParseOwnName(context, request.name(), "workspaces/*", "name"));
  SG_ASSIGN_OR_RETURN(const Call call, MakeCall(env, context, request, ""));
  SG_ASSIGN_OR_RETURN(
      const CreatedWorkspace fork,
      ForkWorkspace(env, call, ids[0],
                    {.id = request.workspace_id(), .display_name = request.display_name()}));
  v1::ForkWorkspaceResponse response;
  *response.mutable_workspace() = ToProto(fork.workspace);
  if (fork.admin_key.has_value()) *response.mutable_admin_key() = ToProto(*fork.admin_key);
  response.set_admin_key_secret(fork.admin_key_secret);
  return response;
}

absl::StatusOr<v1::Workspace> HandleRestoreWorkspace(Env& env, const rpc::CallContext& context,
                                                     const v1::RestoreWorkspaceRequest& request) {
  SG_ASSIGN_OR_RETURN(const auto ids,
                      ParseOwnName(context, request.name(), "workspaces/*", "name"));
  SG_ASSIGN_OR_RETURN(const auto source,
                      ParseOwnName(context, request.source(), "workspaces/*", "source"));
  SG_ASSIGN_OR_RETURN(const Call call, MakeCall(env, context, request, ""));
  SG_ASSIGN_OR_RETURN(const Workspace workspace, RestoreWorkspace(env, call, ids[0], source[0]));
  return ToProto(workspace);
}

absl::StatusOr<v1::DiagnoseWorkspaceResponse> HandleDiagnoseWorkspace(
    Env& env, const rpc::CallContext& context, const v1::DiagnoseWorkspaceRequest& request) {
  SG_ASSIGN_OR_RETURN(const auto ids,
                      ParseOwnName(context, request.name(), "workspaces/*", "name"));
  SG_ASSIGN_OR_RETURN(const std::vector<SetupCheck> checks, Diagnose(env, ids[0]));
  v1::DiagnoseWorkspaceResponse response;
  for (const SetupCheck& check : checks) *response.add_checks() = ToProto(check);
  return response;
}

absl::StatusOr<std::optional<absl::Time>> ReadExpireTime(const v1::ApiKey& key) {
  if (!key.has_expire_time()) return std::nullopt;
  return ReadTime(key.expire_time(), "api_key.expire_time");
}

RateLimit FromProto(const v1::ApiKey::RateLimit& limit) {
  return {.calls_per_second = limit.calls_per_second(), .burst = limit.burst()};
}

absl::StatusOr<v1::CreateApiKeyResponse> HandleCreateApiKey(
    Env& env, const rpc::CallContext& context, const v1::CreateApiKeyRequest& request) {
  SG_ASSIGN_OR_RETURN(const auto ids,
                      ParseOwnName(context, request.parent(), "workspaces/*", "parent"));
  SG_ASSIGN_OR_RETURN(const Role role, ReadRole(request.api_key().role(), "api_key.role"));
  SG_ASSIGN_OR_RETURN(const auto expire, ReadExpireTime(request.api_key()));
  SG_ASSIGN_OR_RETURN(const Call call, MakeCall(env, context, request, ids[0]));
  SG_ASSIGN_OR_RETURN(const CreatedApiKey created,
                      CreateApiKey(env, call, request.api_key().display_name(), role, expire,
                                   FromProto(request.api_key().rate_limit())));
  v1::CreateApiKeyResponse response;
  *response.mutable_api_key() = ToProto(created.key);
  response.set_secret(created.secret);
  return response;
}

absl::StatusOr<v1::ListApiKeysResponse> HandleListApiKeys(Env& env, const rpc::CallContext& context,
                                                          const v1::ListApiKeysRequest& request) {
  SG_ASSIGN_OR_RETURN(const auto ids,
                      ParseOwnName(context, request.parent(), "workspaces/*", "parent"));
  SG_ASSIGN_OR_RETURN(const PageRequest page, ReadPage(request));
  SG_ASSIGN_OR_RETURN(std::vector<ApiKey> keys, ListApiKeys(env, ids[0], page.page));
  v1::ListApiKeysResponse response;
  response.set_next_page_token(FinishPage(page, keys, [](const ApiKey& key) { return key.id; }));
  for (const ApiKey& key : keys) *response.add_api_keys() = ToProto(key);
  return response;
}

absl::StatusOr<v1::ApiKey> HandleUpdateApiKey(Env& env, const rpc::CallContext& context,
                                              const v1::UpdateApiKeyRequest& request) {
  SG_RETURN_IF_ERROR(
      CheckMask(request.update_mask(), {"display_name", "expire_time", "rate_limit"}));
  const v1::ApiKey& in = request.api_key();
  SG_ASSIGN_OR_RETURN(const auto ids,
                      ParseOwnName(context, in.name(), "workspaces/*/apiKeys/*", "api_key.name"));
  SG_ASSIGN_OR_RETURN(const auto expire, ReadExpireTime(in));
  SG_ASSIGN_OR_RETURN(const Call call, MakeCall(env, context, request, ids[0]));
  SG_ASSIGN_OR_RETURN(const ApiKey key, UpdateApiKey(env, call, ids[1], [&](ApiKey& changed) {
                        for (const std::string& path : request.update_mask().paths()) {
                          if (path == "display_name") changed.display_name = in.display_name();
                          if (path == "expire_time") changed.expire_time = expire;
                          if (path == "rate_limit") changed.limit = FromProto(in.rate_limit());
                        }
                      }));
  return ToProto(key);
}

absl::StatusOr<v1::ApiKey> HandleRevokeApiKey(Env& env, const rpc::CallContext& context,
                                              const v1::RevokeApiKeyRequest& request) {
  SG_ASSIGN_OR_RETURN(const auto ids,
                      ParseOwnName(context, request.name(), "workspaces/*/apiKeys/*", "name"));
  SG_ASSIGN_OR_RETURN(const Call call, MakeCall(env, context, request, ids[0]));
  SG_ASSIGN_OR_RETURN(const ApiKey key, RevokeApiKey(env, call, ids[1]));
  return ToProto(key);
}

absl::StatusOr<v1::RotateApiKeyResponse> HandleRotateApiKey(
    Env& env, const rpc::CallContext& context, const v1::RotateApiKeyRequest& request) {
  SG_ASSIGN_OR_RETURN(const auto ids,
                      ParseOwnName(context, request.name(), "workspaces/*/apiKeys/*", "name"));
  SG_ASSIGN_OR_RETURN(const absl::Duration overlap, ReadDuration(request.overlap(), "overlap"));
  SG_ASSIGN_OR_RETURN(const Call call, MakeCall(env, context, request, ids[0]));
  SG_ASSIGN_OR_RETURN(const CreatedApiKey rotated, RotateApiKey(env, call, ids[1], overlap));
  v1::RotateApiKeyResponse response;
  *response.mutable_api_key() = ToProto(rotated.key);
  response.set_secret(rotated.secret);
  return response;
}

}  // namespace

void RegisterWorkspaceService(Env& env, rpc::MethodTable& table) {
  const rpc::MethodOptions server{.roles = kServerAdmins};
  const rpc::MethodOptions admin{.roles = kAdmins | kServerAdmins};
  const rpc::MethodOptions read{.roles = kReaders | kServerAdmins};
  Serve(env, table, "sparkgate.v1.WorkspaceService/CreateWorkspace", server, HandleCreateWorkspace);
  Serve(env, table, "sparkgate.v1.WorkspaceService/GetWorkspace", read, HandleGetWorkspace);
  Serve(env, table, "sparkgate.v1.WorkspaceService/ListWorkspaces", server, HandleListWorkspaces);
  Serve(env, table, "sparkgate.v1.WorkspaceService/UpdateWorkspace", admin, HandleUpdateWorkspace);
  Serve(env, table, "sparkgate.v1.WorkspaceService/DeleteWorkspace", server, HandleDeleteWorkspace);
  Serve(env, table, "sparkgate.v1.WorkspaceService/ResetWorkspace", admin, HandleResetWorkspace);
  Serve(env, table, "sparkgate.v1.WorkspaceService/ForkWorkspace", server, HandleForkWorkspace);
  Serve(env, table, "sparkgate.v1.WorkspaceService/RestoreWorkspace", server,
        HandleRestoreWorkspace);
  Serve(env, table, "sparkgate.v1.WorkspaceService/DiagnoseWorkspace", admin,
        HandleDiagnoseWorkspace);
  Serve(env, table, "sparkgate.v1.WorkspaceService/CreateApiKey", admin, HandleCreateApiKey);
  Serve(env, table, "sparkgate.v1.WorkspaceService/ListApiKeys", admin, HandleListApiKeys);
  Serve(env, table, "sparkgate.v1.WorkspaceService/UpdateApiKey", admin, HandleUpdateApiKey);
  Serve(env, table, "sparkgate.v1.WorkspaceService/RevokeApiKey", admin, HandleRevokeApiKey);
  Serve(env, table, "sparkgate.v1.WorkspaceService/RotateApiKey", admin, HandleRotateApiKey);
}

}  // namespace sparkgate::server
