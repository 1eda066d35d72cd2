// AppService: TikTok developer apps.
#include <google/protobuf/empty.pb.h>

#include "base/error.h"
#include "server/api/convert/time.h"
#include "server/api/paging.h"
#include "server/api/register.h"
#include "server/api/request.h"
#include "server/api/roles.h"
#include "server/api/services.h"
#include "server/usecases/access/apps.h"
#include "server/usecases/names.h"
#include "sparkgate/v1/app_service.pb.h"

namespace sparkgate::server {
namespace {

namespace v1 = sparkgate::v1;

v1::App ToProto(const App& app) {
  v1::App out;
  out.set_name(AppName(app.id));
  out.set_display_name(app.display_name);
  out.set_environment(static_cast<v1::Environment>(static_cast<int>(app.environment)));
  out.set_tiktok_app_id(app.tiktok_app_id);
  out.set_tier(static_cast<v1::AppTier>(static_cast<int>(app.tier)));
  for (const std::string& uri : app.redirect_uris) out.add_redirect_uris(uri);
  SetTime(app.create_time, out.mutable_create_time());
  return out;
}

absl::StatusOr<AppTier> ReadTier(v1::AppTier tier) {
  if (!v1::AppTier_IsValid(tier)) return InvalidField("app.tier", "is unknown");
  if (tier == v1::APP_TIER_UNSPECIFIED) return AppTier::kBasic;
  return static_cast<AppTier>(static_cast<int>(tier));
}

absl::StatusOr<std::string> ReadId(const std::string& name, std::string_view field) {
  SG_ASSIGN_OR_RETURN(const auto ids, ParseName(name, "apps/*", field));
  return ids[0];
}

absl::StatusOr<v1::App> HandleCreateApp(Env& env, const rpc::CallContext& context,
                                        const v1::CreateAppRequest& request) {
  const v1::App& wanted = request.app();
  if (wanted.environment() != v1::ENVIRONMENT_SIMULATOR &&
      wanted.environment() != v1::ENVIRONMENT_LIVE) {
    return InvalidField("app.environment", "must be SIMULATOR or LIVE");
  }
  SG_ASSIGN_OR_RETURN(const Call call, MakeCall(env, context, request, ""));
  App app{.id = request.app_id(),
          .display_name = wanted.display_name(),
          .environment = static_cast<Environment>(static_cast<int>(wanted.environment())),
          .tiktok_app_id = wanted.tiktok_app_id(),
          .redirect_uris = {wanted.redirect_uris().begin(), wanted.redirect_uris().end()}};
  SG_ASSIGN_OR_RETURN(app.tier, ReadTier(wanted.tier()));
  SG_ASSIGN_OR_RETURN(const App made, CreateApp(env, call, std::move(app), wanted.secret()));
  return ToProto(made);
}

absl::StatusOr<v1::App> HandleGetApp(Env& env, const rpc::CallContext&,
                                     const v1::GetAppRequest& request) {
  SG_ASSIGN_OR_RETURN(const std::string id, ReadId(request.name(), "name"));
  SG_ASSIGN_OR_RETURN(const App app, GetApp(env, id));
  return ToProto(app);
}

absl::StatusOr<v1::ListAppsResponse> HandleListApps(Env& env, const rpc::CallContext&,
                                                    const v1::ListAppsRequest& request) {
  SG_ASSIGN_OR_RETURN(const PageRequest page, ReadPage(request));
  SG_ASSIGN_OR_RETURN(std::vector<App> apps, ListApps(env, page.page));
  v1::ListAppsResponse response;
  response.set_next_page_token(FinishPage(page, apps, [](const App& app) { return app.id; }));
  for (const App& app : apps) *response.add_apps() = ToProto(app);
  return response;
}

absl::StatusOr<v1::App> HandleUpdateApp(Env& env, const rpc::CallContext& context,
                                        const v1::UpdateAppRequest& request) {
  SG_RETURN_IF_ERROR(
      CheckMask(request.update_mask(), {"display_name", "secret", "tier", "redirect_uris"}));
  const v1::App& wanted = request.app();
  SG_ASSIGN_OR_RETURN(const std::string id, ReadId(wanted.name(), "app.name"));
  SG_ASSIGN_OR_RETURN(const AppTier tier, ReadTier(wanted.tier()));
  SG_ASSIGN_OR_RETURN(const Call call, MakeCall(env, context, request, ""));
  const auto masked = [&](std::string_view path) {
    for (const std::string& named : request.update_mask().paths()) {
      if (named == path) return true;
    }
    return false;
  };
  std::string secret;
  if (masked("secret")) {
    secret = wanted.secret();
    if (secret.empty() || secret.size() > 200) {
      return InvalidField("app.secret", "must be 1 to 200 characters");
    }
  }
  SG_ASSIGN_OR_RETURN(const App app, UpdateApp(
                                         env, call, id,
                                         [&](App& changed) {
                                           if (masked("display_name"))
                                             changed.display_name = wanted.display_name();
                                           if (masked("tier")) changed.tier = tier;
                                           if (masked("redirect_uris")) {
                                             changed.redirect_uris = {
                                                 wanted.redirect_uris().begin(),
                                                 wanted.redirect_uris().end()};
                                           }
                                         },
                                         secret));
  return ToProto(app);
}

absl::StatusOr<google::protobuf::Empty> HandleDeleteApp(Env& env, const rpc::CallContext& context,
                                                        const v1::DeleteAppRequest& request) {
  SG_ASSIGN_OR_RETURN(const std::string id, ReadId(request.name(), "name"));
  SG_ASSIGN_OR_RETURN(const Call call, MakeCall(env, context, request, ""));
  SG_RETURN_IF_ERROR(DeleteApp(env, call, id));
  return google::protobuf::Empty();
}

}  // namespace

void RegisterAppService(Env& env, rpc::MethodTable& table) {
  const rpc::MethodOptions admin{.roles = kServerAdmins};
  Serve(env, table, "sparkgate.v1.AppService/CreateApp", admin, HandleCreateApp);
  Serve(env, table, "sparkgate.v1.AppService/GetApp", admin, HandleGetApp);
  Serve(env, table, "sparkgate.v1.AppService/ListApps", admin, HandleListApps);
  Serve(env, table, "sparkgate.v1.AppService/UpdateApp", admin, HandleUpdateApp);
  Serve(env, table, "sparkgate.v1.AppService/DeleteApp", admin, HandleDeleteApp);
}

}  // namespace sparkgate::server
