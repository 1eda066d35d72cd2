// Tables of bulk imports and of what was found in their texts.
#ifndef SPARKGATE_SERVER_STORE_IMPORT_TABLES_H_
#define SPARKGATE_SERVER_STORE_IMPORT_TABLES_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <absl/status/statusor.h>

#include "server/domain/code_import.h"

namespace sparkgate::server {

class CodeImportTable {
 public:
  virtual ~CodeImportTable() = default;
  virtual absl::StatusOr<std::optional<CodeImport>> Get(const std::string& workspace,
                                                        const std::string& id) const = 0;
  virtual absl::Status Put(const CodeImport& code_import) = 0;

  // The item's number; nullopt if the import has no such code.
  virtual absl::StatusOr<std::optional<int64_t>> FindItem(const std::string& workspace,
                                                          const std::string& code_import,
                                                          const std::string& lookup_hash) const = 0;
  // Those after a number, by number.
  virtual absl::StatusOr<std::vector<ImportItem>> ListItems(const std::string& workspace,
                                                            const std::string& code_import,
                                                            std::optional<ImportItemState> state,
                                                            int64_t after, int limit) const = 0;
  virtual absl::Status PutItem(const ImportItem& item) = 0;
  // Makes those that wait CANCELLED and forgets their codes; returns how many they were.
  virtual absl::StatusOr<int64_t> CancelWaiting(const std::string& workspace,
                                                const std::string& code_import) = 0;
};

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_STORE_IMPORT_TABLES_H_
