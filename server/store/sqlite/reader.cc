#include "server/store/sqlite/reader.h"

#include <utility>

#include <soci/soci.h>

#include "base/error.h"
#include "server/store/sqlite/session.h"

namespace sparkgate::server::sqlite {

absl::StatusOr<std::unique_ptr<SqliteReader>> SqliteReader::Open(const std::string& path,
                                                                 const sql::Engine& engine) {
  SG_ASSIGN_OR_RETURN(Session session, Session::Open(path));
  SG_RETURN_IF_ERROR(session.Run("PRAGMA query_only = 1; PRAGMA cache_size = -8192"));
  return std::make_unique<SqliteReader>(
      std::make_unique<sql::Connection>(std::move(session).Release(), engine));
}

SqliteReader::SqliteReader(std::unique_ptr<sql::Connection> connection)
    : connection_(std::move(connection)), transaction_(*connection_) {}

absl::Status SqliteReader::Read(const Store::ReadFn& fn) {
  if (!connection_->failure().ok()) SG_RETURN_IF_ERROR(connection_->Recover());
  // BEGIN takes nothing yet: the first statement opens the snapshot. It costs less than finding out
  // whether a second statement will come.
  SG_RETURN_IF_ERROR(connection_->Command("BEGIN"));
  absl::Status status = fn(transaction_);
  if (status.ok()) status = connection_->failure();
  if (const absl::Status end = connection_->Recover(); status.ok()) status = end;
  return status;
}

absl::Status SqliteReader::ReadPoint(const Store::ReadFn& fn) {
  if (!connection_->failure().ok()) SG_RETURN_IF_ERROR(connection_->Recover());
  const absl::Status status = fn(transaction_);
  return status.ok() ? connection_->failure() : status;
}

}  // namespace sparkgate::server::sqlite
