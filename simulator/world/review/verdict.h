// What is decided about an ad when nobody does by hand: by script, then by the rules on its
// content, then by seeded chance. Free functions over the state, under its owner's lock.
#ifndef SPARKGATE_SIMULATOR_WORLD_REVIEW_VERDICT_H_
#define SPARKGATE_SIMULATOR_WORLD_REVIEW_VERDICT_H_

#include <string_view>
#include <vector>

#include <absl/status/status.h>

#include "simulator/world/state.h"

namespace sparkgate::simulator {

// Errors: VERDICT_MISSING, REASONS_MISSING, FORBIDDEN_MISSING, GROUP_NOT_REJECTED.
absl::Status CheckDecision(const ReviewDecision& decision);

// About its waiting version, or its open appeal. Takes it from the script if that has one.
ReviewDecision DecisionAbout(WorldState& state, const Review& review);

// Decisions given in advance for the ad of that id or name, which may not exist yet: each is good
// for one decision that is due by itself, in order, after those given before. An ad's id goes
// before its name. None: takes back what was given. Errors: as CheckDecision's.
absl::Status ScriptDecisions(WorldState& state, std::string_view ad,
                             std::vector<ReviewDecision> decisions);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_REVIEW_VERDICT_H_
