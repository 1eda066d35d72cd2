// What a reviewer objects to in an ad by looking at it, under the policy's rules (facts 11: typical
// reasons). Free function over the state, under its owner's lock.
#ifndef SPARKGATE_SIMULATOR_WORLD_REVIEW_CONTENT_RULES_H_
#define SPARKGATE_SIMULATOR_WORLD_REVIEW_CONTENT_RULES_H_

#include <optional>

#include "simulator/world/state.h"

namespace sparkgate::simulator {

// A rejection with a reason for each rule that the ad breaks; nullopt if it breaks none.
std::optional<ReviewDecision> ObjectionTo(const WorldState& state, const Ad& ad);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_REVIEW_CONTENT_RULES_H_
