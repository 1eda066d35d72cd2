#include "server/domain/post_ranking.h"

#include <algorithm>
#include <utility>

namespace sparkgate::server {
namespace {

double PerView(int64_t count, int64_t views) {
  return views <= 0 ? 0 : static_cast<double>(count) / static_cast<double>(views);
}

// A post of an hour ago isn't taken to go on like that all day.
double PerDay(const PostFigures& post, absl::Time now) {
  if (!post.create_time.has_value()) return 0;
  const double days = absl::FDivDuration(now - *post.create_time, absl::Hours(24));
  return static_cast<double>(post.views) / std::max(days, 1.0);
}

double KeyOf(const PostFigures& post, const RankedPost& ranked, PostRanking ranking) {
  switch (ranking) {
    case PostRanking::kEngagementRate:
      return ranked.engagement_rate;
    case PostRanking::kViewsPerDay:
      return ranked.views_per_day;
    case PostRanking::kFullWatchRate:
      return post.full_watch_rate.value_or(-1);  // last
    case PostRanking::kFollowerRate:
      return ranked.follower_rate;
  }
  return 0;
}

// 0 of none.
double MedianOf(std::vector<double> keys) {
  std::erase_if(keys, [](double key) { return key < 0; });
  if (keys.empty()) return 0;
  std::ranges::sort(keys);
  const size_t middle = keys.size() / 2;
  return keys.size() % 2 == 1 ? keys[middle] : (keys[middle - 1] + keys[middle]) / 2;
}

}  // namespace

std::vector<RankedPost> RankPosts(std::span<const PostFigures> posts, PostRanking ranking,
                                  int64_t min_views, absl::Time now) {
  std::vector<RankedPost> ranked;
  std::vector<double> keys;  // by index
  std::vector<double> known;
  for (const PostFigures& post : posts) {
    RankedPost& next = ranked.emplace_back();
    next.index = ranked.size() - 1;
    next.engagement_rate = PerView(post.engagements, post.views);
    next.views_per_day = PerDay(post, now);
    next.follower_rate = PerView(post.new_followers, post.views);
    next.too_few_views = post.views < min_views;
    keys.push_back(KeyOf(post, next, ranking));
    if (!next.too_few_views) known.push_back(keys.back());
  }
  const double median = MedianOf(std::move(known));
  for (RankedPost& post : ranked) {
    if (median > 0) post.times_median = std::max(keys[post.index], 0.0) / median;
  }
  std::ranges::stable_sort(ranked, [&](const RankedPost& a, const RankedPost& b) {
    if (a.too_few_views != b.too_few_views) return b.too_few_views;
    return keys[a.index] > keys[b.index];
  });
  return ranked;
}

}  // namespace sparkgate::server
