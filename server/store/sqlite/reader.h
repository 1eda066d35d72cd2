// A connection that only reads: each Read in a snapshot of its own, a ReadPoint as it comes. One
// thread at a time.
#ifndef SPARKGATE_SERVER_STORE_SQLITE_READER_H_
#define SPARKGATE_SERVER_STORE_SQLITE_READER_H_

#include <memory>
#include <string>

#include <absl/status/statusor.h>

#include "server/store/sql/connection.h"
#include "server/store/sql/transaction.h"
#include "server/store/store.h"

namespace sparkgate::server::sqlite {

class SqliteReader {
 public:
  // `engine` outlives the reader.
  static absl::StatusOr<std::unique_ptr<SqliteReader>> Open(const std::string& path,
                                                            const sql::Engine& engine);
  explicit SqliteReader(std::unique_ptr<sql::Connection> connection);
  absl::Status Read(const Store::ReadFn& fn);
  absl::Status ReadPoint(const Store::ReadFn& fn);
  sql::SqlTransaction& transaction() { return transaction_; }

 private:
  const std::unique_ptr<sql::Connection> connection_;
  sql::SqlTransaction transaction_;
};

}  // namespace sparkgate::server::sqlite

#endif  // SPARKGATE_SERVER_STORE_SQLITE_READER_H_
