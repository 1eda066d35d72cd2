#include "server/store/sql/connection.h"

#include <utility>

#include <soci/soci.h>

#include "base/error.h"

namespace sparkgate::server::sql {
namespace {

bool TransactionSurvives(const absl::Status& status) {
  return absl::IsAborted(status) || absl::IsInvalidArgument(status);
}

}  // namespace

Connection::Connection(std::unique_ptr<soci::session> session, const Engine& engine)
    : session_(std::move(session)), engine_(engine) {}

Connection::~Connection() = default;

absl::StatusOr<Statement*> Connection::Prepare(const std::string& sql,
                                               std::span<const CellType> parameters,
                                               std::span<const CellType> columns) {
  if (!failure_.ok()) return failure_;
  const auto found = statements_.find(sql);
  if (found != statements_.end()) return found->second.get();
  try {
    auto statement = std::make_unique<Statement>(*session_, sql, parameters, columns);
    return statements_.emplace(sql, std::move(statement)).first->second.get();
  } catch (const std::exception& error) {
    return Caught(nullptr, error);
  }
}

template <class Action>
absl::StatusOr<bool> Connection::Guarded(Statement* statement, Action action) {
  try {
    return action();
  } catch (const std::exception& error) {
    return Caught(statement, error);
  }
}

absl::StatusOr<bool> Connection::Execute(Statement* statement) {
  for (const Cell& cell : statement->parameters()) {
    if (cell.text.find('\0') != std::string::npos) {
      return InvalidField("text", "must not contain a NUL character");
    }
  }
  return Guarded(statement, [&] { return statement->Execute(); });
}

absl::StatusOr<bool> Connection::Fetch(Statement* statement) {
  return Guarded(statement, [&] { return statement->Fetch(); });
}

absl::Status Connection::Command(const std::string& sql) {
  SG_ASSIGN_OR_RETURN(Statement * statement, Prepare(sql, {}, {}));
  return Execute(statement).status();
}

bool Connection::InTransaction() const { return engine_.InTransaction(*session_); }

absl::Status Connection::Recover() {
  failure_ = absl::OkStatus();
  if (!InTransaction()) return absl::OkStatus();
  return Command("ROLLBACK");
}

std::vector<std::string> Connection::PreparedSql() const {
  std::vector<std::string> all;
  for (const auto& [sql, statement] : statements_) all.push_back(sql);
  return all;
}

absl::Status Connection::Caught(const Statement* statement, const std::exception& error) {
  absl::Status status = engine_.Translate(*session_, error);
  // SOCI gives a failed statement back to the engine: it can't run again.
  if (statement != nullptr) {
    absl::erase_if(statements_, [&](const auto& entry) { return entry.second.get() == statement; });
  }
  if (!TransactionSurvives(status)) failure_ = status;
  return status;
}

}  // namespace sparkgate::server::sql
