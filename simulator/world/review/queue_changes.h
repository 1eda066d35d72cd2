// What changed at the review desk, numbered, for whoever watches it and comes back later. Free
// functions over the state, under its owner's lock.
#ifndef SPARKGATE_SIMULATOR_WORLD_REVIEW_QUEUE_CHANGES_H_
#define SPARKGATE_SIMULATOR_WORLD_REVIEW_QUEUE_CHANGES_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "simulator/world/state.h"

namespace sparkgate::simulator {

// A review has come in, was decided, or was withdrawn.
void NoteChange(WorldState& state, const Review& review);

// The number of the last change; 0 before the first.
uint64_t LastChange(const ReviewDesk& desk);

struct QueueChanges {
  std::vector<std::string> ads;  // each once, in the order of their last changes
  uint64_t last = 0;             // the number of the last change that is told
  bool forgotten = false;        // older ones than can be told came after `after`
};
// Up to `limit` changes after the one of that number. The last 1,000 are remembered.
QueueChanges ChangesAfter(const ReviewDesk& desk, uint64_t after, size_t limit);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_REVIEW_QUEUE_CHANGES_H_
