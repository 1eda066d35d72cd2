#include "simulator/world/organic.h"

#include <gtest/gtest.h>

#include "simulator/world/posts.h"
#include "simulator/world/rules_fixture.h"

namespace sparkgate::simulator {
namespace {

class Organic : public testing::Test {
 protected:
  PostCounts Counts() { return CountsOf(world_.state, *Find(world_.state.posts, world_.post)); }
  RulesWorld world_;
};

TEST_F(Organic, ViewsComeFastThenSlower) {
  EXPECT_EQ(Counts().views, 0);
  world_.Advance(absl::Hours(24));
  const int64_t first = Counts().views;
  world_.Advance(absl::Hours(24));
  const int64_t second = Counts().views - first;
  world_.Advance(absl::Hours(24 * 30));
  EXPECT_GT(first, second);
  EXPECT_GT(second, 0);
  EXPECT_GT(Counts().views, first + second);
  EXPECT_LT(Counts().likes, Counts().views);
  EXPECT_GE(Counts().likes, Counts().views / 50 - 1);
}

TEST_F(Organic, NobodySeesAPrivatePost) {
  world_.Advance(absl::Hours(24));
  const int64_t views = Counts().views;
  ASSERT_TRUE(SetPostStatus(world_.state, world_.post, PostStatus::kOnlyAuthor).ok());
  EXPECT_EQ(Counts().views, views);
  world_.Advance(absl::Hours(24));
  EXPECT_EQ(Counts().views, views);
  ASSERT_TRUE(SetPostStatus(world_.state, world_.post, PostStatus::kPublic).ok());
  EXPECT_EQ(Counts().views, views);
  world_.Advance(absl::Hours(24));
  EXPECT_GT(Counts().views, views);
}

TEST_F(Organic, APostForAdsOnlyGathersNothing) {
  NewPost wanted;
  wanted.creator_id = world_.creator;
  wanted.ads_only = true;
  const std::string id = (*PublishPost(world_.state, wanted))->id;
  world_.Advance(absl::Hours(24 * 30));
  EXPECT_EQ(CountsOf(world_.state, *Find(world_.state.posts, id)).views, 0);
}

TEST_F(Organic, WhatItCameWithStays) {
  Post& post = *Find(world_.state.posts, world_.post);
  post.views = 1'000'000;
  post.likes = 200'000;
  EXPECT_EQ(Counts().views, 1'000'000);
  EXPECT_EQ(Counts().likes, 200'000);
  world_.Advance(absl::Hours(24));
  EXPECT_GT(Counts().views, 1'000'000);
  EXPECT_EQ(Counts().likes, 200'000 + (Counts().views - 1'000'000) / 5);
}

}  // namespace
}  // namespace sparkgate::simulator
