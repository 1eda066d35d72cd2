// Keeps the history that spending is computed from: rules call these after each change that may let
// an ad run or stop it, or that moves money. Nothing that stands in the history already is added.
// Free functions over the state, under its owner's lock.
#ifndef SPARKGATE_SIMULATOR_WORLD_SPENDING_HISTORY_H_
#define SPARKGATE_SIMULATOR_WORLD_SPENDING_HISTORY_H_

#include "simulator/world/state.h"

namespace sparkgate::simulator {

// Whether the ad may run, but for money and schedule, has perhaps changed.
void NoteAd(WorldState& state, const Ad& ad);
void NoteAdsOf(WorldState& state, const AdGroup& group);
void NoteAdsOf(WorldState& state, const Campaign& campaign);
void NoteAdsOf(WorldState& state, const AdvertiserAccount& account);
void NoteAdsOf(WorldState& state, const Post& post);
void NoteAdsOf(WorldState& state, const CreatorAccount& creator);

// Budgets, schedules and goals.
void NoteTerms(WorldState& state, const AdGroup& group);
void NoteTerms(WorldState& state, const Campaign& campaign);

// The account's money changes: SettleFunds before, so that balance and credits say what is left of
// them, and NoteTerms after.
void SettleFunds(const WorldState& state, AdvertiserAccount& account);
void NoteTerms(WorldState& state, const AdvertiserAccount& account);

// The world's switches have changed.
void NoteSwitches(WorldState& state);

// The world was saved before histories were kept: what runs begins to spend now.
void BeginHistories(WorldState& state);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_SPENDING_HISTORY_H_
