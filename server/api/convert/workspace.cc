#include "server/api/convert/workspace.h"

#include <algorithm>
#include <functional>
#include <set>
#include <string>

#include <fmt/format.h>

#include "base/error.h"
#include "server/api/convert/time.h"
#include "server/usecases/names.h"

namespace sparkgate::server {
namespace {

namespace v1 = sparkgate::v1;

v1::Role ToProto(Role role) {
  switch (role) {
    case Role::kViewer:
      return v1::ROLE_VIEWER;
    case Role::kCreator:
      return v1::ROLE_CREATOR;
    case Role::kAdvertiser:
      return v1::ROLE_ADVERTISER;
    case Role::kAdmin:
      return v1::ROLE_ADMIN;
    case Role::kServerAdmin:
      break;  // belongs to no workspace and is never shown
  }
  return v1::ROLE_UNSPECIFIED;
}

}  // namespace

v1::Workspace ToProto(const Workspace& workspace) {
  v1::Workspace out;
  out.set_name(WorkspaceName(workspace.id));
  out.set_display_name(workspace.display_name);
  out.set_environment(static_cast<v1::Environment>(static_cast<int>(workspace.environment)));
  out.set_app(AppName(workspace.app_id));
  out.set_state(static_cast<v1::WorkspaceState>(static_cast<int>(workspace.state)));
  SetTime(workspace.create_time, out.mutable_create_time());
  auto* settings = out.mutable_settings();
  settings->set_name_tags_disabled(workspace.settings.name_tags_disabled);
  SetDuration(workspace.settings.settle, settings->mutable_settle());
  SetDuration(workspace.settings.upstream_timeout, settings->mutable_upstream_timeout());
  for (const int days : workspace.settings.alert_days) settings->add_alert_days(days);
  settings->set_end_policy(
      static_cast<v1::EndPolicy>(static_cast<int>(workspace.settings.end_policy)));
  for (const std::string& id : workspace.settings.allowed_ad_accounts) {
    settings->add_allowed_ad_accounts(id);
  }
  for (const auto& [currency, micros] : workspace.settings.ceilings) {
    auto* ceiling = settings->add_spending_ceilings();
    ceiling->set_currency(currency);
    ceiling->set_ceiling_micros(micros);
  }
  settings->set_dry_run(workspace.settings.dry_run);
  if (workspace.environment == Environment::kSimulator) {
    auto* world = out.mutable_world();
    world->set_seed(workspace.world_seed);
    SetTime(workspace.world_start, world->mutable_start_time());
    world->set_incarnation(workspace.world_incarnation);
  }
  return out;
}

v1::SetupCheck ToProto(const SetupCheck& check) {
  v1::SetupCheck out;
  out.set_name(check.name);
  out.set_status(static_cast<v1::SetupCheck::Status>(static_cast<int>(check.status)));
  out.set_seen(check.seen);
  out.set_advice(check.advice);
  if (check.status != CheckStatus::kOk) out.set_who(std::string(ActorName(check.who)));
  out.set_resource(check.resource);
  return out;
}

v1::ApiKey ToProto(const ApiKey& key) {
  v1::ApiKey out;
  out.set_name(ApiKeyName(key.workspace, key.id));
  out.set_display_name(key.display_name);
  out.set_role(ToProto(key.role));
  SetTime(key.create_time, out.mutable_create_time());
  if (key.expire_time.has_value()) SetTime(*key.expire_time, out.mutable_expire_time());
  out.set_revoked(key.revoke_time.has_value());
  if (key.limit.calls_per_second > 0) {
    out.mutable_rate_limit()->set_calls_per_second(key.limit.calls_per_second);
    out.mutable_rate_limit()->set_burst(key.limit.burst);
  }
  if (key.last_use_time.has_value()) SetTime(*key.last_use_time, out.mutable_last_use_time());
  if (key.old_secret_end.has_value()) {
    SetTime(*key.old_secret_end, out.mutable_old_secret_end_time());
  }
  return out;
}

absl::Status ReadSettings(const v1::WorkspaceSettings& in, std::string_view prefix,
                          WorkspaceSettings& settings) {
  const auto read = [&](const google::protobuf::Duration& duration, std::string_view field,
                        absl::Duration& out) -> absl::Status {
    SG_ASSIGN_OR_RETURN(const absl::Duration value,
                        ReadDuration(duration, fmt::format("{}.{}", prefix, field)));
    if (value != absl::ZeroDuration()) out = value;
    return absl::OkStatus();
  };
  settings.name_tags_disabled = in.name_tags_disabled();
  SG_RETURN_IF_ERROR(read(in.settle(), "settle", settings.settle));
  SG_RETURN_IF_ERROR(read(in.upstream_timeout(), "upstream_timeout", settings.upstream_timeout));
  if (in.end_policy() != v1::END_POLICY_UNSPECIFIED) {
    if (!v1::EndPolicy_IsValid(in.end_policy())) {
      return InvalidField(fmt::format("{}.end_policy", prefix), "must be IGNORE, WARNING or ERROR");
    }
    settings.end_policy = static_cast<EndPolicy>(static_cast<int>(in.end_policy()));
  }
  if (!in.alert_days().empty()) {
    settings.alert_days.assign(in.alert_days().begin(), in.alert_days().end());
    std::sort(settings.alert_days.begin(), settings.alert_days.end(), std::greater<>());
    settings.alert_days.erase(std::unique(settings.alert_days.begin(), settings.alert_days.end()),
                              settings.alert_days.end());
  }
  std::set<std::string> accounts(in.allowed_ad_accounts().begin(), in.allowed_ad_accounts().end());
  settings.allowed_ad_accounts.assign(accounts.begin(), accounts.end());
  settings.ceilings.clear();
  for (const v1::SpendingCeiling& ceiling : in.spending_ceilings()) {
    if (!settings.ceilings.emplace(ceiling.currency(), ceiling.ceiling_micros()).second) {
      return InvalidField(fmt::format("{}.spending_ceilings", prefix),
                          "must have one for each currency");
    }
  }
  settings.dry_run = in.dry_run();
  return absl::OkStatus();
}

absl::StatusOr<Role> ReadRole(v1::Role role, std::string_view field) {
  switch (role) {
    case v1::ROLE_VIEWER:
      return Role::kViewer;
    case v1::ROLE_CREATOR:
      return Role::kCreator;
    case v1::ROLE_ADVERTISER:
      return Role::kAdvertiser;
    case v1::ROLE_ADMIN:
      return Role::kAdmin;
    default:
      return InvalidField(field, "must be VIEWER, CREATOR, ADVERTISER or ADMIN");
  }
}

}  // namespace sparkgate::server
