#include "server/store/sql/access_tables.h"

#include <array>

#include "server/store/sql/paging.h"
#include "server/store/sql/query.h"
#include "server/store/sql/workspace_rows.h"

namespace sparkgate::server::sql {

template <>
struct Described<Workspace> {
  static constexpr std::string_view kTable = "workspaces";
  static constexpr std::array<std::string_view, 1> kKey = {"id"};
  template <class V, class R>
  static void Visit(V&& visit, R& workspace) {
    visit("id", workspace.id);
    visit("display_name", workspace.display_name);
    visit("environment", workspace.environment);
    visit("app_id", workspace.app_id);
    visit("state", workspace.state);
    visit("create_time", workspace.create_time);
    visit("name_tags_disabled", workspace.settings.name_tags_disabled);
    visit("settle", workspace.settings.settle);
    visit("upstream_timeout", workspace.settings.upstream_timeout);
    visit("alert_days", workspace.settings.alert_days);
    visit("end_policy", workspace.settings.end_policy);
    visit("allowed_ad_accounts", workspace.settings.allowed_ad_accounts);
    visit("ceilings", workspace.settings.ceilings);
    visit("dry_run", workspace.settings.dry_run);
    visit("data_key", workspace.data_key);
    visit("lookup_key", workspace.lookup_key);
    visit("world_seed", workspace.world_seed);
    visit("world_start", workspace.world_start);
    visit("clock_speed", workspace.clock_speed);
    visit("world_incarnation", workspace.world_incarnation);
    visit("world_now", workspace.world_now);
  }
};

template <>
struct Described<App> {
  static constexpr std::string_view kTable = "apps";
  static constexpr std::array<std::string_view, 1> kKey = {"id"};
  template <class V, class R>
  static void Visit(V&& visit, R& app) {
    visit("id", app.id);
    visit("display_name", app.display_name);
    visit("environment", app.environment);
    visit("tiktok_app_id", app.tiktok_app_id);
    visit("secret", app.secret);
    visit("tier", app.tier);
    visit("redirect_uris", app.redirect_uris);
    visit("create_time", app.create_time);
  }
};

template <>
struct Described<ApiKey> {
  static constexpr std::string_view kTable = "api_keys";
  static constexpr std::array<std::string_view, 2> kKey = {"workspace", "id"};
  template <class V, class R>
  static void Visit(V&& visit, R& key) {
    visit("workspace", key.workspace);
    visit("id", key.id);
    visit("display_name", key.display_name);
    visit("role", key.role);
    visit("secret_hash", key.secret_hash);
    visit("create_time", key.create_time);
    visit("expire_time", key.expire_time);
    visit("revoke_time", key.revoke_time);
    visit("calls_per_second", key.limit.calls_per_second);
    visit("burst", key.limit.burst);
    visit("last_use_time", key.last_use_time);
    visit("old_secret_hash", key.old_secret_hash);
    visit("old_secret_end", key.old_secret_end);
  }
};

template <>
struct Described<RequestIdUse> {
  static constexpr std::string_view kTable = "request_ids";
  static constexpr std::array<std::string_view, 4> kKey = {"workspace", "principal", "method",
                                                           "request_id"};
  template <class V, class R>
  static void Visit(V&& visit, R& use) {
    visit("workspace", use.workspace);
    visit("principal", use.principal);
    visit("method", use.method);
    visit("request_id", use.request_id);
    visit("digest", use.digest);
    visit("resource", use.resource);
    visit("create_time", use.create_time);
  }
};

absl::StatusOr<std::optional<Workspace>> SqlWorkspaceTable::Get(const std::string& id) const {
  return SelectByKey<Workspace>(connection_, {id});
}

absl::StatusOr<std::vector<Workspace>> SqlWorkspaceTable::List(const Page& page) const {
  Query query(TableOf<Workspace>().select);
  return SelectAll<Workspace>(connection_, PagedById(query, page));
}

absl::Status SqlWorkspaceTable::Insert(const Workspace& workspace) {
  return sql::Insert(connection_, workspace);
}

absl::Status SqlWorkspaceTable::Update(const Workspace& workspace) {
  return sql::Update(connection_, workspace);
}

absl::Status SqlWorkspaceTable::Erase(const std::string& id, bool keep_access) {
  const auto of_workspace = [&](const auto& record) { return record.workspace == id; };
  std::erase_if(appended_.events, of_workspace);
  std::erase_if(appended_.audit, of_workspace);
  return EraseWorkspaceRows(connection_, id, keep_access);
}

absl::Status SqlWorkspaceTable::CopyRows(const std::string& from, const std::string& to,
                                         bool with_events) {
  return CopyWorkspaceRows(connection_, from, to, with_events);
}

absl::StatusOr<std::optional<App>> SqlAppTable::Get(const std::string& id) const {
  return SelectByKey<App>(connection_, {id});
}

absl::StatusOr<std::vector<App>> SqlAppTable::List(const Page& page) const {
  Query query(TableOf<App>().select);
  return SelectAll<App>(connection_, PagedById(query, page));
}

absl::StatusOr<bool> SqlAppTable::InUse(const std::string& id) const {
  SG_ASSIGN_OR_RETURN(
      const std::optional<int64_t> one,
      SelectNumber(connection_, "SELECT 1 FROM workspaces WHERE app_id = ? LIMIT 1", {id}));
  return one.has_value();
}

absl::Status SqlAppTable::Insert(const App& app) { return sql::Insert(connection_, app); }

absl::Status SqlAppTable::Update(const App& app) { return sql::Update(connection_, app); }

absl::Status SqlAppTable::Erase(const std::string& id) {
  return Change(connection_, "DELETE FROM apps WHERE id = ?", {id}).status();
}

absl::StatusOr<std::optional<ApiKey>> SqlApiKeyTable::Get(const std::string& workspace,
                                                          const std::string& id) const {
  return SelectByKey<ApiKey>(connection_, {workspace, id});
}

absl::StatusOr<std::optional<ApiKey>> SqlApiKeyTable::FindByHash(
    const std::string& secret_hash) const {
  static const auto* const kSql =
      new std::string(TableOf<ApiKey>().select + " WHERE secret_hash = ? OR old_secret_hash = ?");
  return SelectOne<ApiKey>(connection_, *kSql, {secret_hash, secret_hash});
}

absl::StatusOr<std::vector<ApiKey>> SqlApiKeyTable::List(const std::string& workspace,
                                                         const Page& page) const {
  Query query(TableOf<ApiKey>().select);
  query.Where("workspace = ?", {workspace});
  return SelectAll<ApiKey>(connection_, PagedById(query, page));
}

absl::Status SqlApiKeyTable::Insert(const ApiKey& key) { return sql::Insert(connection_, key); }

absl::Status SqlApiKeyTable::Update(const ApiKey& key) { return sql::Update(connection_, key); }

absl::StatusOr<std::optional<RequestIdUse>> SqlRequestIdTable::Get(
    const std::string& workspace, const std::string& principal, const std::string& method,
    const std::string& request_id) const {
  return SelectByKey<RequestIdUse>(connection_, {workspace, principal, method, request_id});
}

absl::Status SqlRequestIdTable::Insert(const RequestIdUse& use) {
  return sql::Insert(connection_, use);
}

absl::Status SqlRequestIdTable::Erase(const std::string& workspace, const std::string& principal,
                                      const std::string& method, const std::string& request_id) {
  return Change(connection_,
                "DELETE FROM request_ids WHERE workspace = ? AND principal = ? AND method = ? AND "
                "request_id = ?",
                {workspace, principal, method, request_id})
      .status();
}

absl::Status SqlRequestIdTable::EraseBefore(absl::Time create_time) {
  return Change(connection_, "DELETE FROM request_ids WHERE create_time < ?", {Number(create_time)})
      .status();
}

}  // namespace sparkgate::server::sql
