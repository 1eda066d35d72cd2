// Which of a creator's posts people took to most. TikTok ranks nothing; it tells figures of a
// post's whole life (facts 3.2). Pure functions.
#ifndef SPARKGATE_SERVER_DOMAIN_POST_RANKING_H_
#define SPARKGATE_SERVER_DOMAIN_POST_RANKING_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include <absl/time/time.h>

namespace sparkgate::server {

// The values are those of sparkgate.v1.PostRanking.
enum class PostRanking {
  kEngagementRate = 1,
  kViewsPerDay = 2,
  kFullWatchRate = 3,
  kFollowerRate = 4,
};

struct PostFigures {
  std::optional<absl::Time> create_time = {};
  int64_t views = 0;
  int64_t engagements = 0;  // likes, comments, shares and favorites
  int64_t new_followers = 0;
  std::optional<double> full_watch_rate = {};
};

struct RankedPost {
  size_t index = 0;  // among those that were given
  double engagement_rate = 0;
  double views_per_day = 0;
  double follower_rate = 0;
  double times_median = 0;  // of what it is ranked by; the median of those with views enough
  bool too_few_views = false;

  friend bool operator==(const RankedPost&, const RankedPost&) = default;
};

// `posts`, the best first; those with fewer than `min_views` are behind the others, and of equal
// ones the one that was given first comes first.
std::vector<RankedPost> RankPosts(std::span<const PostFigures> posts, PostRanking ranking,
                                  int64_t min_views, absl::Time now);

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_DOMAIN_POST_RANKING_H_
