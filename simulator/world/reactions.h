// What a world does by itself when an event of its queue is due. Whether the event still applies
// (the ad may be gone by now) is asked here and nowhere else.
#ifndef SPARKGATE_SIMULATOR_WORLD_REACTIONS_H_
#define SPARKGATE_SIMULATOR_WORLD_REACTIONS_H_

#include <cstddef>

#include <absl/time/time.h>

#include "simulator/world/event_queue.h"
#include "simulator/world/state.h"

namespace sparkgate::simulator {

// One event, at state.now == event.time (or later, if the world stood still past it).
void React(WorldState& state, const WorldEvent& event);

// Everything in the queue that is due at state.now, in order, including what that causes at the
// same instant; stops after `limit` events. Returns how many there were.
size_t ReactToDue(WorldState& state, size_t limit);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_REACTIONS_H_
