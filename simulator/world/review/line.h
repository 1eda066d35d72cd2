// Who waits for the review desk: ordered by since when, in a line for each priority. Each function
// takes O(log n) and a million may wait. Free functions over the state, under its owner's lock.
#ifndef SPARKGATE_SIMULATOR_WORLD_REVIEW_LINE_H_
#define SPARKGATE_SIMULATOR_WORLD_REVIEW_LINE_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <absl/time/time.h>

#include "simulator/world/state.h"

namespace sparkgate::simulator {

// Ids of ads are decimal numbers.
uint64_t AdNumber(std::string_view ad_id);
std::string AdIdOf(uint64_t number);

// Since when the desk owes a decision, about a version or an appeal; nullopt if it doesn't.
std::optional<absl::Time> WaitingSince(const Review& review);

// A new version of an ad that was decided before goes first, since an advertiser depends on it who
// runs already; then appeals, then new ads.
ReviewLine LineOf(const Review& review);

// A place in the queue, the longest waiting first.
using QueuePlace = WaitingAd;
// Of a review that waits.
QueuePlace PlaceOf(const Review& review);

// The review waits: it joins its line.
void JoinLine(WorldState& state, const Review& review);
// It is out of its line, or out of the hands of the reviewer who had it. Nothing if it was in
// neither.
void LeaveLine(WorldState& state, Review& review);

// Up to `limit` of those who wait, also those that a reviewer has in hand, beginning after `after`.
std::vector<const Review*> QueueAfter(const WorldState& state, const QueuePlace& after,
                                      size_t limit);

// What isn't saved of the desk: who is in which line or in hand, of the reviews that wait.
void ReviveDesk(WorldState& state);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_REVIEW_LINE_H_
