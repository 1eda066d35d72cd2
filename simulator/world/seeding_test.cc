#include "simulator/world/seeding.h"

#include <algorithm>
#include <numeric>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "simulator/world/creators.h"
#include "simulator/world/new_world.h"
#include "simulator/world/persistence/world_text.h"

namespace sparkgate::simulator {
namespace {

WorldState Empty(const std::string& seed) {
  return MakeWorld({.id = "seeded", .seed = seed}, "incarnation", "").value();
}

WorldState SeededWorld(const std::string& seed, int64_t creators = 1'000, int64_t posts = 3'000) {
  WorldState state = Empty(seed);
  EXPECT_TRUE(SeedWorld(state, {.creators = creators, .posts = posts}).ok());
  return state;
}

TEST(SeedWorld, EqualSeedsGiveEqualWorldsAndOthersDont) {
  EXPECT_EQ(WorldToText(SeededWorld("a", 50, 200)), WorldToText(SeededWorld("a", 50, 200)));
  EXPECT_NE(SeededWorld("a", 50, 200).log.Hash(), SeededWorld("b", 50, 200).log.Hash());
}

TEST(SeedWorld, TellsWhatItMade) {
  WorldState state = Empty("a");
  const Seeded seeded = SeedWorld(state, {.creators = 300, .posts = 700}).value();
  EXPECT_EQ(seeded.creators, 300);
  EXPECT_EQ(seeded.posts, 700);
  EXPECT_EQ(state.creators.size(), 300u);
  EXPECT_EQ(state.posts.size(), 700u);
  int64_t most = 0;
  int64_t option = 0;
  for (const auto& [id, creator] : state.creators) {
    most = std::max(most, creator.followers);
    if (CheckCodeOption(state, creator).ok()) ++option;
  }
  EXPECT_EQ(seeded.most_followers, most);
  EXPECT_EQ(seeded.with_code_option, option);
}

TEST(SeedWorld, FollowersAreAsUnevenAsInLife) {
  std::vector<int64_t> followers;
  for (const auto& [id, creator] : SeededWorld("a").creators) {
    followers.push_back(creator.followers);
  }
  std::ranges::sort(followers, std::greater<>());
  const int64_t all = std::accumulate(followers.begin(), followers.end(), int64_t{0});
  const int64_t top = std::accumulate(followers.begin(), followers.begin() + 50, int64_t{0});
  EXPECT_GT(top * 2, all) << "one in twenty has more than half of all followers";
  EXPECT_GT(followers[500], 1'000);
  EXPECT_LT(followers[500], 6'000);
  const auto enough = std::ranges::count_if(followers, [](int64_t n) { return n >= 10'000; });
  EXPECT_GT(enough, 150);
  EXPECT_LT(enough, 350);
}

TEST(SeedWorld, FewPostsAreSeenByManyAndEngagementFollowsViews) {
  std::vector<int64_t> views;
  for (const auto& [id, post] : SeededWorld("a").posts) {
    views.push_back(post.views);
    EXPECT_LE(post.likes, post.views);
    EXPECT_LE(post.comments, post.likes);
    EXPECT_LE(post.shares, post.likes);
  }
  std::ranges::sort(views, std::greater<>());
  const int64_t all = std::accumulate(views.begin(), views.end(), int64_t{0});
  EXPECT_GT(std::accumulate(views.begin(), views.begin() + 300, int64_t{0}) * 2, all);
}

TEST(SeedWorld, UserNamesAreAllowedAndUnique) {
  const WorldState state = SeededWorld("a");
  std::set<std::string> seen;
  for (const auto& [id, creator] : state.creators) {
    EXPECT_THAT(creator.username, testing::MatchesRegex("[a-z0-9_.]{2,24}"));
    EXPECT_TRUE(seen.insert(creator.username).second) << creator.username;
  }
}

TEST(SeedWorld, PostsAreInOrderAndInThePast) {
  const WorldState state = SeededWorld("a");
  for (const auto& [id, creator] : state.creators) {
    absl::Time last = creator.create_time;
    for (const std::string& post : creator.post_ids) {
      const absl::Time time = Find(state.posts, post)->create_time;
      EXPECT_GT(time, last);
      EXPECT_LT(time, state.now);
      last = time;
    }
  }
}

TEST(SeedWorld, CaptionsAreInManyScripts) {
  std::set<std::string> regions;
  bool arabic = false;
  bool han = false;
  bool emoji = false;
  const WorldState state = SeededWorld("a");
  for (const auto& [id, post] : state.posts) {
    regions.insert(Find(state.creators, post.creator_id)->region);
    arabic |= post.caption.find("يوم في حياتي") != std::string::npos;
    han |= post.caption.find("我家的貓又來了") != std::string::npos;
    emoji |= post.caption.find("🔥") != std::string::npos;
  }
  EXPECT_GE(regions.size(), 12u);
  EXPECT_TRUE(arabic && han && emoji);
}

TEST(SeedWorld, ASecondCallAddsOthers) {
  WorldState state = Empty("a");
  ASSERT_TRUE(SeedWorld(state, {.creators = 20, .posts = 20}).ok());
  ASSERT_TRUE(SeedWorld(state, {.creators = 20, .posts = 20}).ok());
  EXPECT_EQ(state.creators.size(), 40u);
  EXPECT_EQ(state.posts.size(), 40u);
}

TEST(SeedWorld, ANameThatSomebodyHasIsLeftToThem) {
  const WorldState before = SeededWorld("a", 1, 0);
  WorldState state = Empty("a");
  NewCreator somebody;
  somebody.username = before.creators.begin()->second.username;
  ASSERT_TRUE(OpenCreatorAccount(state, somebody).ok());
  EXPECT_TRUE(SeedWorld(state, {.creators = 1, .posts = 0}).ok());
  EXPECT_EQ(state.creators.size(), 2u);
}

TEST(SeedWorld, IsBounded) {
  WorldState state = Empty("a");
  for (const Seeding& seeding : {Seeding{.creators = 0, .posts = 0},
                                 Seeding{.creators = kMostSeededCreators + 1, .posts = 0},
                                 Seeding{.creators = 1, .posts = -1},
                                 Seeding{.creators = 1, .posts = kMostSeededPosts + 1}}) {
    EXPECT_EQ(ReasonOf(SeedWorld(state, seeding).status()), "SEEDING_TOO_LARGE");
  }
  EXPECT_TRUE(state.creators.empty());
}

}  // namespace
}  // namespace sparkgate::simulator
