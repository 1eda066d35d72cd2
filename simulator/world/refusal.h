// How the world says no. One error serves both faces: the HTTP face answers the API code and the
// sentence, the gRPC face the stable reason. Pure, thread-safe.
#ifndef SPARKGATE_SIMULATOR_WORLD_REFUSAL_H_
#define SPARKGATE_SIMULATOR_WORLD_REFUSAL_H_

#include <string_view>

#include <absl/status/status.h>

#include "base/error.h"
#include "simulator/world/api_code.h"

namespace sparkgate::simulator {

// `reason` is UPPER_SNAKE_CASE; `message` is exactly what stands in the envelope.
absl::Status Refuse(ApiCode code, std::string_view reason, std::string_view message,
                    Actor who = Actor::kCaller);

// The most common one: a parameter or a business rule (40002).
absl::Status RefuseParam(std::string_view reason, std::string_view message,
                         Actor who = Actor::kCaller);

// The same, where the advertiser must act.
absl::Status RefuseAdvertiser(std::string_view reason, std::string_view message);

// The code that an error answers over HTTP; kSystemError for a status that Refuse didn't make.
ApiCode ApiCodeOf(const absl::Status& status);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_REFUSAL_H_
