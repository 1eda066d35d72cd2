// The table of server/store/import_tables.h in SQL. One transaction, one thread.
#ifndef SPARKGATE_SERVER_STORE_SQL_IMPORT_TABLES_H_
#define SPARKGATE_SERVER_STORE_SQL_IMPORT_TABLES_H_

#include "server/store/import_tables.h"
#include "server/store/sql/connection.h"

namespace sparkgate::server::sql {

class SqlCodeImportTable final : public CodeImportTable {
 public:
  explicit SqlCodeImportTable(Connection& connection) : connection_(connection) {}
  absl::StatusOr<std::optional<CodeImport>> Get(const std::string& workspace,
                                                const std::string& id) const override;
  absl::Status Put(const CodeImport& code_import) override;
  absl::StatusOr<std::optional<int64_t>> FindItem(const std::string& workspace,
                                                  const std::string& code_import,
                                                  const std::string& lookup_hash) const override;
  absl::StatusOr<std::vector<ImportItem>> ListItems(const std::string& workspace,
                                                    const std::string& code_import,
                                                    std::optional<ImportItemState> state,
                                                    int64_t after, int limit) const override;
  absl::Status PutItem(const ImportItem& item) override;
  absl::StatusOr<int64_t> CancelWaiting(const std::string& workspace,
                                        const std::string& code_import) override;

 private:
  Connection& connection_;
};

}  // namespace sparkgate::server::sql

#endif  // SPARKGATE_SERVER_STORE_SQL_IMPORT_TABLES_H_
