#include "simulator/control/names.h"

#include <fmt/format.h>

#include "base/error.h"

namespace sparkgate::simulator {
namespace {

constexpr std::string_view kWorlds = "worlds/";

// The part up to the next '/', taken off `rest`.
std::string_view TakePart(std::string_view& rest) {
  const size_t slash = rest.find('/');
  const std::string_view part = rest.substr(0, slash);
  rest.remove_prefix(slash == std::string_view::npos ? rest.size() : slash + 1);
  return part;
}

}  // namespace

std::string WorldName(std::string_view world_id) { return fmt::format("worlds/{}", world_id); }

std::string ChildName(std::string_view world_id, std::string_view collection, std::string_view id) {
  return fmt::format("worlds/{}/{}/{}", world_id, collection, id);
}

absl::StatusOr<std::string> ParseWorldName(std::string_view field, std::string_view name) {
  if (name.starts_with(kWorlds)) {
    const std::string_view id = name.substr(kWorlds.size());
    if (!id.empty() && id.find('/') == std::string_view::npos) return std::string(id);
  }
  return InvalidField(field, "Of the form \"worlds/{id}\".");
}

absl::StatusOr<Child> ParseChildName(std::string_view field, std::string_view name,
                                     std::string_view collection) {
  std::string_view rest = name;
  const bool in_world = TakePart(rest) == "worlds";
  const std::string_view world = TakePart(rest);
  const bool in_collection = TakePart(rest) == collection;
  const bool last = rest.find('/') == std::string_view::npos;
  if (in_world && in_collection && last && !world.empty() && !rest.empty()) {
    return Child{.world_id = std::string(world), .id = std::string(rest)};
  }
  return InvalidField(field,
                      fmt::format("Of the form \"worlds/{{world}}/{}/{{id}}\".", collection));
}

std::string SubjectName(std::string_view world_id, std::string_view subject) {
  constexpr std::string_view kAdvertisers = "advertisers/";
  if (subject.starts_with(kAdvertisers)) {
    return ChildName(world_id, kAdAccounts, subject.substr(kAdvertisers.size()));
  }
  return subject.empty() ? "" : fmt::format("worlds/{}/{}", world_id, subject);
}

}  // namespace sparkgate::simulator
