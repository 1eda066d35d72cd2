// Brings a story's people into its world, as people do it: accounts are opened in the app and in
// Ads Manager, and each consents to the story's own developer app, whose client then has their
// tokens.
#ifndef SPARKGATE_SIMULATOR_APP_SCENARIO_ACTORS_H_
#define SPARKGATE_SIMULATOR_APP_SCENARIO_ACTORS_H_

#include <string_view>

#include <absl/status/status.h>

#include "simulator/app/scenario/faces.h"
#include "simulator/app/scenario/scenario.h"
#include "simulator/app/scenario/variables.h"

namespace sparkgate::simulator {

// Adds what docs/scenarios.md promises of each actor to `variables`. An error says whose account
// couldn't be made, and why; what was made until then stays.
absl::Status BringActors(const Scenario& scenario, std::string_view world_id, const Faces& faces,
                         Variables& variables);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_APP_SCENARIO_ACTORS_H_
