#include "simulator/control/lookup.h"

#include <utility>

namespace sparkgate::simulator {

absl::StatusOr<WorldEntry> WorldOf(const Worlds& worlds, std::string_view field,
                                   std::string_view name) {
  SG_ASSIGN_OR_RETURN(const std::string id, ParseWorldName(field, name));
  return worlds.Get(id);
}

absl::StatusOr<ChildEntry> ChildOf(const Worlds& worlds, std::string_view field,
                                   std::string_view name, std::string_view collection) {
  SG_ASSIGN_OR_RETURN(Child child, ParseChildName(field, name, collection));
  SG_ASSIGN_OR_RETURN(WorldEntry entry, worlds.Get(child.world_id));
  return ChildEntry{.world = std::move(entry.world), .id = std::move(child.id)};
}

absl::Status NotInWorld(const WorldState& state, std::string_view type, std::string_view collection,
                        std::string_view id) {
  return ResourceNotFound(fmt::format("sparkgate.simulator/{}", type),
                          ChildName(state.id, collection, id));
}

}  // namespace sparkgate::simulator
