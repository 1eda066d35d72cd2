// One call of TikTok's API, from its path and arguments to its answer. Thread-safe.
#ifndef SPARKGATE_SIMULATOR_BUSINESS_API_CALL_H_
#define SPARKGATE_SIMULATOR_BUSINESS_API_CALL_H_

#include <optional>
#include <string>
#include <string_view>

#include <absl/status/status.h>
#include <absl/time/time.h>

#include "base/clock.h"
#include "base/http/server.h"
#include "simulator/business_api/call_settings.h"
#include "simulator/business_api/call_target.h"
#include "simulator/world/world.h"

namespace sparkgate::simulator {

// What an answer owes to the world it is from.
struct CallStamp {
  absl::Time time;         // the instant at which it was served
  std::string request_id;  // "" for one without an envelope
};

// What tells one call from another, for its request_id.
std::string CallKey(const HttpServerRequest& request, const std::optional<std::string>& token);
CallStamp NextStamp(const WorldState& state, std::string_view call);

struct CallOutcome {
  absl::Status status;
  CallStamp stamp;
  HttpServerResponse response;
  std::optional<int> code;  // none: no envelope
  std::string message;
  std::string fault = {};  // what one did to it
};

// A refusal in TikTok's envelope.
CallOutcome Refused(absl::Status status, CallStamp stamp);

// Takes the world's lock for microseconds. `real_time` is for rate limits that go by it; `stale`
// reads the world as it was (world/faults/stale_reads.h).
CallOutcome ServeCall(World& world, const CallSettings& settings, const CallTarget& target,
                      const HttpServerRequest& request, const Clock& real_time, bool stale = false);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_BUSINESS_API_CALL_H_
