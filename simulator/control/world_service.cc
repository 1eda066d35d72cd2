#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <google/protobuf/empty.pb.h>

#include "base/error.h"
#include "simulator/control/advance_call.h"
#include "simulator/control/follow_session.h"
#include "simulator/control/lookup.h"
#include "simulator/control/mutate.h"
#include "simulator/control/paging.h"
#include "simulator/control/register.h"
#include "simulator/control/service.h"
#include "simulator/control/times.h"
#include "simulator/control/world_conversions.h"
#include "simulator/control/world_copies.h"
#include "simulator/world/seeding.h"
#include "simulator/world/spending/history.h"

namespace sparkgate::simulator {
namespace {

using google::protobuf::Empty;

absl::StatusOr<v1::World> CreateWorld(Worlds& worlds, const v1::CreateWorldRequest& request) {
  return Mutate<v1::World>(worlds, request, [&]() -> absl::StatusOr<v1::World> {
    SG_ASSIGN_OR_RETURN(const WorldEntry entry, worlds.Create(FromProto(request)));
    return entry.world->Read([](const WorldState& state) { return ToProto(state); });
  });
}

absl::StatusOr<v1::World> GetWorld(Worlds& worlds, const v1::GetWorldRequest& request) {
  SG_ASSIGN_OR_RETURN(const WorldEntry entry, WorldOf(worlds, "name", request.name()));
  return entry.world->Read([](const WorldState& state) { return ToProto(state); });
}

absl::StatusOr<v1::ListWorldsResponse> ListWorlds(Worlds& worlds,
                                                  const v1::ListWorldsRequest& request) {
  SG_ASSIGN_OR_RETURN(const Page page, PageOf("worlds", request));
  v1::ListWorldsResponse response;
  const std::vector<WorldEntry> entries = worlds.List(page.after, page.size + 1);
  for (size_t i = 0; i < entries.size() && i < page.size; ++i) {
    *response.add_worlds() =
        entries[i].world->Read([](const WorldState& state) { return ToProto(state); });
  }
  if (entries.size() > page.size) {
    response.set_next_page_token(PageToken("worlds", entries[page.size - 1].world->id()));
  }
  return response;
}

// Applies one path of an update mask to copies of what it changes.
absl::Status ApplyPath(std::string_view path, const v1::World& wanted, Switches& switches,
                       double& speed, absl::Duration& ttl) {
  constexpr std::string_view kOneSwitch = "switches.";
  if (path == "clock_speed") {
    SG_RETURN_IF_ERROR(CheckSpeed("world.clock_speed", wanted.clock_speed()));
    speed = wanted.clock_speed();
  } else if (path == "ttl") {
    ttl = ToDuration(wanted.ttl());
    SG_RETURN_IF_ERROR(CheckTtl("world.ttl", ttl));
  } else if (path == "switches") {
    switches = Switches();
    for (const auto& [name, value] : wanted.switches()) {
      SG_RETURN_IF_ERROR(switches.Set(name, value));
    }
  } else if (path.starts_with(kOneSwitch)) {
    const std::string name(path.substr(kOneSwitch.size()));
    const SwitchSpec* spec = FindSwitch(name);
    const auto value = wanted.switches().find(name);
    const bool given = value != wanted.switches().end();
    const std::string_view fallback = spec == nullptr ? "" : spec->default_value;
    return switches.Set(name, given ? std::string_view(value->second) : fallback);
  } else {
    return InvalidField("update_mask", "Paths: clock_speed, ttl, switches, switches.<name>.");
  }
  return absl::OkStatus();
}

absl::StatusOr<v1::World> UpdateWorld(Worlds& worlds, const v1::UpdateWorldRequest& request) {
  SG_ASSIGN_OR_RETURN(const WorldEntry entry,
                      WorldOf(worlds, "world.name", request.world().name()));
  if (request.update_mask().paths().empty()) {
    return InvalidField("update_mask", "Say what to change.");
  }
  SG_ASSIGN_OR_RETURN(
      v1::World updated,
      Mutate<v1::World>(*entry.world, request, [&](WorldState& state) -> absl::StatusOr<v1::World> {
        Switches switches = state.switches;
        double speed = state.speed;
        absl::Duration ttl = state.ttl;
        for (const std::string& path : request.update_mask().paths()) {
          SG_RETURN_IF_ERROR(ApplyPath(path, request.world(), switches, speed, ttl));
        }
        const bool switched = switches != state.switches;
        state.switches = std::move(switches);
        if (switched) NoteSwitches(state);
        state.speed = speed;
        state.ttl = ttl;
        return ToProto(state);
      }));
  entry.clock->Changed();
  return updated;
}

absl::StatusOr<Empty> DeleteWorld(Worlds& worlds, const v1::DeleteWorldRequest& request) {
  SG_ASSIGN_OR_RETURN(const std::string id, ParseWorldName("name", request.name()));
  return Mutate<Empty>(worlds, request, [&]() -> absl::StatusOr<Empty> {
    SG_RETURN_IF_ERROR(worlds.Delete(id));
    return Empty();
  });
}

absl::StatusOr<v1::ListSwitchesResponse> ListSwitches(Worlds&,
                                                      const v1::ListSwitchesRequest& request) {
  SG_ASSIGN_OR_RETURN(const Page page, PageOf("switches", request));
  v1::ListSwitchesResponse response;
  for (const SwitchSpec* spec : AllSwitches()) {
    if (spec->name <= page.after) continue;
    if (static_cast<size_t>(response.switches_size()) == page.size) {
      const std::string& last = response.switches(response.switches_size() - 1).name();
      response.set_next_page_token(PageToken("switches", last));
      break;
    }
    *response.add_switches() = ToProto(*spec);
  }
  return response;
}

absl::StatusOr<v1::App> RegisterApp(Worlds& worlds, const v1::RegisterAppRequest& request) {
  SG_ASSIGN_OR_RETURN(const WorldEntry entry, WorldOf(worlds, "world", request.world()));
  SG_ASSIGN_OR_RETURN(const App app, FromProto(request.app()));
  return Mutate<v1::App>(*entry.world, request,
                         [&app](WorldState& state) -> absl::StatusOr<v1::App> {
                           state.apps.insert_or_assign(app.id, app);
                           return ToProto(state, app);
                         });
}

// How many of both, with the defaults that the proto tells.
absl::StatusOr<Seeding> SeedingOf(const v1::SeedWorldRequest& request) {
  constexpr int64_t kPostsEach = 5;
  Seeding seeding;
  if (request.creator_count() != 0) seeding.creators = request.creator_count();
  if (seeding.creators < 1 || seeding.creators > kMostSeededCreators) {
    return InvalidField("creator_count", fmt::format("1 to {}, or 0.", kMostSeededCreators));
  }
  seeding.posts = std::min(kPostsEach * seeding.creators, kMostSeededPosts);
  if (request.post_count() != 0) seeding.posts = std::max(request.post_count(), 0);
  if (request.post_count() < -1 || seeding.posts > kMostSeededPosts) {
    return InvalidField("post_count", fmt::format("1 to {}, 0 or -1.", kMostSeededPosts));
  }
  return seeding;
}

absl::StatusOr<v1::SeedWorldResponse> FillWorld(Worlds& worlds,
                                                const v1::SeedWorldRequest& request) {
  SG_ASSIGN_OR_RETURN(const WorldEntry entry, WorldOf(worlds, "world", request.world()));
  SG_ASSIGN_OR_RETURN(const Seeding seeding, SeedingOf(request));
  return Mutate<v1::SeedWorldResponse>(
      *entry.world, request,
      [&seeding](WorldState& state) -> absl::StatusOr<v1::SeedWorldResponse> {
        SG_ASSIGN_OR_RETURN(const Seeded seeded, SeedWorld(state, seeding));
        v1::SeedWorldResponse response;
        response.set_creator_count(static_cast<int32_t>(seeded.creators));
        response.set_post_count(static_cast<int32_t>(seeded.posts));
        response.set_code_option_count(static_cast<int32_t>(seeded.with_code_option));
        response.set_max_follower_count(seeded.most_followers);
        return response;
      });
}

absl::StatusOr<v1::World> RegisterFollower(Worlds& worlds,
                                           const v1::RegisterFollowerRequest& request) {
  SG_ASSIGN_OR_RETURN(const WorldEntry entry, WorldOf(worlds, "world", request.world()));
  SG_RETURN_IF_ERROR(CheckFollowerId("follower_id", request.follower_id()));
  SG_ASSIGN_OR_RETURN(v1::World world,
                      Mutate<v1::World>(*entry.world, request,
                                        [&request](WorldState& state) -> absl::StatusOr<v1::World> {
                                          state.followers.insert(request.follower_id());
                                          return ToProto(state);
                                        }));
  entry.clock->Changed();
  return world;
}

absl::StatusOr<v1::World> UnregisterFollower(Worlds& worlds,
                                             const v1::UnregisterFollowerRequest& request) {
  SG_ASSIGN_OR_RETURN(const WorldEntry entry, WorldOf(worlds, "world", request.world()));
  SG_ASSIGN_OR_RETURN(v1::World world,
                      Mutate<v1::World>(*entry.world, request,
                                        [&request](WorldState& state) -> absl::StatusOr<v1::World> {
                                          state.followers.erase(request.follower_id());
                                          return ToProto(state);
                                        }));
  entry.clock->Changed();
  return world;
}

absl::StatusOr<v1::Clock> GetClock(Worlds& worlds, const v1::GetClockRequest& request) {
  SG_ASSIGN_OR_RETURN(const WorldEntry entry, WorldOf(worlds, "world", request.world()));
  return ToProto(entry.clock->Look());
}

}  // namespace

void RegisterWorldService(rpc::MethodTable& table, Worlds& worlds, Executor& executor) {
  Service service(table, worlds, "WorldService");
  service.Unary("CreateWorld", CreateWorld);
  service.Unary("GetWorld", GetWorld);
  service.Unary("ListWorlds", ListWorlds);
  service.Unary("UpdateWorld", UpdateWorld);
  service.Unary("DeleteWorld", DeleteWorld);
  service.Unary("ListSwitches", ListSwitches);
  service.Unary("SeedWorld", FillWorld);
  service.Unary("RegisterApp", RegisterApp);
  service.Unary("RegisterFollower", RegisterFollower);
  service.Unary("UnregisterFollower", UnregisterFollower);
  service.Unary("GetClock", GetClock);
  RegisterWorldCopies(service, table, worlds);
  table.Stream<v1::AdvanceRequest, v1::AdvanceResponse>(
      "sparkgate.simulator.v1.WorldService/Advance", kOpen,
      [&worlds](rpc::CallContext&, const v1::AdvanceRequest& request,
                std::shared_ptr<AdvanceStream> stream) {
        ServeAdvance(worlds, request, std::move(stream));
      });
  table.Bidi<v1::FollowClockRequest, v1::FollowClockResponse>(
      "sparkgate.simulator.v1.WorldService/FollowClock", kOpen,
      [&worlds, &executor](rpc::CallContext&, std::shared_ptr<FollowStream> stream) {
        FollowSession::Serve(worlds, executor, std::move(stream));
      });
}

}  // namespace sparkgate::simulator
