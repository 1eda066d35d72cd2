#include "simulator/app/scenario/load_step.h"

#include <algorithm>
#include <utility>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/error.h"
#include "simulator/app/scenario/expectations.h"
#include "simulator/app/scenario/messages.h"
#include "simulator/app/scenario/request_fields.h"
#include "simulator/app/scenario/variables.h"
#include "simulator/app/scenario/verbs.h"
#include "simulator/business_api/endpoint.h"
#include "simulator/business_api/endpoints.h"

namespace sparkgate::simulator {
namespace {

namespace json = boost::json;

constexpr absl::Duration kLongestStory = absl::Hours(24 * 3660);

}  // namespace

StepLoader::StepLoader(YamlReader& reader, const rpc::MethodTable& table,
                       const std::vector<ScenarioActor>& actors)
    : reader_(reader), table_(table), known_{"world", "now", "app.id", "app.secret"} {
  for (const ScenarioActor& actor : actors) {
    actors_.insert(actor.name);
    known_.insert(actor.name);
    known_.insert(actor.name + ".token");
    if (actor.kind != ScenarioActor::Kind::kCreator) continue;
    known_.insert(actor.name + ".business_id");
    known_.insert(actor.name + ".refresh_token");
  }
}

absl::StatusOr<ScenarioStep> StepLoader::Read(const YAML::Node& node) {
  SG_RETURN_IF_ERROR(reader_.CheckMap(
      node, "a step", {"at", "title", "do", "call", "ad", "as", "with", "save", "expect"}));
  ScenarioStep step;
  step.line = YamlReader::LineOf(node);
  if (!node["title"].IsDefined()) return reader_.Wrong(node, "A step has a title.");
  SG_ASSIGN_OR_RETURN(step.title, reader_.Text(node["title"], "title"));
  SG_RETURN_IF_ERROR(ReadTime(node, step));
  const int kinds = node["do"].IsDefined() + node["call"].IsDefined() + node["ad"].IsDefined();
  if (kinds != 1) return reader_.Wrong(node, "A step has one of: do, call, ad.");
  if (node["do"].IsDefined()) {
    SG_RETURN_IF_ERROR(ReadAct(node, step));
  } else if (node["call"].IsDefined()) {
    SG_RETURN_IF_ERROR(ReadCall(node, step));
  } else {
    SG_RETURN_IF_ERROR(ReadAd(node, step));
  }
  SG_RETURN_IF_ERROR(ReadExpect(node, step));
  SG_RETURN_IF_ERROR(ReadSave(node, step));
  return step;
}

absl::Status StepLoader::ReadTime(const YAML::Node& node, ScenarioStep& step) {
  step.at = last_;
  const YAML::Node at = node["at"];
  if (!at.IsDefined()) return absl::OkStatus();
  SG_ASSIGN_OR_RETURN(const std::string text, reader_.Text(at, "at"));
  const std::optional<absl::Duration> time = ParseLength(text);
  if (!time.has_value() || *time > kLongestStory) {
    return reader_.Wrong(at, "at is a time after the start, e.g. 3d, 2h 30m or 90s.");
  }
  if (*time < last_) return reader_.Wrong(at, "This step comes before the one above it.");
  step.at = last_ = *time;
  return absl::OkStatus();
}

absl::Status StepLoader::ReadAct(const YAML::Node& node, ScenarioStep& step) {
  step.kind = ScenarioStep::Kind::kAct;
  SG_ASSIGN_OR_RETURN(const std::string verb, reader_.Text(node["do"], "do"));
  const VerbLookup found = FindVerb(table_, verb);
  if (found.method == nullptr) return reader_.Wrong(node["do"], found.problem);
  step.target = found.method->name;
  if (node["as"].IsDefined()) {
    return reader_.Wrong(node["as"], "Only a call has an \"as\"; whose act it is, its fields say.");
  }
  if (node["with"].IsDefined()) {
    SG_RETURN_IF_ERROR(
        CheckFields(reader_, node["with"], *found.method->request_prototype->GetDescriptor()));
  }
  return ReadWith(node, step);
}

absl::Status StepLoader::ReadCall(const YAML::Node& node, ScenarioStep& step) {
  step.kind = ScenarioStep::Kind::kCall;
  SG_ASSIGN_OR_RETURN(const std::string call, reader_.Text(node["call"], "call"));
  const size_t blank = call.find(' ');
  step.method = call.substr(0, blank);
  step.target = blank == std::string::npos ? "" : call.substr(blank + 1);
  const Endpoint* endpoint = FindEndpoint(step.target);
  if (endpoint == nullptr) {
    return reader_.Wrong(node["call"],
                         "call is a method and an endpoint that is simulated, without slashes at "
                         "its ends, e.g. POST tt_video/authorize (docs/fidelity.md lists them).");
  }
  if (endpoint->method() != step.method) {
    return reader_.Wrong(node["call"], fmt::format("{} is a {}.", step.target, endpoint->method()));
  }
  SG_RETURN_IF_ERROR(ReadAs(node, /*needed=*/false, step));
  return ReadWith(node, step);
}

// Short for GET ad/get of one ad; what is expected is expected of that ad.
absl::Status StepLoader::ReadAd(const YAML::Node& node, ScenarioStep& step) {
  step.kind = ScenarioStep::Kind::kCall;
  step.method = "GET";
  step.target = "ad/get";
  SG_ASSIGN_OR_RETURN(const std::string ad, reader_.Text(node["ad"], "ad"));
  if (node["with"].IsDefined()) return reader_.Wrong(node["with"], "An ad is read with nothing.");
  if (!node["expect"].IsDefined()) return reader_.Wrong(node, "What is expected of the ad?");
  SG_RETURN_IF_ERROR(ReadAs(node, /*needed=*/true, step));
  step.with = {{"advertiser_id", fmt::format("${}.id", step.as)},
               {"filtering", {{"ad_ids", json::array{ad}}, {"primary_status", "STATUS_ALL"}}}};
  return CheckVariables(node["ad"], step.with);
}

absl::Status StepLoader::ReadAs(const YAML::Node& node, bool needed, ScenarioStep& step) {
  const YAML::Node as = node["as"];
  if (!as.IsDefined()) {
    return needed ? reader_.Wrong(node, "\"as\" is missing: whose ad is it?") : absl::OkStatus();
  }
  SG_ASSIGN_OR_RETURN(step.as, reader_.Text(as, "as"));
  if (actors_.contains(step.as)) return absl::OkStatus();
  return reader_.Wrong(
      as, fmt::format("\"{}\" is no actor; there are: {}.", step.as, fmt::join(actors_, ", ")));
}

absl::Status StepLoader::ReadWith(const YAML::Node& node, ScenarioStep& step) {
  const YAML::Node with = node["with"];
  if (!with.IsDefined()) return absl::OkStatus();
  SG_ASSIGN_OR_RETURN(step.with, reader_.JsonObject(with, "with"));
  return CheckVariables(with, step.with);
}

absl::Status StepLoader::ReadExpect(const YAML::Node& node, ScenarioStep& step) {
  const std::string prefix = node["ad"].IsDefined() ? "data.list.0." : "";
  const bool call = step.kind == ScenarioStep::Kind::kCall;
  bool success = true;
  if (const YAML::Node expect = node["expect"]; expect.IsDefined()) {
    if (!expect.IsMap()) return reader_.Wrong(expect, "expect is a map of paths to values.");
    for (const auto& entry : expect) {
      SG_ASSIGN_OR_RETURN(const std::string path, reader_.Text(entry.first, "A path"));
      SG_ASSIGN_OR_RETURN(json::value value, reader_.Json(entry.second));
      SG_RETURN_IF_ERROR(CheckVariables(entry.second, value));
      const std::string wrong = CheckExpected(value);
      if (!wrong.empty()) return reader_.Wrong(entry.second, fmt::format("Expect {}.", wrong));
      success = success && prefix + path != (call ? "code" : "error");
      step.expect.emplace_back(prefix + path, std::move(value));
    }
  }
  // Where a story says nothing of failure it means success.
  if (success && call) step.expect.emplace(step.expect.begin(), "code", 0);
  if (success && !call) step.expect.emplace(step.expect.begin(), "error", "");
  return absl::OkStatus();
}

absl::Status StepLoader::ReadSave(const YAML::Node& node, ScenarioStep& step) {
  const YAML::Node save = node["save"];
  if (!save.IsDefined()) return absl::OkStatus();
  if (!save.IsMap()) return reader_.Wrong(save, "save is a map of variables to paths.");
  for (const auto& entry : save) {
    SG_ASSIGN_OR_RETURN(const std::string name, reader_.Text(entry.first, "A variable"));
    SG_ASSIGN_OR_RETURN(const std::string path, reader_.Text(entry.second, "A path"));
    if (!IsVariableName(name)) {
      return reader_.Wrong(entry.first,
                           "A variable's name is lower-case letters, digits, '_' and dots.");
    }
    known_.insert(name);
    step.save.emplace_back(name, path);
  }
  return absl::OkStatus();
}

absl::Status StepLoader::CheckVariables(const YAML::Node& node, const json::value& value) const {
  const std::string unknown = UnknownVariable(value, known_);
  if (unknown.empty()) return absl::OkStatus();
  return reader_.Wrong(node, fmt::format("${} is not known here; there are: ${}. ($$ is a dollar.)",
                                         unknown, fmt::join(known_, ", $")));
}

}  // namespace sparkgate::simulator
