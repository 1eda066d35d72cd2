// What a column holds, and how each type of the domain is kept in one: integers, reals and text
// only, so that every SQL engine agrees. Times and durations are microseconds, lists and maps JSON
// text, an absent time NULL. Pure.
#ifndef SPARKGATE_SERVER_STORE_SQL_CELL_H_
#define SPARKGATE_SERVER_STORE_SQL_CELL_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <absl/time/time.h>

#include "base/clock.h"
#include "server/domain/sealed.h"
#include "server/store/sql/json_text.h"

namespace sparkgate::server::sql {

enum class CellType { kInteger, kReal, kText };

// A bound parameter or a fetched column: a buffer with a stable address.
struct Cell {
  CellType type = CellType::kText;
  bool null = false;
  long long integer = 0;
  double real = 0;
  std::string text;
};

template <class T>
constexpr CellType CellTypeOf() {
  if constexpr (std::is_floating_point_v<T>) {
    return CellType::kReal;
  } else if constexpr (std::is_integral_v<T> || std::is_enum_v<T> ||
                       std::is_same_v<T, absl::Time> || std::is_same_v<T, absl::Duration> ||
                       std::is_same_v<T, std::optional<absl::Time>>) {
    return CellType::kInteger;
  } else {
    return CellType::kText;
  }
}

template <class T>
requires(std::is_integral_v<T> || std::is_enum_v<T>) void Save(Cell& cell, T value) {
  cell.integer = static_cast<long long>(value);
}
inline void Save(Cell& cell, double value) { cell.real = value; }
inline void Save(Cell& cell, absl::Time value) { cell.integer = ToMicros(value); }
inline void Save(Cell& cell, absl::Duration value) {
  cell.integer = absl::ToInt64Microseconds(value);
}
inline void Save(Cell& cell, const std::optional<absl::Time>& value) {
  cell.null = !value.has_value();
  if (value.has_value()) Save(cell, *value);
}
inline void Save(Cell& cell, const std::string& value) { cell.text = value; }
inline void Save(Cell& cell, const Sealed& value) { cell.text = value.text; }
inline void Save(Cell& cell, const std::vector<std::string>& value) {
  cell.text = ListToText(value);
}
inline void Save(Cell& cell, const std::map<std::string, std::string>& value) {
  cell.text = MapToText(value);
}
inline void Save(Cell& cell, const std::map<std::string, int64_t>& value) {
  cell.text = NumberMapToText(value);
}
template <class T>
requires(std::is_integral_v<T> || std::is_enum_v<T>) void Save(Cell& cell,
                                                               const std::vector<T>& value) {
  std::vector<int64_t> numbers;
  numbers.reserve(value.size());
  for (const T item : value) numbers.push_back(static_cast<int64_t>(item));
  cell.text = NumbersToText(numbers);
}

// Each takes the text out of the cell. False: the column holds what was never put there.
template <class T>
requires(std::is_integral_v<T> || std::is_enum_v<T>) bool Load(Cell& cell, T& value) {
  value = static_cast<T>(cell.integer);
  return true;
}
inline bool Load(Cell& cell, double& value) {
  value = cell.real;
  return true;
}
inline bool Load(Cell& cell, absl::Time& value) {
  value = FromMicros(cell.integer);
  return true;
}
inline bool Load(Cell& cell, absl::Duration& value) {
  value = absl::Microseconds(cell.integer);
  return true;
}
inline bool Load(Cell& cell, std::optional<absl::Time>& value) {
  value.reset();
  if (!cell.null) value = FromMicros(cell.integer);
  return true;
}
inline bool Load(Cell& cell, std::string& value) {
  value = std::move(cell.text);
  return true;
}
inline bool Load(Cell& cell, Sealed& value) { return Load(cell, value.text); }
inline bool Load(Cell& cell, std::vector<std::string>& value) {
  return TextToList(cell.text, value);
}
inline bool Load(Cell& cell, std::map<std::string, std::string>& value) {
  return TextToMap(cell.text, value);
}
inline bool Load(Cell& cell, std::map<std::string, int64_t>& value) {
  return TextToNumberMap(cell.text, value);
}
template <class T>
requires(std::is_integral_v<T> || std::is_enum_v<T>) bool Load(Cell& cell, std::vector<T>& value) {
  std::vector<int64_t> numbers;
  if (!TextToNumbers(cell.text, numbers)) return false;
  value.clear();
  for (const int64_t number : numbers) value.push_back(static_cast<T>(number));
  return true;
}

}  // namespace sparkgate::server::sql

#endif  // SPARKGATE_SERVER_STORE_SQL_CELL_H_
