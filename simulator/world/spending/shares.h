// How what a group spent is shared out among its ads: evenly among those that run at the time, to
// the cent. Pure.
#ifndef SPARKGATE_SIMULATOR_WORLD_SPENDING_SHARES_H_
#define SPARKGATE_SIMULATOR_WORLD_SPENDING_SHARES_H_

#include <cstdint>
#include <map>
#include <span>
#include <string_view>
#include <vector>

#include "simulator/world/spending/ledger.h"

namespace sparkgate::simulator {

// By ad id: the cents that the ad had spent by each of `instants`, which are in order. Together
// they are what the group had spent.
std::map<std::string_view, std::vector<int64_t>> SpentByAds(const GroupHistory& group,
                                                            const GroupLedger& ledger,
                                                            std::span<const int64_t> instants);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_SPENDING_SHARES_H_
