#include "server/domain/post_ranking.h"

#include <string>

#include <gtest/gtest.h>

namespace sparkgate::server {
namespace {

const absl::Time kNow = absl::FromUnixSeconds(1'800'000'000);

PostFigures Figures(int64_t views, int64_t engagements) {
  return {.create_time = kNow - absl::Hours(240), .views = views, .engagements = engagements};
}

std::string Order(const std::vector<RankedPost>& ranked) {
  std::string order;
  for (const RankedPost& post : ranked) order += std::to_string(post.index);
  return order;
}

TEST(PostRankingTest, TheRateCountsAndNotTheNumber) {
  const std::vector<PostFigures> posts = {Figures(10'000, 500), Figures(1'000, 100),
                                          Figures(1'000, 10)};
  const auto ranked = RankPosts(posts, PostRanking::kEngagementRate, 100, kNow);
  EXPECT_EQ(Order(ranked), "102");
  EXPECT_DOUBLE_EQ(ranked[0].engagement_rate, 0.1);
  EXPECT_DOUBLE_EQ(ranked[0].times_median, 2);
  EXPECT_DOUBLE_EQ(ranked[1].times_median, 1);
  EXPECT_DOUBLE_EQ(ranked[1].views_per_day, 1'000);
}

TEST(PostRankingTest, AHandfulOfViewsSaysLittle) {
  const std::vector<PostFigures> posts = {Figures(3, 3), Figures(0, 0), Figures(100, 1)};
  const auto ranked = RankPosts(posts, PostRanking::kEngagementRate, 100, kNow);
  EXPECT_EQ(Order(ranked), "201");
  EXPECT_FALSE(ranked[0].too_few_views);
  EXPECT_TRUE(ranked[1].too_few_views);
  EXPECT_DOUBLE_EQ(ranked[1].times_median, 100) << "nor is it part of the median";
  EXPECT_EQ(Order(RankPosts(posts, PostRanking::kEngagementRate, 0, kNow)), "021");
}

TEST(PostRankingTest, ByViewsADayTheFirstCountsWhole) {
  std::vector<PostFigures> posts = {Figures(1'000, 0), Figures(200, 0), Figures(5'000, 0)};
  posts[1].create_time = kNow - absl::Hours(1);
  posts[2].create_time.reset();
  const auto ranked = RankPosts(posts, PostRanking::kViewsPerDay, 0, kNow);
  EXPECT_EQ(Order(ranked), "102");
  EXPECT_DOUBLE_EQ(ranked[0].views_per_day, 200);
  EXPECT_DOUBLE_EQ(ranked[1].views_per_day, 100);
  EXPECT_DOUBLE_EQ(ranked[2].views_per_day, 0);
}

TEST(PostRankingTest, WhatIsNotToldIsLast) {
  std::vector<PostFigures> posts = {Figures(1'000, 0), Figures(1'000, 0), Figures(1'000, 0)};
  posts[1].full_watch_rate = 0;
  posts[2].full_watch_rate = 0.5;
  const auto ranked = RankPosts(posts, PostRanking::kFullWatchRate, 0, kNow);
  EXPECT_EQ(Order(ranked), "210");
  EXPECT_DOUBLE_EQ(ranked[0].times_median, 2);
  EXPECT_DOUBLE_EQ(ranked[2].times_median, 0);
}

TEST(PostRankingTest, OfEqualOnesTheFirstComesFirst) {
  std::vector<PostFigures> posts = {Figures(1'000, 0), Figures(1'000, 0), Figures(1'000, 0)};
  const auto ranked = RankPosts(posts, PostRanking::kFollowerRate, 0, kNow);
  EXPECT_EQ(Order(ranked), "012");
  EXPECT_DOUBLE_EQ(ranked[0].times_median, 0);
  EXPECT_TRUE(RankPosts({}, PostRanking::kFollowerRate, 0, kNow).empty());
}

}  // namespace
}  // namespace sparkgate::server
