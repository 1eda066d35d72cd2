// What faults do to calls of TikTok's API. Pure, but for FaultOf, which takes the world's lock.
#ifndef SPARKGATE_SIMULATOR_BUSINESS_API_FAULTS_H_
#define SPARKGATE_SIMULATOR_BUSINESS_API_FAULTS_H_

#include <optional>
#include <string>
#include <string_view>

#include <absl/status/statusor.h>

#include "base/http/server.h"
#include "simulator/business_api/call_settings.h"
#include "simulator/world/faults/fault_plans.h"
#include "simulator/world/world.h"

namespace sparkgate::simulator {

// The fault that happens to a call to `endpoint`: its header's, else one that is planned. An error
// if the header can't be read.
absl::StatusOr<std::optional<FiredFault>> FaultOf(World& world, const CallSettings& settings,
                                                  const HttpServerRequest& request,
                                                  std::string_view endpoint);

// Whether the call is done all the same.
bool IsDone(const FaultStep& step);

// An answer whose call the fault has kept from being done, or that it puts in the place of the one
// it had. "" in `request_id` makes none.
struct FaultyAnswer {
  HttpServerResponse response;
  std::optional<int> code;  // none: no envelope
  std::string message;
};
FaultyAnswer AnswerOf(const WorldState& state, const FaultStep& step,
                      const HttpServerRequest& request, std::string_view request_id);

// Does to an answer what the fault does to it; what `code` becomes: none if it is no envelope now.
void Spoil(const FaultStep& step, FaultyAnswer& answer);

// In the journal's words: its kind.
std::string FaultName(const FaultStep& step);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_BUSINESS_API_FAULTS_H_
