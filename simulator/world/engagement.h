// How people take to a post: the same whether they meet it by themselves or as an ad. Each post has
// its own way, drawn from the seed; a post that came with enough views has that of its counts. Pure
// functions of the state.
#ifndef SPARKGATE_SIMULATOR_WORLD_ENGAGEMENT_H_
#define SPARKGATE_SIMULATOR_WORLD_ENGAGEMENT_H_

#include <cstdint>
#include <string_view>

#include "simulator/world/state.h"

namespace sparkgate::simulator {

// Per million views.
struct EngagementRates {
  int64_t likes = 0;
  int64_t comments = 0;
  int64_t shares = 0;
  int64_t favorites = 0;
  int64_t follows = 0;
  int64_t profile_visits = 0;
  int64_t watched_2s = 0;
  int64_t watched_6s = 0;
  int64_t watched_15s = 0;
  int64_t quarters = 0;  // watched a quarter of it, and so on
  int64_t halves = 0;
  int64_t three_quarters = 0;
  int64_t wholes = 0;
  int64_t watch_millis = 0;  // of one view
};
EngagementRates EngagementOf(const WorldState& state, const Post& post);

// Evenly distributed numbers from one keyed value.
class KeyedDraws {
 public:
  KeyedDraws(const WorldState& state, std::string_view purpose, std::string_view parent);
  int64_t Next(int64_t least, int64_t most);  // both may come; 32 draws at most

 private:
  std::string bytes_;
  size_t used_ = 0;
};

// `per_million` of `count`.
int64_t PerMillion(int64_t count, int64_t per_million);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_ENGAGEMENT_H_
