// The tables of server/store/access_tables.h in SQL. One transaction, one thread.
#ifndef SPARKGATE_SERVER_STORE_SQL_ACCESS_TABLES_H_
#define SPARKGATE_SERVER_STORE_SQL_ACCESS_TABLES_H_

#include "server/store/access_tables.h"
#include "server/store/sql/appended.h"
#include "server/store/sql/connection.h"

namespace sparkgate::server::sql {

class SqlWorkspaceTable final : public WorkspaceTable {
 public:
  SqlWorkspaceTable(Connection& connection, Appended& appended)
      : connection_(connection), appended_(appended) {}
  absl::StatusOr<std::optional<Workspace>> Get(const std::string& id) const override;
  absl::StatusOr<std::vector<Workspace>> List(const Page& page) const override;
  absl::Status Insert(const Workspace& workspace) override;
  absl::Status Update(const Workspace& workspace) override;
  absl::Status Erase(const std::string& id, bool keep_access) override;
  absl::Status CopyRows(const std::string& from, const std::string& to, bool with_events) override;

 private:
  Connection& connection_;
  Appended& appended_;
};

class SqlAppTable final : public AppTable {
 public:
  explicit SqlAppTable(Connection& connection) : connection_(connection) {}
  absl::StatusOr<std::optional<App>> Get(const std::string& id) const override;
  absl::StatusOr<std::vector<App>> List(const Page& page) const override;
  absl::StatusOr<bool> InUse(const std::string& id) const override;
  absl::Status Insert(const App& app) override;
  absl::Status Update(const App& app) override;
  absl::Status Erase(const std::string& id) override;

 private:
  Connection& connection_;
};

class SqlApiKeyTable final : public ApiKeyTable {
 public:
  explicit SqlApiKeyTable(Connection& connection) : connection_(connection) {}
  absl::StatusOr<std::optional<ApiKey>> Get(const std::string& workspace,
                                            const std::string& id) const override;
  absl::StatusOr<std::optional<ApiKey>> FindByHash(const std::string& secret_hash) const override;
  absl::StatusOr<std::vector<ApiKey>> List(const std::string& workspace,
                                           const Page& page) const override;
  absl::Status Insert(const ApiKey& key) override;
  absl::Status Update(const ApiKey& key) override;

 private:
  Connection& connection_;
};

class SqlRequestIdTable final : public RequestIdTable {
 public:
  explicit SqlRequestIdTable(Connection& connection) : connection_(connection) {}
  absl::StatusOr<std::optional<RequestIdUse>> Get(const std::string& workspace,
                                                  const std::string& principal,
                                                  const std::string& method,
                                                  const std::string& request_id) const override;
  absl::Status Insert(const RequestIdUse& use) override;
  absl::Status Erase(const std::string& workspace, const std::string& principal,
                     const std::string& method, const std::string& request_id) override;
  absl::Status EraseBefore(absl::Time create_time) override;

 private:
  Connection& connection_;
};

}  // namespace sparkgate::server::sql

#endif  // SPARKGATE_SERVER_STORE_SQL_ACCESS_TABLES_H_
