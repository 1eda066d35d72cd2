#include "simulator/world/spending/ad_counts.h"

#include "simulator/world/spending/traffic.h"

namespace sparkgate::simulator {
namespace {

struct GoalResult {
  std::string_view goal;
  AdCount count;
};
constexpr GoalResult kGoalResults[] = {
    {"REACH", AdCount::kReach},
    {"CLICK", AdCount::kClicks},
    {"TRAFFIC_LANDING_PAGE_VIEW", AdCount::kLandingPageViews},
    {"ENGAGED_VIEW", AdCount::kWatched6s},
    {"ENGAGED_VIEW_FIFTEEN", AdCount::kWatched15s},
    {"FOLLOWERS", AdCount::kFollows},
    {"PAGE_VISIT", AdCount::kProfileVisits},
    {"CONVERT", AdCount::kConversions},
    {"VALUE", AdCount::kConversions},
};

AdCount ResultOf(std::string_view goal) {
  for (const GoalResult& result : kGoalResults) {
    if (result.goal == goal) return result.count;
  }
  return AdCount::kClicks;
}

}  // namespace

AdCounts& AdCounts::operator+=(const AdCounts& other) {
  for (size_t i = 0; i < counts_.size(); ++i) counts_[i] += other.counts_[i];
  return *this;
}

AdCounts& AdCounts::operator-=(const AdCounts& other) {
  for (size_t i = 0; i < counts_.size(); ++i) counts_[i] -= other.counts_[i];
  return *this;
}

AdRates RatesOf(const WorldState& state, std::string_view ad_id, const Post& post) {
  KeyedDraws draws(state, "ad_rates", ad_id);
  AdRates rates;
  rates.post = EngagementOf(state, post);
  rates.thousand_impressions_cents = draws.Next(300, 1'200);
  rates.reach = draws.Next(550'000, 850'000);
  rates.clicks = draws.Next(6'000, 25'000);
  rates.landing_page_views = draws.Next(600'000, 850'000);
  rates.conversions = draws.Next(10'000, 60'000);
  return rates;
}

AdCounts CountsFor(const AdRates& rates, int64_t cents) {
  AdCounts counts;
  counts[AdCount::kCents] = cents;
  const int64_t impressions = MulDiv(cents, 1000, rates.thousand_impressions_cents);
  counts[AdCount::kImpressions] = impressions;
  const auto per_impression = [&](AdCount count, int64_t rate) {
    counts[count] = PerMillion(impressions, rate);
  };
  per_impression(AdCount::kReach, rates.reach);
  per_impression(AdCount::kClicks, rates.clicks);
  const int64_t clicks = counts[AdCount::kClicks];
  counts[AdCount::kLandingPageViews] = PerMillion(clicks, rates.landing_page_views);
  counts[AdCount::kConversions] = PerMillion(clicks, rates.conversions);

  const EngagementRates& post = rates.post;
  counts[AdCount::kPlays] = impressions;  // it plays by itself
  per_impression(AdCount::kWatched2s, post.watched_2s);
  per_impression(AdCount::kWatched6s, post.watched_6s);
  per_impression(AdCount::kWatched15s, post.watched_15s);
  per_impression(AdCount::kQuarters, post.quarters);
  per_impression(AdCount::kHalves, post.halves);
  per_impression(AdCount::kThreeQuarters, post.three_quarters);
  per_impression(AdCount::kWholes, post.wholes);
  counts[AdCount::kWatchMillis] = impressions * post.watch_millis;
  per_impression(AdCount::kLikes, post.likes);
  per_impression(AdCount::kComments, post.comments);
  per_impression(AdCount::kShares, post.shares);
  per_impression(AdCount::kFollows, post.follows);
  per_impression(AdCount::kProfileVisits, post.profile_visits);
  // What few people do, in proportion to what more of them do.
  per_impression(AdCount::kMusicClicks, post.profile_visits / 10);
  per_impression(AdCount::kSoundUsageClicks, post.shares / 20);
  per_impression(AdCount::kDuetClicks, post.shares / 40);
  per_impression(AdCount::kStitchClicks, post.shares / 50);
  per_impression(AdCount::kAnchorClicks, rates.clicks / 20);
  for (const AdCount part : {AdCount::kClicks, AdCount::kLikes, AdCount::kComments,
                             AdCount::kShares, AdCount::kFollows, AdCount::kProfileVisits}) {
    counts[AdCount::kEngagements] += counts[part];
  }
  return counts;
}

void CountResults(std::string_view goal, AdCounts& counts) {
  const AdCount result = ResultOf(goal);
  if (result != AdCount::kConversions) counts[AdCount::kConversions] = 0;
  counts[AdCount::kResults] = counts[result];
}

}  // namespace sparkgate::simulator
