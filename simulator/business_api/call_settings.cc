#include "simulator/business_api/call_settings.h"

#include "simulator/world/faults/fault_plans.h"

namespace sparkgate::simulator {

CallSettings SettingsOf(const World& world) {
  return world.Read([](const WorldState& state) {
    const bool lenient = state.switches.Choice(kRequests) == "lenient";
    const bool ignores_unknown = state.switches.Choice(kUnknownFields) == "ignore";
    return CallSettings{.takes = {.lenient = lenient, .unknown_fields = lenient || ignores_unknown},
                        .slash_required = state.switches.Flag(kSlashRequired),
                        .magic_values = state.switches.Flag(kMagicValues),
                        .faults_planned = HasFaults(state, FaultFace::kHttp)};
  });
}

}  // namespace sparkgate::simulator
