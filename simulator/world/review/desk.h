// The review desk as a queue: reviewers who are at work and free take the next ad by priority
// (facts 11), and how long each takes follows from the world's seed and the ad, never from who came
// first.
//
// Reviewers act at whole seconds, and take only what came in before: so those who come in at one
// instant wait in the order of their ids, whichever call was first. What ads from outside the world
// do is caught up with when one of the world comes in, so they cost no event while nobody looks.
//
// Free functions over the state, under its owner's lock. Each decision takes O(log n).
#ifndef SPARKGATE_SIMULATOR_WORLD_REVIEW_DESK_H_
#define SPARKGATE_SIMULATOR_WORLD_REVIEW_DESK_H_

#include <string>
#include <vector>

#include <absl/status/status.h>

#include "simulator/world/state.h"

namespace sparkgate::simulator {

// Errors: DESK_NOT_ALLOWED, which names the field.
absl::Status CheckDeskPlan(const ReviewDeskPlan& plan);

// A desk decides, by itself.
bool HasDesk(const WorldState& state);
// No ad of the world waits there or is in hand: it has no event on the world's queue.
bool IsIdle(const ReviewDesk& desk);
// The desk's time zone isn't saved: after loading.
void LookUpZone(WorldState& state);

// The desk opens now, with nobody's hands full: `state.review_policy` has just got one.
void OpenDesk(WorldState& state);
// Other reviewers from now on. Those who have an ad in hand finish it.
void ChangeStaff(WorldState& state);
// All that reviewers have in hand goes back to where it waited. Before the policy changes.
void CloseDesk(WorldState& state);

// Before somebody joins a line: what happened at the desk meanwhile has happened.
void CatchUpWithOthers(WorldState& state);
// After lines or hands changed: the desk's next event is on the world's queue.
void WakeDesk(WorldState& state);

// The event's instant has come: answers the ids of the ads that reviewers are done with now, in
// order; they are in nobody's hands any more. Reviewers who are free have taken others.
std::vector<std::string> RunDesk(WorldState& state);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_REVIEW_DESK_H_
