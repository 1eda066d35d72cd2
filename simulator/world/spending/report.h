// What each ad of an account did, period by period. A function of the state, under its owner's
// lock.
#ifndef SPARKGATE_SIMULATOR_WORLD_SPENDING_REPORT_H_
#define SPARKGATE_SIMULATOR_WORLD_SPENDING_REPORT_H_

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "simulator/world/spending/ad_counts.h"
#include "simulator/world/state.h"

namespace sparkgate::simulator {

struct AdReport {
  const Ad* ad = nullptr;
  std::vector<AdCounts> periods;  // from each bound to the next
};

// All ads that ever ran, by group and id; deleted ones too. The bounds are Unix microseconds in
// order; what lies ahead of now is empty.
std::vector<AdReport> ReportAds(const WorldState& state, std::string_view advertiser_id,
                                std::span<const int64_t> bounds);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_SPENDING_REPORT_H_
