// Ids and secrets of a world: each a keyed hash of (seed, purpose, parent, ordinal under that
// parent), so the same seed and calls give the same bytes, also when disjoint objects are worked on
// at once.
//
// The more the parent says, the less the order of callers matters: for a campaign,
// "advertiser/name" is a better parent than "advertiser".
#ifndef SPARKGATE_SIMULATOR_WORLD_IDS_H_
#define SPARKGATE_SIMULATOR_WORLD_IDS_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "simulator/world/state.h"

namespace sparkgate::simulator {

// 0 at the first call for this purpose and parent, then 1, …
uint64_t NextOrdinal(WorldState& state, std::string_view purpose, std::string_view parent);

// 19 digits, the first a 7, as TikTok's ids look.
std::string NewNumericId(WorldState& state, std::string_view purpose, std::string_view parent);
// `bytes` random bytes in lowercase hex, as TikTok's tokens look.
std::string NewHexToken(WorldState& state, std::string_view purpose, std::string_view parent,
                        size_t bytes);

// Values that need no ordinal because they belong to the object for life.
std::string NumericIdOf(const WorldState& state, std::string_view purpose, std::string_view object);
double FractionOf(const WorldState& state, std::string_view purpose, std::string_view object,
                  uint64_t ordinal = 0);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_IDS_H_
