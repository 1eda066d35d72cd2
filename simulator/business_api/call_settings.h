// What a call must know of its world before it can be read at all. Asked once: each look takes the
// world's lock, which its calls contend for.
#ifndef SPARKGATE_SIMULATOR_BUSINESS_API_CALL_SETTINGS_H_
#define SPARKGATE_SIMULATOR_BUSINESS_API_CALL_SETTINGS_H_

#include "simulator/business_api/arguments.h"
#include "simulator/world/world.h"

namespace sparkgate::simulator {

struct CallSettings {
  Strictness takes;
  bool slash_required = false;  // also where it needn't be there
  bool magic_values = false;
  bool faults_planned = false;
};

CallSettings SettingsOf(const World& world);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_BUSINESS_API_CALL_SETTINGS_H_
