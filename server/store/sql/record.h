// Records as rows. One description per record says everything: a specialization
//
//   template <> struct Described<Code> {
//     static constexpr std::string_view kTable = "codes";
//     static constexpr std::array<std::string_view, 2> kKey = {"workspace", "id"};
//     template <class V, class R> static void Visit(V&& visit, R& code) {
//       visit("workspace", code.workspace); …   // R is Code or const Code
//     }
//   };
//
// from which the statements of its table (TableOf), binding and reading follow.
#ifndef SPARKGATE_SERVER_STORE_SQL_RECORD_H_
#define SPARKGATE_SERVER_STORE_SQL_RECORD_H_

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "server/store/sql/cell.h"

namespace sparkgate::server::sql {

template <class R>
struct Described;

struct Column {
  std::string_view name;
  CellType type;
};

// A table's statements. Immutable.
struct Table {
  Table(std::string_view table_name, std::span<const std::string_view> key,
        std::span<const Column> columns);

  std::string_view name;
  std::vector<CellType> types;  // of the columns
  std::string select;           // "SELECT a, b, c FROM t"
  std::string select_by_key;    // … " WHERE a = ?"
  std::string insert;           // "INSERT INTO t (a, b, c) VALUES (?, ?, ?)"
  std::string upsert;           // … " ON CONFLICT (a) DO UPDATE SET b = excluded.b, …"
  std::string update;           // "UPDATE t SET b = ?, c = ? WHERE a = ?"
  // Which of update's parameters each column is, and their types.
  std::vector<size_t> update_positions;
  std::vector<CellType> update_types;
};

template <class R>
const Table& TableOf() {
  static const auto* const kTable = [] {
    std::vector<Column> columns;
    const R record{};
    Described<R>::Visit(
        [&]<class T>(std::string_view name, const T&) {
          columns.push_back({name, CellTypeOf<T>()});
        },
        record);
    return new Table(Described<R>::kTable, Described<R>::kKey, columns);
  }();
  return *kTable;
}

}  // namespace sparkgate::server::sql

#endif  // SPARKGATE_SERVER_STORE_SQL_RECORD_H_
