// What a post gathers by itself: views come fast at first, then slower, as long as it is public,
// and the rest follows its engagement. A function of time, computed on read; never less than
// before. Free functions over the state, under its owner's lock.
#ifndef SPARKGATE_SIMULATOR_WORLD_ORGANIC_H_
#define SPARKGATE_SIMULATOR_WORLD_ORGANIC_H_

#include <cstdint>

#include "simulator/world/state.h"

namespace sparkgate::simulator {

// Lifetime counts, without what ads brought.
struct PostCounts {
  int64_t views = 0;
  int64_t likes = 0;
  int64_t comments = 0;
  int64_t shares = 0;
  int64_t favorites = 0;
  int64_t new_followers = 0;
  int64_t profile_views = 0;
  int64_t whole_views = 0;   // to the end
  int64_t watch_millis = 0;  // of all views together
};
PostCounts CountsOf(const WorldState& state, const Post& post);

// The post was just published. How far it goes depends on its creator's followers, and on luck.
void BeginOrganic(const WorldState& state, const CreatorAccount& creator, Post& post);
// Its status is about to change.
void SettleOrganic(const WorldState& state, Post& post);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_ORGANIC_H_
