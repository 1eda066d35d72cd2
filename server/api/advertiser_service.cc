// AdvertiserService: consents of ad-account users, and the ad accounts they open.
#include "base/error.h"
#include "server/api/convert/operation.h"
#include "server/api/convert/time.h"
#include "server/api/paging.h"
#include "server/api/register.h"
#include "server/api/request.h"
#include "server/api/roles.h"
#include "server/api/services.h"
#include "server/usecases/advertisers/advertisers.h"
#include "server/usecases/connect/connect.h"
#include "server/usecases/names.h"
#include "sparkgate/v1/advertiser_service.pb.h"

namespace sparkgate::server {
namespace {

namespace v1 = sparkgate::v1;
constexpr char kAdvertiserPattern[] = "workspaces/*/advertisers/*";

v1::Advertiser ToProto(const Advertiser& advertiser) {
  v1::Advertiser out;
  out.set_name(AdvertiserName(advertiser.workspace, advertiser.id));
  out.set_state(static_cast<v1::ConnectionState>(static_cast<int>(advertiser.state)));
  for (const std::string& scope : advertiser.scopes) out.add_scopes(scope);
  for (const std::string& id : advertiser.ad_accounts) {
    out.add_ad_accounts(AdAccountName(advertiser.workspace, id));
  }
  SetTime(advertiser.connect_time, out.mutable_connect_time());
  return out;
}

v1::AdAccount ToProto(const AdAccount& account) {
  v1::AdAccount out;
  out.set_name(AdAccountName(account.workspace, account.id));
  out.set_display_name(account.display_name);
  out.set_advertiser(AdvertiserName(account.workspace, account.advertiser));
  out.set_tiktok_status(account.tiktok_status);
  out.set_currency(account.currency);
  out.set_time_zone(account.time_zone);
  out.set_balance_micros(account.balance_micros);
  SetTime(account.sync_time, out.mutable_sync_time());
  return out;
}

absl::StatusOr<v1::StartAdvertiserConnectResponse> HandleStartAdvertiserConnect(
    Env& env, const rpc::CallContext& context, const v1::StartAdvertiserConnectRequest& request) {
  SG_ASSIGN_OR_RETURN(const auto ids,
                      ParseOwnName(context, request.parent(), "workspaces/*", "parent"));
  SG_ASSIGN_OR_RETURN(const Call call, MakeCall(env, context, request, ids[0]));
  SG_ASSIGN_OR_RETURN(ConnectLink link, StartConnect(env, call, ConnectState::Kind::kAdvertiser,
                                                     request.redirect_uri(), {}));
  v1::StartAdvertiserConnectResponse response;
  response.set_link(std::move(link.link));
  response.set_state(std::move(link.state));
  return response;
}

absl::StatusOr<v1::Advertiser> HandleFinishAdvertiserConnect(
    Env& env, const rpc::CallContext& context, const v1::FinishAdvertiserConnectRequest& request) {
  SG_ASSIGN_OR_RETURN(const auto ids,
                      ParseOwnName(context, request.parent(), "workspaces/*", "parent"));
  SG_ASSIGN_OR_RETURN(const Call call, MakeCall(env, context, request, ids[0]));
  SG_ASSIGN_OR_RETURN(const Advertiser advertiser,
                      FinishAdvertiserConnect(env, call, request.redirect_address()));
  return ToProto(advertiser);
}

absl::StatusOr<v1::Advertiser> HandleGetAdvertiser(Env& env, const rpc::CallContext& context,
                                                   const v1::GetAdvertiserRequest& request) {
  SG_ASSIGN_OR_RETURN(const auto ids,
                      ParseOwnName(context, request.name(), kAdvertiserPattern, "name"));
  SG_ASSIGN_OR_RETURN(const Advertiser advertiser, GetAdvertiser(env, ids[0], ids[1]));
  return ToProto(advertiser);
}

absl::StatusOr<v1::ListAdvertisersResponse> HandleListAdvertisers(
    Env& env, const rpc::CallContext& context, const v1::ListAdvertisersRequest& request) {
  SG_ASSIGN_OR_RETURN(const auto ids,
                      ParseOwnName(context, request.parent(), "workspaces/*", "parent"));
  SG_ASSIGN_OR_RETURN(const PageRequest page, ReadPage(request));
  SG_ASSIGN_OR_RETURN(auto advertisers, ListAdvertisers(env, ids[0], page.page));
  v1::ListAdvertisersResponse response;
  response.set_next_page_token(
      FinishPage(page, advertisers, [](const Advertiser& row) { return row.id; }));
  for (const Advertiser& row : advertisers) *response.add_advertisers() = ToProto(row);
  return response;
}

absl::StatusOr<v1::AdAccount> HandleGetAdAccount(Env& env, const rpc::CallContext& context,
                                                 const v1::GetAdAccountRequest& request) {
  SG_ASSIGN_OR_RETURN(const auto ids,
                      ParseOwnName(context, request.name(), kAdAccountPattern, "name"));
  SG_ASSIGN_OR_RETURN(const AdAccount account, GetAdAccount(env, ids[0], ids[1]));
  return ToProto(account);
}

absl::StatusOr<v1::ListAdAccountsResponse> HandleListAdAccounts(
    Env& env, const rpc::CallContext& context, const v1::ListAdAccountsRequest& request) {
  SG_ASSIGN_OR_RETURN(const auto ids,
                      ParseOwnName(context, request.parent(), "workspaces/*", "parent"));
  SG_ASSIGN_OR_RETURN(const PageRequest page, ReadPage(request));
  SG_ASSIGN_OR_RETURN(auto accounts, ListAdAccounts(env, ids[0], page.page));
  v1::ListAdAccountsResponse response;
  response.set_next_page_token(
      FinishPage(page, accounts, [](const AdAccount& row) { return row.id; }));
  for (const AdAccount& row : accounts) *response.add_ad_accounts() = ToProto(row);
  return response;
}

absl::StatusOr<v1::Readiness> HandleCheckReadiness(Env& env, const rpc::CallContext& context,
                                                   const v1::CheckReadinessRequest& request) {
  SG_ASSIGN_OR_RETURN(const auto ids,
                      ParseOwnName(context, request.name(), kAdAccountPattern, "name"));
  SG_ASSIGN_OR_RETURN(const AdAccountReadiness readiness, CheckReadiness(env, ids[0], ids[1]));
  v1::Readiness out;
  *out.mutable_ad_account() = ToProto(readiness.account);
  out.set_ready(true);
  for (const ReadinessIssue& issue : readiness.issues) {
    auto* part = out.add_issues();
    part->set_reason(issue.reason);
    part->set_message(issue.message);
    part->set_who(std::string(ActorName(issue.who)));
    part->set_blocking(issue.blocking);
    if (issue.blocking) out.set_ready(false);
  }
  return out;
}

absl::StatusOr<v1::Operation> HandleResyncAdAccount(Env& env, const rpc::CallContext& context,
                                                    const v1::ResyncAdAccountRequest& request) {
  SG_ASSIGN_OR_RETURN(const auto ids,
                      ParseOwnName(context, request.name(), kAdAccountPattern, "name"));
  SG_ASSIGN_OR_RETURN(const Call call, MakeCall(env, context, request, ids[0]));
  SG_ASSIGN_OR_RETURN(const Operation operation, ResyncAdAccount(env, call, ids[1]));
  return WithItems(env, operation);
}

}  // namespace

void RegisterAdvertiserService(Env& env, rpc::MethodTable& table) {
  const rpc::MethodOptions read{.roles = kReaders};
  const rpc::MethodOptions advertiser{.roles = kAdvertisers};
  Serve(env, table, "sparkgate.v1.AdvertiserService/StartAdvertiserConnect", advertiser,
        HandleStartAdvertiserConnect);
  Serve(env, table, "sparkgate.v1.AdvertiserService/FinishAdvertiserConnect", advertiser,
        HandleFinishAdvertiserConnect);
  Serve(env, table, "sparkgate.v1.AdvertiserService/GetAdvertiser", read, HandleGetAdvertiser);
  Serve(env, table, "sparkgate.v1.AdvertiserService/ListAdvertisers", read, HandleListAdvertisers);
  Serve(env, table, "sparkgate.v1.AdvertiserService/GetAdAccount", read, HandleGetAdAccount);
  Serve(env, table, "sparkgate.v1.AdvertiserService/ListAdAccounts", read, HandleListAdAccounts);
  Serve(env, table, "sparkgate.v1.AdvertiserService/CheckReadiness", read, HandleCheckReadiness);
  Serve(env, table, "sparkgate.v1.AdvertiserService/ResyncAdAccount", advertiser,
        HandleResyncAdAccount);
}

}  // namespace sparkgate::server
