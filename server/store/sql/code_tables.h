// The tables of server/store/code_tables.h in SQL. One transaction, one thread.
#ifndef SPARKGATE_SERVER_STORE_SQL_CODE_TABLES_H_
#define SPARKGATE_SERVER_STORE_SQL_CODE_TABLES_H_

#include "server/store/code_tables.h"
#include "server/store/sql/connection.h"

namespace sparkgate::server::sql {

class SqlCodeTable final : public CodeTable {
 public:
  explicit SqlCodeTable(Connection& connection) : connection_(connection) {}
  absl::StatusOr<std::optional<Code>> Get(const std::string& workspace,
                                          const std::string& id) const override;
  absl::StatusOr<std::optional<TimedCode>> GetTimed(const std::string& workspace,
                                                    const std::string& id) const override;
  absl::StatusOr<std::optional<Code>> FindByLookup(const std::string& workspace,
                                                   const std::string& lookup_hash) const override;
  absl::StatusOr<std::optional<Code>> FindByPost(const std::string& workspace,
                                                 const std::string& creator,
                                                 const std::string& item_id) const override;
  absl::StatusOr<bool> HasDeleted(const std::string& workspace, const std::string& creator,
                                  const std::string& item_id) const override;
  absl::StatusOr<std::vector<Code>> List(const std::string& workspace, const Filter& filter,
                                         const Page& page) const override;
  absl::Status Put(const Code& code) override;

 private:
  Connection& connection_;
};

class SqlSparkPostTable final : public SparkPostTable {
 public:
  explicit SqlSparkPostTable(Connection& connection) : connection_(connection) {}
  absl::StatusOr<std::optional<SparkPost>> Get(const std::string& workspace,
                                               const std::string& ad_account,
                                               const std::string& item_id) const override;
  absl::StatusOr<std::vector<SparkPost>> List(const std::string& workspace, const Filter& filter,
                                              const Page& page) const override;
  std::string PageKey(const SparkPost& post) const override;
  absl::StatusOr<std::vector<SparkPost>> ListByItem(const std::string& workspace,
                                                    const std::string& item_id) const override;
  absl::StatusOr<int64_t> Count(const std::string& workspace,
                                const std::string& ad_account) const override;
  absl::Status Put(const SparkPost& post) override;

 private:
  Connection& connection_;
};

}  // namespace sparkgate::server::sql

#endif  // SPARKGATE_SERVER_STORE_SQL_CODE_TABLES_H_
