// The tables of server/store/record_tables.h in SQL. One transaction, one thread.
#ifndef SPARKGATE_SERVER_STORE_SQL_RECORD_TABLES_H_
#define SPARKGATE_SERVER_STORE_SQL_RECORD_TABLES_H_

#include "server/store/record_tables.h"
#include "server/store/sql/appended.h"
#include "server/store/sql/connection.h"

namespace sparkgate::server::sql {

class SqlOperationTable final : public OperationTable {
 public:
  explicit SqlOperationTable(Connection& connection) : connection_(connection) {}
  absl::StatusOr<std::optional<Operation>> Get(const std::string& workspace,
                                               const std::string& id) const override;
  absl::StatusOr<std::vector<Operation>> List(const std::string& workspace,
                                              std::optional<OperationState> state,
                                              const Page& page) const override;
  absl::StatusOr<std::vector<Operation>> ListItems(const std::string& workspace,
                                                   const std::string& parent) const override;
  absl::StatusOr<std::optional<Operation>> FindOpen(const std::string& workspace,
                                                    const std::string& kind,
                                                    const std::string& target) const override;
  absl::StatusOr<std::vector<Operation>> ListOrphans(const std::string& process) const override;
  absl::Status Put(const Operation& operation) override;
  absl::StatusOr<uint64_t> DrawOrdinal(const std::string& workspace,
                                       const std::string& name) override;

 private:
  Connection& connection_;
};

class SqlEventTable final : public EventTable {
 public:
  SqlEventTable(Connection& connection, Appended& appended)
      : connection_(connection), appended_(appended) {}
  absl::StatusOr<std::vector<Event>> List(const std::string& workspace, int64_t after,
                                          int limit) const override;
  absl::StatusOr<int64_t> LastNumber(const std::string& workspace) const override;
  absl::Status Append(const Event& event) override;

 private:
  Connection& connection_;
  Appended& appended_;
};

class SqlAuditTable final : public AuditTable {
 public:
  SqlAuditTable(Connection& connection, Appended& appended)
      : connection_(connection), appended_(appended) {}
  absl::StatusOr<std::vector<AuditEntry>> List(const std::string& workspace, int64_t after,
                                               int limit) const override;
  absl::StatusOr<std::vector<AuditEntry>> ListAbout(const std::string& workspace,
                                                    const std::string& item_id, int64_t after,
                                                    int limit) const override;
  absl::StatusOr<AuditHead> Head(const std::string& workspace) const override;
  absl::Status Append(const AuditEntry& entry) override;

 private:
  Connection& connection_;
  Appended& appended_;
};

class SqlWorkTable final : public WorkTable {
 public:
  explicit SqlWorkTable(Connection& connection) : connection_(connection) {}
  absl::StatusOr<std::vector<WorkItem>> ListDue(const std::string& workspace, absl::Time now,
                                                int limit) const override;
  absl::StatusOr<std::optional<absl::Time>> NextDue(const std::string& workspace) const override;
  absl::StatusOr<std::optional<WorkItem>> Get(const std::string& workspace, const std::string& kind,
                                              const std::string& subject) const override;
  absl::Status Put(const WorkItem& item) override;
  absl::Status Erase(const std::string& workspace, const std::string& kind,
                     const std::string& subject) override;

 private:
  Connection& connection_;
};

}  // namespace sparkgate::server::sql

#endif  // SPARKGATE_SERVER_STORE_SQL_RECORD_TABLES_H_
