// YAML with errors that say where they are: "story.yaml:12: …". May throw what yaml-cpp throws:
// LoadScenario catches it.
#ifndef SPARKGATE_SIMULATOR_APP_SCENARIO_YAML_READER_H_
#define SPARKGATE_SIMULATOR_APP_SCENARIO_YAML_READER_H_

#include <string>
#include <string_view>
#include <vector>

#include <absl/status/status.h>
#include <absl/status/statusor.h>
#include <boost/json/value.hpp>
#include <yaml-cpp/yaml.h>

namespace sparkgate::simulator {

// SCENARIO_INVALID. `line` from 1.
absl::Status ScenarioInvalid(std::string_view file, int line, std::string_view problem);

class YamlReader {
 public:
  explicit YamlReader(std::string file) : file_(std::move(file)) {}

  static int LineOf(const YAML::Node& node) { return node.Mark().line + 1; }
  absl::Status Wrong(const YAML::Node& node, std::string_view problem) const;

  // A map with some of these keys, each once.
  absl::Status CheckMap(const YAML::Node& node, std::string_view what,
                        const std::vector<std::string_view>& keys) const;
  absl::StatusOr<std::string> Text(const YAML::Node& node, std::string_view what) const;
  absl::StatusOr<bool> Flag(const YAML::Node& node, std::string_view what) const;
  // What is written without quotes and looks like a number, true, false or null, is one.
  absl::StatusOr<boost::json::value> Json(const YAML::Node& node);
  absl::StatusOr<boost::json::object> JsonObject(const YAML::Node& node, std::string_view what);

  const std::string& file() const { return file_; }

 private:
  absl::StatusOr<boost::json::value> Json(const YAML::Node& node, int depth);

  const std::string file_;
  int nodes_ = 0;  // converted so far: aliases can make a small file huge
};

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_APP_SCENARIO_YAML_READER_H_
