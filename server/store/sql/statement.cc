#include "server/store/sql/statement.h"

#include <fmt/format.h>
#include <soci/soci.h>

namespace sparkgate::server::sql {
namespace {

std::vector<Cell> Buffers(std::span<const CellType> types) {
  std::vector<Cell> cells(types.size());
  for (size_t i = 0; i < types.size(); ++i) cells[i].type = types[i];
  return cells;
}

// SOCI wants names, which PostgreSQL turns into $1, $2, …
std::string Named(const std::string& sql) {
  std::string named;
  int count = 0;
  for (const char c : sql) {
    if (c == '?') {
      named += fmt::format(":p{}", ++count);
    } else {
      named += c;
    }
  }
  return named;
}

}  // namespace

struct Statement::Soci {
  explicit Soci(soci::session& session) : statement(session) {}

  std::vector<soci::indicator> parameters;
  std::vector<soci::indicator> columns;
  soci::statement statement;  // last: it points to the others, and goes first
};

Statement::Statement(soci::session& session, const std::string& sql,
                     std::span<const CellType> parameters, std::span<const CellType> columns)
    : parameters_(Buffers(parameters)),
      columns_(Buffers(columns)),
      soci_(std::make_unique<Soci>(session)) {
  soci_->parameters.resize(parameters.size(), soci::i_ok);
  soci_->columns.resize(columns.size(), soci::i_ok);
  soci::statement& statement = soci_->statement;
  for (size_t i = 0; i < parameters_.size(); ++i) {
    Cell& cell = parameters_[i];
    soci::indicator& indicator = soci_->parameters[i];
    switch (cell.type) {
      case CellType::kInteger:
        statement.exchange(soci::use(cell.integer, indicator));
        break;
      case CellType::kReal:
        statement.exchange(soci::use(cell.real, indicator));
        break;
      case CellType::kText:
        statement.exchange(soci::use(cell.text, indicator));
        break;
    }
  }
  for (size_t i = 0; i < columns_.size(); ++i) {
    Cell& cell = columns_[i];
    soci::indicator& indicator = soci_->columns[i];
    switch (cell.type) {
      case CellType::kInteger:
        statement.exchange(soci::into(cell.integer, indicator));
        break;
      case CellType::kReal:
        statement.exchange(soci::into(cell.real, indicator));
        break;
      case CellType::kText:
        statement.exchange(soci::into(cell.text, indicator));
        break;
    }
  }
  statement.alloc();
  statement.prepare(Named(sql));
  statement.define_and_bind();
}

Statement::~Statement() = default;

bool Statement::Execute() {
  for (size_t i = 0; i < parameters_.size(); ++i) {
    soci_->parameters[i] = parameters_[i].null ? soci::i_null : soci::i_ok;
  }
  const bool row = soci_->statement.execute(/*withDataExchange=*/true);
  // Without columns there are no rows, whatever SOCI answers.
  if (!row || columns_.empty()) return false;
  for (size_t i = 0; i < columns_.size(); ++i) {
    columns_[i].null = soci_->columns[i] == soci::i_null;
  }
  return true;
}

bool Statement::Fetch() {
  if (!soci_->statement.fetch()) return false;
  for (size_t i = 0; i < columns_.size(); ++i) {
    columns_[i].null = soci_->columns[i] == soci::i_null;
  }
  return true;
}

long long Statement::affected_rows() { return soci_->statement.get_affected_rows(); }

}  // namespace sparkgate::server::sql
