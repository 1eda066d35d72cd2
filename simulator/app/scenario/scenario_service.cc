#include "simulator/app/scenario/scenario_service.h"

#include <memory>
#include <string>
#include <utility>

#include "base/error.h"
#include "simulator/app/scenario/load.h"
#include "simulator/control/lookup.h"
#include "simulator/control/mutate.h"
#include "simulator/control/names.h"
#include "simulator/control/paging.h"
#include "simulator/control/service.h"
#include "simulator/control/times.h"
#include "sparkgate/simulator/v1/scenario_service.pb.h"

namespace sparkgate::simulator {
namespace {

constexpr std::string_view kScenarios = "scenarios";
constexpr std::string_view kService = "sparkgate.simulator.v1.ScenarioService/";

v1::ScenarioState ToProto(ScenarioReport::State state) {
  switch (state) {
    case ScenarioReport::State::kPlaying:
      return v1::SCENARIO_STATE_PLAYING;
    case ScenarioReport::State::kDone:
      return v1::SCENARIO_STATE_DONE;
    case ScenarioReport::State::kFailed:
      return v1::SCENARIO_STATE_FAILED;
  }
  return v1::SCENARIO_STATE_UNSPECIFIED;
}

v1::Scenario ToProto(const WorldEntry& entry, const LiveScenario& live) {
  const Scenario& scenario = live.scenario();
  const ScenarioReport report = live.report();
  v1::Scenario out;
  out.set_name(ChildName(entry.world->id(), kScenarios, scenario.name));
  out.set_tells(scenario.tells);
  out.set_state(ToProto(report.state));
  out.set_seed(entry.world->Read([](const WorldState& state) { return state.random.seed(); }));
  SetTime(out.mutable_start_time(), report.start_time);
  for (size_t i = 0; i < scenario.steps.size(); ++i) {
    const ScenarioStep& step = scenario.steps[i];
    v1::Scenario::Step& told = *out.add_steps();
    told.set_number(static_cast<int32_t>(i + 1));
    told.set_title(step.title);
    SetTime(told.mutable_due_time(), report.start_time + step.at);
    told.set_played(i < report.played);
    told.set_line(step.line);
    if (i + 1 == report.played) told.set_problem(report.problem);
  }
  if (report.played == 0) out.set_problem(report.problem);
  return out;
}

absl::StatusOr<v1::Scenario> Shown(const Worlds& worlds, const Scenarios& scenarios,
                                   const std::string& name) {
  SG_ASSIGN_OR_RETURN(const Child child, ParseChildName("name", name, kScenarios));
  SG_ASSIGN_OR_RETURN(const WorldEntry entry, worlds.Get(child.world_id));
  const std::shared_ptr<LiveScenario> live = scenarios.Find(entry, child.id);
  if (live == nullptr) return ResourceNotFound("sparkgate.simulator/Scenario", name);
  return ToProto(entry, *live);
}

absl::StatusOr<v1::Scenario> Start(Worlds& worlds, Scenarios& scenarios,
                                   const v1::StartScenarioRequest& request) {
  std::shared_ptr<LiveScenario> fresh;
  SG_ASSIGN_OR_RETURN(
      const v1::Scenario placed,
      Mutate<v1::Scenario>(worlds, request, [&]() -> absl::StatusOr<v1::Scenario> {
        SG_ASSIGN_OR_RETURN(Scenario scenario,
                            LoadScenario(request.text(), "text", scenarios.faces().table()));
        SG_ASSIGN_OR_RETURN(const PlacedScenario made,
                            scenarios.Place(std::move(scenario), request.world_id()));
        fresh = made.live;
        return ToProto(made.entry, *made.live);
      }));
  // Not above: steps may be calls that are remembered there as well.
  if (fresh != nullptr) fresh->Begin();
  return Shown(worlds, scenarios, placed.name());
}

absl::StatusOr<v1::ListScenariosResponse> List(const Worlds& worlds, const Scenarios& scenarios,
                                               const v1::ListScenariosRequest& request) {
  SG_ASSIGN_OR_RETURN(const WorldEntry entry, WorldOf(worlds, "world", request.world()));
  SG_ASSIGN_OR_RETURN(const Page page, PageOf(kScenarios, request));
  v1::ListScenariosResponse response;
  for (const std::shared_ptr<LiveScenario>& live : scenarios.List(entry, page.after)) {
    const int told = response.scenarios_size();
    if (static_cast<size_t>(told) == page.size) {
      const std::string& last = response.scenarios(told - 1).name();
      response.set_next_page_token(PageToken(kScenarios, last.substr(last.rfind('/') + 1)));
      break;
    }
    *response.add_scenarios() = ToProto(entry, *live);
  }
  return response;
}

}  // namespace

void RegisterScenarioService(rpc::MethodTable& table, Worlds& worlds, Scenarios& scenarios) {
  table.Unary<v1::StartScenarioRequest, v1::Scenario>(
      std::string(kService) + "StartScenario", kOpen,
      [&](rpc::CallContext&, const v1::StartScenarioRequest& request) {
        return Start(worlds, scenarios, request);
      });
  table.Unary<v1::GetScenarioRequest, v1::Scenario>(
      std::string(kService) + "GetScenario", kOpen,
      [&](rpc::CallContext&, const v1::GetScenarioRequest& request) {
        return Shown(worlds, scenarios, request.name());
      });
  table.Unary<v1::ListScenariosRequest, v1::ListScenariosResponse>(
      std::string(kService) + "ListScenarios", kOpen,
      [&](rpc::CallContext&, const v1::ListScenariosRequest& request) {
        return List(worlds, scenarios, request);
      });
}

}  // namespace sparkgate::simulator
