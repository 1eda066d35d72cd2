#include "simulator/app/scenario/load.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "base/error.h"
#include "simulator/app/scenario/load_step.h"
#include "simulator/app/scenario/request_fields.h"
#include "simulator/app/scenario/variables.h"
#include "simulator/app/scenario/yaml_reader.h"
#include "simulator/world/switches.h"
#include "sparkgate/simulator/v1/ads_manager_service.pb.h"
#include "sparkgate/simulator/v1/creator_app_service.pb.h"

namespace sparkgate::simulator {
namespace {

constexpr size_t kMostSteps = 1'000;

bool IsName(std::string_view name) {
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  };
  return !name.empty() && name.size() <= 60 && std::ranges::all_of(name, allowed);
}

absl::Status ReadWorld(const YamlReader& reader, const YAML::Node& node, Scenario& scenario) {
  if (!node.IsDefined()) return absl::OkStatus();
  SG_RETURN_IF_ERROR(reader.CheckMap(node, "world", {"start_time", "switches"}));
  if (const YAML::Node start = node["start_time"]; start.IsDefined()) {
    SG_ASSIGN_OR_RETURN(const std::string text, reader.Text(start, "start_time"));
    absl::Time time;
    if (!absl::ParseTime(absl::RFC3339_full, text, &time, nullptr)) {
      return reader.Wrong(start, "start_time is like 2026-01-01T00:00:00Z.");
    }
    scenario.start_time = time;
  }
  const YAML::Node switches = node["switches"];
  if (!switches.IsDefined()) return absl::OkStatus();
  if (!switches.IsMap()) return reader.Wrong(switches, "switches is a map of names to values.");
  Switches known;
  for (const auto& entry : switches) {
    SG_ASSIGN_OR_RETURN(const std::string name, reader.Text(entry.first, "A switch's name"));
    SG_ASSIGN_OR_RETURN(const std::string value, reader.Text(entry.second, "A switch's value"));
    const absl::Status set = known.Set(name, value);
    if (!set.ok()) return reader.Wrong(entry.first, std::string(set.message()));
    scenario.switches[name] = value;
  }
  return absl::OkStatus();
}

absl::StatusOr<ScenarioActor> ReadActor(YamlReader& reader, const std::string& name,
                                        const YAML::Node& node) {
  ScenarioActor actor;
  actor.name = name;
  SG_RETURN_IF_ERROR(
      reader.CheckMap(node, "an actor", {"creator", "advertiser", "payment_method", "balance"}));
  const YAML::Node creator = node["creator"];
  const YAML::Node advertiser = node["advertiser"];
  if (creator.IsDefined() == advertiser.IsDefined()) {
    return reader.Wrong(node, "An actor is either a creator or an advertiser.");
  }
  const bool is_creator = creator.IsDefined();
  actor.kind = is_creator ? ScenarioActor::Kind::kCreator : ScenarioActor::Kind::kAdvertiser;
  const YAML::Node& account = is_creator ? creator : advertiser;
  SG_RETURN_IF_ERROR(
      CheckFields(reader, account,
                  is_creator ? *v1::CreatorAccount::descriptor() : *v1::AdAccount::descriptor()));
  SG_ASSIGN_OR_RETURN(actor.account, reader.JsonObject(account, "An account"));
  if (const YAML::Node attached = node["payment_method"]; attached.IsDefined()) {
    if (is_creator) return reader.Wrong(attached, "A creator has no payment_method.");
    SG_ASSIGN_OR_RETURN(actor.payment_method, reader.Flag(attached, "payment_method"));
  }
  if (const YAML::Node balance = node["balance"]; balance.IsDefined()) {
    SG_ASSIGN_OR_RETURN(const boost::json::value value, reader.Json(balance));
    constexpr double kMost = 1e9;
    if (is_creator || !value.is_number() || value.to_number<double>() < 0 ||
        value.to_number<double>() > kMost) {
      return reader.Wrong(balance, "balance is an advertiser's money, 0 to 1000000000.");
    }
    actor.balance = value.to_number<double>();
  }
  return actor;
}

absl::Status ReadActors(YamlReader& reader, const YAML::Node& node, Scenario& scenario) {
  if (!node.IsDefined()) return absl::OkStatus();
  if (!node.IsMap()) return reader.Wrong(node, "actors is a map of names to who they are.");
  std::set<std::string> seen = {"world", "now", "app"};
  for (const auto& entry : node) {
    SG_ASSIGN_OR_RETURN(const std::string name, reader.Text(entry.first, "An actor's name"));
    if (!IsVariableName(name) || name.find('.') != std::string::npos) {
      return reader.Wrong(entry.first, "An actor's name is lower-case letters, digits and '_'.");
    }
    if (!seen.insert(name).second) {
      return reader.Wrong(entry.first, fmt::format("\"{}\" is somebody else.", name));
    }
    SG_ASSIGN_OR_RETURN(ScenarioActor actor, ReadActor(reader, name, entry.second));
    scenario.actors.push_back(std::move(actor));
  }
  return absl::OkStatus();
}

absl::Status ReadSteps(YamlReader& reader, const YAML::Node& node, const rpc::MethodTable& table,
                       Scenario& scenario) {
  if (!node.IsSequence() || node.size() == 0 || node.size() > kMostSteps) {
    return reader.Wrong(node, fmt::format("steps is a list of 1 to {} steps.", kMostSteps));
  }
  StepLoader loader(reader, table, scenario.actors);
  for (const YAML::Node& step : node) {
    SG_ASSIGN_OR_RETURN(ScenarioStep read, loader.Read(step));
    scenario.steps.push_back(std::move(read));
  }
  return absl::OkStatus();
}

absl::StatusOr<Scenario> Load(YamlReader& reader, const YAML::Node& root,
                              const rpc::MethodTable& table) {
  Scenario scenario;
  scenario.file = reader.file();
  SG_RETURN_IF_ERROR(
      reader.CheckMap(root, "a story", {"name", "tells", "seed", "world", "actors", "steps"}));
  for (const char* key : {"name", "tells", "steps"}) {
    if (!root[key].IsDefined()) return reader.Wrong(root, fmt::format("\"{}\" is missing.", key));
  }
  SG_ASSIGN_OR_RETURN(scenario.name, reader.Text(root["name"], "name"));
  if (!IsName(scenario.name)) {
    return reader.Wrong(root["name"], "name is 1 to 60 lower-case letters, digits and '-'.");
  }
  SG_ASSIGN_OR_RETURN(scenario.tells, reader.Text(root["tells"], "tells"));
  if (const YAML::Node seed = root["seed"]; seed.IsDefined()) {
    SG_ASSIGN_OR_RETURN(scenario.seed, reader.Text(seed, "seed"));
  }
  SG_RETURN_IF_ERROR(ReadWorld(reader, root["world"], scenario));
  SG_RETURN_IF_ERROR(ReadActors(reader, root["actors"], scenario));
  SG_RETURN_IF_ERROR(ReadSteps(reader, root["steps"], table, scenario));
  return scenario;
}

}  // namespace

absl::StatusOr<Scenario> LoadScenario(std::string_view text, std::string_view file,
                                      const rpc::MethodTable& table) {
  if (text.size() > kLongestScenario) {
    return ScenarioInvalid(file, 1, fmt::format("It is longer than {} bytes.", kLongestScenario));
  }
  try {  // nothing that yaml-cpp throws leaves this file
    YamlReader reader{std::string(file)};
    const YAML::Node root = YAML::Load(std::string(text));
    if (!root.IsMap()) return ScenarioInvalid(file, 1, "A story is a map of keys to values.");
    return Load(reader, root, table);
  } catch (const YAML::Exception& error) {
    return ScenarioInvalid(file, error.mark.line + 1, fmt::format("No YAML: {}.", error.msg));
  }
}

}  // namespace sparkgate::simulator
