// A connection to the database with its prepared statements, and the edge where exceptions end.
// One thread at a time.
//
// After an error that a transaction can't live through (anything but a taken key or a bad value)
// every further statement answers that error until Recover(): an engine may have ended the
// transaction by itself, and the next statement would commit alone.
#ifndef SPARKGATE_SERVER_STORE_SQL_CONNECTION_H_
#define SPARKGATE_SERVER_STORE_SQL_CONNECTION_H_

#include <memory>
#include <span>
#include <string>
#include <vector>

#include <absl/container/flat_hash_map.h>
#include <absl/status/status.h>
#include <absl/status/statusor.h>

#include "server/store/sql/engine.h"
#include "server/store/sql/statement.h"

namespace sparkgate::server::sql {

class Connection {
 public:
  // `engine` outlives the connection.
  Connection(std::unique_ptr<soci::session> session, const Engine& engine);
  ~Connection();

  // The prepared statement of this text, whose types are the same at each call.
  absl::StatusOr<Statement*> Prepare(const std::string& sql, std::span<const CellType> parameters,
                                     std::span<const CellType> columns);
  absl::StatusOr<bool> Execute(Statement* statement);
  absl::StatusOr<bool> Fetch(Statement* statement);

  // A statement without parameters and rows: BEGIN, COMMIT, SAVEPOINT, …
  absl::Status Command(const std::string& sql);

  // OK, or the error that this transaction died of.
  const absl::Status& failure() const { return failure_; }
  bool InTransaction() const;
  // Ends whatever transaction there is and makes the connection usable again.
  absl::Status Recover();
  // Back to work after ROLLBACK TO a savepoint, if the transaction still stands.
  void ForgetFailure() { failure_ = absl::OkStatus(); }

  soci::session& session() { return *session_; }
  std::vector<std::string> PreparedSql() const;

 private:
  absl::Status Caught(const Statement* statement, const std::exception& error);
  template <class Action>
  absl::StatusOr<bool> Guarded(Statement* statement, Action action);

  const std::unique_ptr<soci::session> session_;  // outlives the statements
  const Engine& engine_;
  absl::Status failure_;
  absl::flat_hash_map<std::string, std::unique_ptr<Statement>> statements_;
};

}  // namespace sparkgate::server::sql

#endif  // SPARKGATE_SERVER_STORE_SQL_CONNECTION_H_
