#include "server/store/sql/record.h"

#include <algorithm>

#include <fmt/format.h>

namespace sparkgate::server::sql {

Table::Table(std::string_view table_name, std::span<const std::string_view> key,
             std::span<const Column> columns)
    : name(table_name) {
  std::vector<std::string> names, marks, sets, excluded;
  std::vector<CellType> key_types;
  for (const Column& column : columns) {
    types.push_back(column.type);
    names.emplace_back(column.name);
    marks.emplace_back("?");
    if (std::ranges::find(key, column.name) != key.end()) {
      key_types.push_back(column.type);
      continue;
    }
    update_types.push_back(column.type);
    sets.push_back(fmt::format("{} = ?", column.name));
    excluded.push_back(fmt::format("{0} = excluded.{0}", column.name));
  }
  // An update's parameters are the other columns, then the key's, each in the columns' order.
  size_t next_other = 0;
  size_t next_key = sets.size();
  for (const Column& column : columns) {
    const bool is_key = std::ranges::find(key, column.name) != key.end();
    update_positions.push_back(is_key ? next_key++ : next_other++);
  }
  update_types.insert(update_types.end(), key_types.begin(), key_types.end());

  const std::string where = fmt::format(" WHERE {} = ?", fmt::join(key, " = ? AND "));
  select = fmt::format("SELECT {} FROM {}", fmt::join(names, ", "), name);
  select_by_key = select + where;
  insert = fmt::format("INSERT INTO {} ({}) VALUES ({})", name, fmt::join(names, ", "),
                       fmt::join(marks, ", "));
  upsert = fmt::format("{} ON CONFLICT ({}) DO UPDATE SET {}", insert, fmt::join(key, ", "),
                       fmt::join(excluded, ", "));
  update = fmt::format("UPDATE {} SET {}{}", name, fmt::join(sets, ", "), where);
}

}  // namespace sparkgate::server::sql
