#include "simulator/control/world_copies.h"

#include <utility>

#include "base/error.h"
#include "simulator/control/lookup.h"
#include "simulator/control/mutate.h"
#include "simulator/control/times.h"
#include "simulator/control/world_conversions.h"
#include "simulator/world/copies.h"
#include "simulator/world/persistence/world_diff.h"

namespace sparkgate::simulator {
namespace {

constexpr int kDefaultDifferences = 100;
constexpr int kMostDifferences = 1000;

v1::World Shown(const WorldEntry& entry) {
  return entry.world->Read([](const WorldState& state) { return ToProto(state); });
}

absl::StatusOr<v1::World> Fork(Worlds& worlds, const v1::ForkWorldRequest& request) {
  return Mutate<v1::World>(worlds, request, [&]() -> absl::StatusOr<v1::World> {
    SG_ASSIGN_OR_RETURN(const WorldEntry source, WorldOf(worlds, "name", request.name()));
    SG_ASSIGN_OR_RETURN(const WorldEntry copy, ForkWorld(worlds, source,
                                                         {.id = request.world_id(),
                                                          .ttl = ToDuration(request.ttl()),
                                                          .follower_id = request.follower_id()}));
    return Shown(copy);
  });
}

absl::StatusOr<v1::World> Restore(Worlds& worlds, const v1::RestoreWorldRequest& request) {
  return Mutate<v1::World>(worlds, request, [&]() -> absl::StatusOr<v1::World> {
    SG_ASSIGN_OR_RETURN(const WorldEntry target, WorldOf(worlds, "name", request.name()));
    SG_ASSIGN_OR_RETURN(const WorldEntry source, WorldOf(worlds, "source", request.source()));
    if (target.world == source.world) {
      return InvalidField("source", "Another world than the one that is to change.");
    }
    SG_RETURN_IF_ERROR(RestoreWorld(target, source, request.follower_id()));
    return Shown(target);
  });
}

absl::StatusOr<v1::DiffWorldsResponse> Diff(Worlds& worlds, const v1::DiffWorldsRequest& request) {
  SG_ASSIGN_OR_RETURN(const WorldEntry before, WorldOf(worlds, "name", request.name()));
  SG_ASSIGN_OR_RETURN(const WorldEntry after, WorldOf(worlds, "other", request.other()));
  const int most = request.max_differences() == 0 ? kDefaultDifferences : request.max_differences();
  if (most < 1 || most > kMostDifferences) return InvalidField("max_differences", "1 to 1000.");
  WorldDiff diff = DiffWorlds(before.world->Copy(), after.world->Copy(), static_cast<size_t>(most));
  v1::DiffWorldsResponse response;
  response.set_total(static_cast<int64_t>(diff.total));
  for (WorldDifference& difference : diff.differences) {
    v1::DiffWorldsResponse::Difference& shown = *response.add_differences();
    shown.set_path(std::move(difference.path));
    shown.set_old_value(std::move(difference.before));
    shown.set_new_value(std::move(difference.after));
  }
  return response;
}

}  // namespace

void RegisterWorldCopies(Service& service, rpc::MethodTable& table, Worlds& worlds) {
  service.Unary("ForkWorld", Fork);
  service.Unary("RestoreWorld", Restore);
  service.Unary("DiffWorlds", Diff);
  table.Stream<v1::ExportWorldRequest, v1::ExportWorldResponse>(
      "sparkgate.simulator.v1.WorldService/ExportWorld", kOpen,
      [&worlds](rpc::CallContext&, const v1::ExportWorldRequest& request, auto stream) {
        ServeExport(worlds, request, std::move(stream));
      });
  table.Bidi<v1::ImportWorldRequest, v1::World>(
      "sparkgate.simulator.v1.WorldService/ImportWorld", kOpen,
      [&worlds](rpc::CallContext&, auto stream) { ServeImport(worlds, std::move(stream)); });
}

}  // namespace sparkgate::simulator
