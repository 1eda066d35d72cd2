// Reads the steps of a story, one after another: each knows what those before it have saved.
#ifndef SPARKGATE_SIMULATOR_APP_SCENARIO_LOAD_STEP_H_
#define SPARKGATE_SIMULATOR_APP_SCENARIO_LOAD_STEP_H_

#include <set>
#include <string>
#include <vector>

#include <absl/status/status.h>
#include <absl/status/statusor.h>
#include <absl/time/time.h>

#include "rpc/method_table.h"
#include "simulator/app/scenario/scenario.h"
#include "simulator/app/scenario/yaml_reader.h"

namespace sparkgate::simulator {

class StepLoader {
 public:
  StepLoader(YamlReader& reader, const rpc::MethodTable& table,
             const std::vector<ScenarioActor>& actors);

  absl::StatusOr<ScenarioStep> Read(const YAML::Node& node);

 private:
  absl::Status ReadTime(const YAML::Node& node, ScenarioStep& step);
  absl::Status ReadAct(const YAML::Node& node, ScenarioStep& step);
  absl::Status ReadCall(const YAML::Node& node, ScenarioStep& step);
  absl::Status ReadAd(const YAML::Node& node, ScenarioStep& step);
  absl::Status ReadAs(const YAML::Node& node, bool needed, ScenarioStep& step);
  absl::Status ReadWith(const YAML::Node& node, ScenarioStep& step);
  absl::Status ReadSave(const YAML::Node& node, ScenarioStep& step);
  absl::Status ReadExpect(const YAML::Node& node, ScenarioStep& step);
  absl::Status CheckVariables(const YAML::Node& node, const boost::json::value& value) const;

  YamlReader& reader_;
  const rpc::MethodTable& table_;
  std::set<std::string, std::less<>> actors_;
  std::set<std::string, std::less<>> known_;  // variables so far
  absl::Duration last_;                       // time of the step before
};

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_APP_SCENARIO_LOAD_STEP_H_
