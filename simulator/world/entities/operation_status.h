// The switch on a campaign, an ad group or an ad. A deleted one never comes back.
#ifndef SPARKGATE_SIMULATOR_WORLD_ENTITIES_OPERATION_STATUS_H_
#define SPARKGATE_SIMULATOR_WORLD_ENTITIES_OPERATION_STATUS_H_

#include <cstdint>

namespace sparkgate::simulator {

enum class OperationStatus : uint8_t { kEnable, kDisable, kDelete };

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_ENTITIES_OPERATION_STATUS_H_
