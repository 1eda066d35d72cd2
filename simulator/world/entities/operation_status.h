// The switch on a campaign, an ad group or an ad. A deleted one never comes back.
#ifndef SPARKGATE_SIMULATOR_WORLD_ENTITIES_OPERATION_STATUS_H_
#define SPARKGATE_SIMULATOR_WORLD_ENTITIES_OPERATION_STATUS_H_

#include <cstdint>
#include <string_view>

namespace sparkgate::simulator {

enum class OperationStatus : uint8_t { kEnable, kDisable, kDelete };

// TikTok's word for it.
constexpr std::string_view OperationStatusName(OperationStatus status) {
  switch (status) {
    case OperationStatus::kEnable:
      return "ENABLE";
    case OperationStatus::kDisable:
      return "DISABLE";
    case OperationStatus::kDelete:
      return "DELETE";
  }
  return "";
}

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_ENTITIES_OPERATION_STATUS_H_
