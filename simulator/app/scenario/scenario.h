// A story as it was read: plain data. docs/scenarios.md says what each part means.
#ifndef SPARKGATE_SIMULATOR_APP_SCENARIO_SCENARIO_H_
#define SPARKGATE_SIMULATOR_APP_SCENARIO_SCENARIO_H_

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <absl/time/time.h>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

namespace sparkgate::simulator {

struct ScenarioActor {
  enum class Kind { kCreator, kAdvertiser };

  std::string name;
  Kind kind = Kind::kCreator;
  boost::json::object account;  // fields of CreatorAccount or AdAccount
  bool payment_method = true;   // of an advertiser, as the balance
  double balance = 1'000;       // in units of its currency
};

struct ScenarioStep {
  enum class Kind {
    kAct,   // an RPC of the people's services
    kCall,  // a call of TikTok's API
  };

  int line = 0;  // in the file, from 1
  std::string title;
  absl::Duration at;  // after the start
  Kind kind = Kind::kAct;
  std::string target;  // "/sparkgate.simulator.v1.CreatorAppService/DeleteCode", "tt_video/info"
  std::string method;  // of a call: GET or POST
  std::string as;      // of a call: the actor whose token it carries; "": none
  boost::json::object with;
  std::vector<std::pair<std::string, std::string>> save;           // variable, path of the answer
  std::vector<std::pair<std::string, boost::json::value>> expect;  // path, what should be there
};

struct Scenario {
  std::string file;  // where it is from, for messages
  std::string name;
  std::string tells;
  std::string seed;  // "": the world's id
  std::optional<absl::Time> start_time;
  std::map<std::string, std::string> switches;
  std::vector<ScenarioActor> actors;
  std::vector<ScenarioStep> steps;  // in order of time
};

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_APP_SCENARIO_SCENARIO_H_
