// What a person can do in a story: the RPCs of the people's services, by name. Whatever is in the
// method table is there, so a new RPC needs no line here.
#ifndef SPARKGATE_SIMULATOR_APP_SCENARIO_VERBS_H_
#define SPARKGATE_SIMULATOR_APP_SCENARIO_VERBS_H_

#include <string>
#include <string_view>

#include "rpc/method_table.h"

namespace sparkgate::simulator {

struct VerbLookup {
  const rpc::MethodTable::Method* method = nullptr;  // null: see `problem`
  std::string problem;
};

// "CreatorAppService.DeleteCode", or "DeleteCode" where one service has it. Not those that make,
// delete or move worlds, nor streams, nor ScenarioService: a story lives in one world, whose clock
// plays it.
VerbLookup FindVerb(const rpc::MethodTable& table, std::string_view name);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_APP_SCENARIO_VERBS_H_
