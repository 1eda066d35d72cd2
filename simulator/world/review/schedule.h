// Lets it be decided about ads that wait, if anything does so by itself. Free functions over the
// state, under its owner's lock.
#ifndef SPARKGATE_SIMULATOR_WORLD_REVIEW_SCHEDULE_H_
#define SPARKGATE_SIMULATOR_WORLD_REVIEW_SCHEDULE_H_

#include <vector>

#include "simulator/world/state.h"

namespace sparkgate::simulator {

// About one that has joined its line: by the desk, or after the policy's delay.
void ScheduleDecision(WorldState& state, Review& review);

// All in lines, in no particular order.
std::vector<Review*> ThoseInLine(WorldState& state);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_REVIEW_SCHEDULE_H_
