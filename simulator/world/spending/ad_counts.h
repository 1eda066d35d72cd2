// What an ad got for its money: each count is a function of what the ad has spent so far, so that
// the counts of hours add up to those of days, and these to those of its life. Paid activity only.
// Pure.
#ifndef SPARKGATE_SIMULATOR_WORLD_SPENDING_AD_COUNTS_H_
#define SPARKGATE_SIMULATOR_WORLD_SPENDING_AD_COUNTS_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "simulator/world/engagement.h"
#include "simulator/world/state.h"

namespace sparkgate::simulator {

enum class AdCount : uint8_t {
  kCents,  // spent
  kImpressions,
  kReach,  // people; who sees it on two days counts twice
  kClicks,
  kLandingPageViews,
  kConversions,
  kResults,  // of what the group optimizes for
  kPlays,
  kWatched2s,
  kWatched6s,
  kWatched15s,
  kQuarters,
  kHalves,
  kThreeQuarters,
  kWholes,
  kWatchMillis,
  kLikes,
  kComments,
  kShares,
  kFollows,
  kProfileVisits,
  kMusicClicks,
  kSoundUsageClicks,
  kDuetClicks,
  kStitchClicks,
  kAnchorClicks,
  kEngagements,
  kNumberOf,
};

class AdCounts {
 public:
  int64_t operator[](AdCount count) const { return counts_[static_cast<size_t>(count)]; }
  int64_t& operator[](AdCount count) { return counts_[static_cast<size_t>(count)]; }
  AdCounts& operator+=(const AdCounts& other);
  AdCounts& operator-=(const AdCounts& other);
  friend bool operator==(const AdCounts&, const AdCounts&) = default;

 private:
  std::array<int64_t, static_cast<size_t>(AdCount::kNumberOf)> counts_{};
};

// What an ad gets for its money: the post's engagement, and prices of its own.
struct AdRates {
  EngagementRates post;
  int64_t thousand_impressions_cents = 0;
  int64_t reach = 0;  // per million impressions, as the next one
  int64_t clicks = 0;
  int64_t landing_page_views = 0;  // per million clicks
  int64_t conversions = 0;         // likewise, while the group optimizes for them
};
// `post` is whose engagement it has.
AdRates RatesOf(const WorldState& state, std::string_view ad_id, const Post& post);

// What `cents` have brought but for what a goal decides.
AdCounts CountsFor(const AdRates& rates, int64_t cents);
// Decides that, of what came while the group optimized for `goal`.
void CountResults(std::string_view goal, AdCounts& counts);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_SPENDING_AD_COUNTS_H_
