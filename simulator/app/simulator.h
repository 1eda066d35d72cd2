// The whole simulator as one object: worlds, their three faces, and what keeps them on disk. The
// only place, with main, that knows every part.
#ifndef SPARKGATE_SIMULATOR_APP_SIMULATOR_H_
#define SPARKGATE_SIMULATOR_APP_SIMULATOR_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include <absl/status/status.h>
#include <absl/status/statusor.h>
#include <absl/time/time.h>

#include "simulator/app/scenario/scenarios.h"
#include "simulator/world/worlds.h"

namespace sparkgate::simulator {

struct SimulatorOptions {
  uint16_t http_port = 7410;  // 0: a free one
  uint16_t grpc_port = 7411;
  absl::Duration webhook_timeout = absl::Seconds(2);  // a receiver's, in real time
  size_t journal_bytes = kDefaultJournalBytes;        // of each world; 0: no journals
  std::string data;  // folder that keeps the worlds; "": they end with the program
};

class Simulator {
 public:
  // Serves when it returns. Errors say what to do: ADDRESS_IN_USE, FILE_LOCKED, WORLD_FILE_BROKEN,
  // …
  static absl::StatusOr<std::unique_ptr<Simulator>> Start(const SimulatorOptions& options);
  virtual ~Simulator() = default;

  virtual uint16_t http_port() const = 0;
  virtual uint16_t grpc_port() const = 0;
  virtual Worlds& worlds() = 0;
  virtual Scenarios& scenarios() = 0;
  // Answers what is under way, then saves. An error says what couldn't be saved. Call once.
  virtual absl::Status Stop() = 0;
};

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_APP_SIMULATOR_H_
