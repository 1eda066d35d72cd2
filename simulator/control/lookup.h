// From a resource name to what it names. Pure, but for the worlds' own locks.
#ifndef SPARKGATE_SIMULATOR_CONTROL_LOOKUP_H_
#define SPARKGATE_SIMULATOR_CONTROL_LOOKUP_H_

#include <memory>
#include <string>
#include <string_view>

#include <absl/status/statusor.h>
#include <fmt/format.h>

#include "base/error.h"
#include "simulator/control/names.h"
#include "simulator/world/worlds.h"

namespace sparkgate::simulator {

// INVALID_FIELD or RESOURCE_NOT_FOUND.
absl::StatusOr<WorldEntry> WorldOf(const Worlds& worlds, std::string_view field,
                                   std::string_view name);

// The world of a child, and the child's id.
struct ChildEntry {
  std::shared_ptr<World> world;
  std::string id;
};
absl::StatusOr<ChildEntry> ChildOf(const Worlds& worlds, std::string_view field,
                                   std::string_view name, std::string_view collection);

// RESOURCE_NOT_FOUND of something in a world. `type` as in the protos, e.g. "Post".
absl::Status NotInWorld(const WorldState& state, std::string_view type, std::string_view collection,
                        std::string_view id);

// The row, or RESOURCE_NOT_FOUND.
template <class T>
absl::StatusOr<const T*> RowOf(const WorldState& state, const Table<T>& table,
                               std::string_view type, std::string_view collection,
                               std::string_view id) {
  const T* row = Find(table, id);
  if (row == nullptr) return NotInWorld(state, type, collection, id);
  return row;
}

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_CONTROL_LOOKUP_H_
