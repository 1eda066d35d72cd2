// What differs between two states of worlds: as paths into what a world's file would hold. Secrets
// are shown as a short hash, so that two can be told apart and none can be used. Left out is what
// differs by nature: identity, revisions, remembered request_ids, counters behind ids. Pure.
#ifndef SPARKGATE_SIMULATOR_WORLD_PERSISTENCE_WORLD_DIFF_H_
#define SPARKGATE_SIMULATOR_WORLD_PERSISTENCE_WORLD_DIFF_H_

#include <cstddef>
#include <string>
#include <vector>

#include "simulator/world/state.h"

namespace sparkgate::simulator {

struct WorldDifference {
  std::string path;    // "ads.1846….review_round"; a list's items by number
  std::string before;  // JSON, cut after kLongestShown bytes; "": not there
  std::string after;
};

struct WorldDiff {
  std::vector<WorldDifference> differences;  // the first ones, in the order of the file
  size_t total = 0;
};

inline constexpr size_t kLongestShown = 500;

// A row that only one of them has is one difference, whatever it holds. Keeps `most` of them.
WorldDiff DiffWorlds(const WorldState& before, const WorldState& after, size_t most);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_PERSISTENCE_WORLD_DIFF_H_
