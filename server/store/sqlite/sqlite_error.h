// SQLite's result codes in the store's vocabulary (server/store/store.h). Every sentence names the
// file and says what to do. Only the engine's own files may include this: SOCI's header puts
// sqlite3.h into a namespace.
#ifndef SPARKGATE_SERVER_STORE_SQLITE_SQLITE_ERROR_H_
#define SPARKGATE_SERVER_STORE_SQLITE_SQLITE_ERROR_H_

#include <string>

#include <absl/status/status.h>
#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include "server/store/sql/engine.h"

namespace sparkgate::server::sqlite {

sqlite_api::sqlite3* Handle(soci::session& session);

absl::Status Corrupt(const std::string& path);

// What the latest call on `handle` failed of.
absl::Status LastError(sqlite_api::sqlite3* handle, const std::string& path);

class SqliteEngine final : public sql::Engine {
 public:
  explicit SqliteEngine(std::string path) : path_(std::move(path)) {}
  absl::Status Translate(soci::session& session, const std::exception& error) const override;
  bool InTransaction(soci::session& session) const override;

 private:
  const std::string path_;
};

}  // namespace sparkgate::server::sqlite

#endif  // SPARKGATE_SERVER_STORE_SQLITE_SQLITE_ERROR_H_
