#include "simulator/world/organic.h"

#include <array>

#include "simulator/world/engagement.h"
#include "simulator/world/spending/traffic.h"

namespace sparkgate::simulator {
namespace {

// Views in the end, in percent of the followers: most posts reach few, and some go viral.
constexpr std::array<int64_t, 10> kReaches = {5, 8, 12, 20, 35, 60, 110, 250, 700, 2'500};
constexpr int64_t kLeastReach = 100;  // views

// Hours until half of them are there.
constexpr int64_t kFastest = 12;
constexpr int64_t kSlowest = 72;

absl::Duration PublicTime(const WorldState& state, const Post& post) {
  if (post.status != PostStatus::kPublic) return post.public_before;
  return post.public_before + (state.now - post.public_since);
}

int64_t OrganicViews(const WorldState& state, const Post& post) {
  const int64_t half_seconds =
      3600 * KeyedDraws(state, "organic_pace", post.id).Next(kFastest, kSlowest);
  const int64_t seconds = absl::ToInt64Seconds(PublicTime(state, post));
  return MulDiv(post.organic_views, seconds, seconds + half_seconds);
}

}  // namespace

PostCounts CountsOf(const WorldState& state, const Post& post) {
  const int64_t gathered = post.organic_views == 0 ? 0 : OrganicViews(state, post);
  const EngagementRates rates = EngagementOf(state, post);
  PostCounts counts;
  counts.views = post.views + gathered;
  counts.likes = post.likes + PerMillion(gathered, rates.likes);
  counts.comments = post.comments + PerMillion(gathered, rates.comments);
  counts.shares = post.shares + PerMillion(gathered, rates.shares);
  counts.favorites = PerMillion(counts.views, rates.favorites);
  counts.new_followers = PerMillion(counts.views, rates.follows);
  counts.profile_views = PerMillion(counts.views, rates.profile_visits);
  counts.whole_views = PerMillion(counts.views, rates.wholes);
  counts.watch_millis = counts.views * rates.watch_millis;
  return counts;
}

void BeginOrganic(const WorldState& state, const CreatorAccount& creator, Post& post) {
  post.public_since = state.now;
  if (post.ads_only) return;  // nobody meets it but in ads
  const int64_t luck =
      KeyedDraws(state, "organic_reach", post.id).Next(0, std::ssize(kReaches) - 1);
  post.organic_views =
      kLeastReach + MulDiv(creator.followers, kReaches[static_cast<size_t>(luck)], 100);
}

void SettleOrganic(const WorldState& state, Post& post) {
  post.public_before = PublicTime(state, post);
  post.public_since = state.now;
}

}  // namespace sparkgate::simulator
