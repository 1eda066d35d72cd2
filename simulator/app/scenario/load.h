// Reads a story. Everything that can be known before it plays is checked here, so that a mistake in
// the last step doesn't show after the others: keys, people's acts and their fields, endpoints,
// actors, variables, times.
#ifndef SPARKGATE_SIMULATOR_APP_SCENARIO_LOAD_H_
#define SPARKGATE_SIMULATOR_APP_SCENARIO_LOAD_H_

#include <string_view>

#include <absl/status/statusor.h>

#include "rpc/method_table.h"
#include "simulator/app/scenario/scenario.h"

namespace sparkgate::simulator {

inline constexpr size_t kLongestScenario = 256u << 10;  // bytes

// `file` is what errors call it. SCENARIO_INVALID: names file, line and what was expected there.
absl::StatusOr<Scenario> LoadScenario(std::string_view text, std::string_view file,
                                      const rpc::MethodTable& table);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_APP_SCENARIO_LOAD_H_
