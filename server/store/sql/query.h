// Running described records and hand-written conditions over a connection. Everything here is read
// to its end before it returns, so no statement outlives its call.
#ifndef SPARKGATE_SERVER_STORE_SQL_QUERY_H_
#define SPARKGATE_SERVER_STORE_SQL_QUERY_H_

#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <absl/status/statusor.h>

#include "base/error.h"
#include "server/store/sql/connection.h"
#include "server/store/sql/record.h"

namespace sparkgate::server::sql {

using Arg = std::variant<int64_t, std::string_view>;
using Args = std::span<const Arg>;

inline Arg Number(absl::Time time) { return ToMicros(time); }
template <class T>
requires(std::is_integral_v<T> || std::is_enum_v<T>) Arg Number(T value) {
  return static_cast<int64_t>(value);
}

// A SELECT that grows condition by condition, and with it the arguments of its '?'s. The arguments'
// text is the caller's and must outlive the query.
class Query {
 public:
  explicit Query(std::string_view select) : sql_(select) {}

  Query& Where(std::string_view condition, std::initializer_list<Arg> args = {}) {
    sql_ += args_.empty() && !filtered_ ? " WHERE " : " AND ";
    filtered_ = true;
    return Then(condition, args);
  }
  Query& Then(std::string_view text, std::initializer_list<Arg> args = {}) {
    sql_ += text;
    args_.insert(args_.end(), args);
    return *this;
  }

  const std::string& sql() const { return sql_; }
  Args args() const { return args_; }

 private:
  std::string sql_;
  std::vector<Arg> args_;
  bool filtered_ = false;
};

// The prepared statement of `sql` with `args` bound.
absl::StatusOr<Statement*> Bind(Connection& connection, const std::string& sql, Args args,
                                std::span<const CellType> columns);
// Runs what returns no rows; the number of rows it changed.
absl::StatusOr<int64_t> Change(Connection& connection, const std::string& sql,
                               std::initializer_list<Arg> args);
// One number; nullopt for no row or NULL.
absl::StatusOr<std::optional<int64_t>> SelectNumber(Connection& connection, const std::string& sql,
                                                    std::initializer_list<Arg> args);
// DATA_LOSS, STORAGE_ROW_CORRUPT: a column of `table` holds what was never put there.
absl::Status UnreadableRow(std::string_view table);

template <class R>
absl::StatusOr<std::vector<R>> SelectAll(Connection& connection, const std::string& sql,
                                         Args args) {
  const Table& table = TableOf<R>();
  SG_ASSIGN_OR_RETURN(Statement * statement, Bind(connection, sql, args, table.types));
  std::vector<R> records;
  bool readable = true;
  SG_ASSIGN_OR_RETURN(bool row, connection.Execute(statement));
  while (row) {
    Cell* cell = statement->columns().data();
    Described<R>::Visit(
        [&](std::string_view, auto& field) { readable = Load(*cell++, field) && readable; },
        records.emplace_back());
    SG_ASSIGN_OR_RETURN(row, connection.Fetch(statement));
  }
  if (!readable) return UnreadableRow(table.name);
  return records;
}

template <class R>
absl::StatusOr<std::vector<R>> SelectAll(Connection& connection, const Query& query) {
  return SelectAll<R>(connection, query.sql(), query.args());
}

// The first row.
template <class R>
absl::StatusOr<std::optional<R>> SelectOne(Connection& connection, const std::string& sql,
                                           std::initializer_list<Arg> args) {
  SG_ASSIGN_OR_RETURN(std::vector<R> records, SelectAll<R>(connection, sql, Args(args)));
  if (records.empty()) return std::optional<R>();
  return std::optional<R>(std::move(records.front()));
}

template <class R>
absl::StatusOr<std::optional<R>> SelectByKey(Connection& connection,
                                             std::initializer_list<Arg> key) {
  return SelectOne<R>(connection, TableOf<R>().select_by_key, key);
}

template <class R>
void FillIn(Statement* statement, const R& record) {
  Cell* cell = statement->parameters().data();
  Described<R>::Visit([&](std::string_view, const auto& field) { Save(*cell++, field); }, record);
}

// ABORTED, STORAGE_CONFLICT if the key, or a unique column, is taken.
template <class R>
absl::Status Insert(Connection& connection, const R& record) {
  const Table& table = TableOf<R>();
  SG_ASSIGN_OR_RETURN(Statement * statement, connection.Prepare(table.insert, table.types, {}));
  FillIn(statement, record);
  return connection.Execute(statement).status();
}

// Inserts or replaces by key.
template <class R>
absl::Status Upsert(Connection& connection, const R& record) {
  const Table& table = TableOf<R>();
  SG_ASSIGN_OR_RETURN(Statement * statement, connection.Prepare(table.upsert, table.types, {}));
  FillIn(statement, record);
  return connection.Execute(statement).status();
}

// NOT_FOUND if there is no row of this key.
template <class R>
absl::Status Update(Connection& connection, const R& record) {
  const Table& table = TableOf<R>();
  SG_ASSIGN_OR_RETURN(Statement * statement,
                      connection.Prepare(table.update, table.update_types, {}));
  const size_t* position = table.update_positions.data();
  Described<R>::Visit([&](std::string_view,
                          const auto& field) { Save(statement->parameters()[*position++], field); },
                      record);
  SG_RETURN_IF_ERROR(connection.Execute(statement).status());
  if (statement->affected_rows() > 0) return absl::OkStatus();
  return ResourceNotFound(table.name, "(no row of this key)");
}

}  // namespace sparkgate::server::sql

#endif  // SPARKGATE_SERVER_STORE_SQL_QUERY_H_
