#include "server/store/sql/workspace_rows.h"

#include <fmt/format.h>

#include "server/store/sql/query.h"

namespace sparkgate::server::sql {
namespace {

constexpr std::string_view kContent[] = {
    "creators",  "advertisers", "ad_accounts", "connect_states", "codes", "spark_posts",
    "campaigns", "ad_groups",   "ads",         "operations",     "work",  "events",
    "audit_log", "ordinals",    "request_ids",
};
constexpr std::string_view kAccess[] = {"api_keys", "sequences"};

}  // namespace

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
