// Reads that lag behind: as long as a plan waits for one, the world as it was before a change is
// kept beside it, and reads that the plan takes are answered from there until the plan's lag is
// over by the world's clock. Further changes within the lag stay unseen with the first; then reads
// jump to what is. Free functions over the state, under its owner's lock.
#ifndef SPARKGATE_SIMULATOR_WORLD_FAULTS_STALE_READS_H_
#define SPARKGATE_SIMULATOR_WORLD_FAULTS_STALE_READS_H_

#include "simulator/world/faults/fault_plan.h"
#include "simulator/world/state.h"

namespace sparkgate::simulator {

// Before each change over TikTok's API. Costs a copy of the world, but only where a plan waits for
// stale reads and nothing younger than its lag is kept.
void KeepForStaleReads(WorldState& state);

// Whether there was a change that the step still hides.
bool LagsBehind(const WorldState& state, const FaultStep& step);
// The world that such reads see; the present one, if a change has just ended the lag.
const WorldState& StaleWorld(const WorldState& state);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_FAULTS_STALE_READS_H_
