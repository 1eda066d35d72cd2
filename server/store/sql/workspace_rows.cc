#include "server/store/sql/workspace_rows.h"

#include <algorithm>
#include <initializer_list>
#include <iterator>

#include <fmt/format.h>

#include "server/store/sql/query.h"

namespace sparkgate::server::sql {
namespace {

constexpr std::string_view kContent[] = {
    "creators",  "advertisers", "ad_accounts", "connect_states",     "codes",        "spark_posts",
    "campaigns", "ad_groups",   "ads",         "operations",         "work",         "events",
    "audit_log", "ordinals",    "request_ids", "webhook_deliveries", "code_imports", "import_items",
};
// Of the content, what isn't a copy's: who did what, was answered what and was told what happened
// elsewhere.
constexpr std::string_view kNotCopied[] = {"audit_log", "request_ids", "webhook_deliveries"};
// Columns that hold resource names, alone or within a text.
struct NameColumn {
  std::string_view table;
  std::string_view column;
};
constexpr NameColumn kNames[] = {
    {"events", "resource"},          {"events", "attributes"}, {"events", "operation"},
    {"operations", "target"},        {"operations", "result"}, {"operations", "arguments"},
    {"operations", "error_message"},
};
constexpr std::string_view kAccess[] = {"api_keys", "sequences", "webhook_endpoints"};

// Through a table of the connection's own, which has the columns that the table has.
absl::Status CopyTable(Connection& connection, std::string_view table, const std::string& from,
                       const std::string& to) {
  const auto run = [&](const std::string& sql, std::initializer_list<Arg> args) {
    return Change(connection, sql, args).status();
  };
  SG_RETURN_IF_ERROR(
      run(fmt::format("CREATE TEMP TABLE copied_rows AS SELECT * FROM {} WHERE 0 = 1", table), {}));
  SG_RETURN_IF_ERROR(run(
      fmt::format("INSERT INTO copied_rows SELECT * FROM {} WHERE workspace = ?", table), {from}));
  SG_RETURN_IF_ERROR(run("UPDATE copied_rows SET workspace = ?", {to}));
  const std::string old_name = fmt::format("workspaces/{}/", from);
  const std::string new_name = fmt::format("workspaces/{}/", to);
  for (const NameColumn& name : kNames) {
    if (name.table != table) continue;
    SG_RETURN_IF_ERROR(
        run(fmt::format("UPDATE copied_rows SET {0} = REPLACE({0} || '/', ?, ?)", name.column),
            {old_name, new_name}));
    SG_RETURN_IF_ERROR(run(
        fmt::format("UPDATE copied_rows SET {0} = SUBSTR({0}, 1, LENGTH({0}) - 1)", name.column),
        {}));
  }
  SG_RETURN_IF_ERROR(run(fmt::format("INSERT INTO {} SELECT * FROM copied_rows", table), {}));
  return run("DROP TABLE copied_rows", {});
}

}  // namespace

absl::Status CopyWorkspaceRows(Connection& connection, const std::string& from,
                               const std::string& to, bool with_events) {
  for (const std::string_view table : kContent) {
    if (std::ranges::find(kNotCopied, table) != std::end(kNotCopied)) continue;
    if (table == "events" && !with_events) continue;
    SG_RETURN_IF_ERROR(CopyTable(connection, table, from, to));
  }
  if (!with_events) return absl::OkStatus();
  return Change(connection,
                "INSERT INTO sequences (workspace, last_event, last_audit, audit_hash) "
                "SELECT ?, last_event, 0, '' FROM sequences WHERE workspace = ?",
                {to, from})
      .status();
}

absl::Status EraseWorkspaceRows(Connection& connection, const std::string& workspace,
                                bool keep_access) {
  const auto erase = [&](std::string_view table, std::string_view column) {
    const std::string sql = fmt::format("DELETE FROM {} WHERE {} = ?", table, column);
    return Change(connection, sql, {workspace}).status();
  };
  for (const std::string_view table : kContent) {
    SG_RETURN_IF_ERROR(erase(table, "workspace"));
  }
  if (keep_access) return absl::OkStatus();
  for (const std::string_view table : kAccess) {
    SG_RETURN_IF_ERROR(erase(table, "workspace"));
  }
  return erase("workspaces", "id");
}

}  // namespace sparkgate::server::sql
