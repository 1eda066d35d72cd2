#include "server/store/sql/query.h"

#include <array>

#include <fmt/format.h>

namespace sparkgate::server::sql {

absl::StatusOr<Statement*> Bind(Connection& connection, const std::string& sql, Args args,
                                std::span<const CellType> columns) {
  std::array<CellType, 16> types{};  // no statement of ours has more conditions
  for (size_t i = 0; i < args.size(); ++i) {
    const bool number = std::holds_alternative<int64_t>(args[i]);
    types.at(i) = number ? CellType::kInteger : CellType::kText;
  }
  SG_ASSIGN_OR_RETURN(Statement * statement,
                      connection.Prepare(sql, std::span(types).first(args.size()), columns));
  for (size_t i = 0; i < args.size(); ++i) {
    Cell& cell = statement->parameters()[i];
    if (const auto* number = std::get_if<int64_t>(&args[i])) {
      cell.integer = *number;
    } else {
      cell.text = std::get<std::string_view>(args[i]);
    }
  }
  return statement;
}

absl::StatusOr<int64_t> Change(Connection& connection, const std::string& sql,
                               std::initializer_list<Arg> args) {
  SG_ASSIGN_OR_RETURN(Statement * statement, Bind(connection, sql, args, {}));
  SG_RETURN_IF_ERROR(connection.Execute(statement).status());
  return int64_t{statement->affected_rows()};
}

absl::StatusOr<std::optional<int64_t>> SelectNumber(Connection& connection, const std::string& sql,
                                                    std::initializer_list<Arg> args) {
  static constexpr std::array kNumber = {CellType::kInteger};
  SG_ASSIGN_OR_RETURN(Statement * statement, Bind(connection, sql, args, kNumber));
  std::optional<int64_t> number;
  SG_ASSIGN_OR_RETURN(bool row, connection.Execute(statement));
  while (row) {
    const Cell& cell = statement->columns().front();
    if (!number.has_value() && !cell.null) number = cell.integer;
    SG_ASSIGN_OR_RETURN(row, connection.Fetch(statement));
  }
  return number;
}

absl::Status UnreadableRow(std::string_view table) {
  return Error(absl::StatusCode::kDataLoss,
               fmt::format("a row of table {} can't be read: it isn't as it was written", table),
               {.reason = "STORAGE_ROW_CORRUPT", .who = Actor::kOperator});
}

}  // namespace sparkgate::server::sql
