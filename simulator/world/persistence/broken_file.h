// What is said of a file that holds no world.
#ifndef SPARKGATE_SIMULATOR_WORLD_PERSISTENCE_BROKEN_FILE_H_
#define SPARKGATE_SIMULATOR_WORLD_PERSISTENCE_BROKEN_FILE_H_

#include <string_view>

#include <absl/status/status.h>
#include <fmt/format.h>

#include "base/error.h"

namespace sparkgate::simulator {

inline absl::Status WorldFileBroken(std::string_view what) {
  return Error(absl::StatusCode::kDataLoss, fmt::format("Not a world's file: {}.", what),
               {.reason = "WORLD_FILE_BROKEN", .who = Actor::kOperator});
}

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_PERSISTENCE_BROKEN_FILE_H_
