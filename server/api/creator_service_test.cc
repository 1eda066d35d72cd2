// CreatorService: what its requests may name, and posts in their rank.
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "server/api/testing/api_fixture.h"
#include "sparkgate/v1/creator_service.pb.h"

namespace sparkgate::server {
namespace {

using CreatorServiceTest = ApiFixture;

TEST_F(CreatorServiceTest, APostIsNamedByTikToksDigits) {
  for (const std::string method :
       {"GetPost", "GetAdSettings", "GenerateCode", "DisableAdAuthorization"}) {
    const std::string field = method == "GetPost" ? "name" : "post";
    const auto refusal = [&](const std::string& item) {
      return Refusal("CreatorService/" + method,
                     fmt::format("{}: 'workspaces/w/creators/none/posts/{}'", field, item));
    };
    for (const char* item : {"abc", "73x", "7-3", "123456789012345678901"}) {
      EXPECT_EQ(refusal(item), "INVALID_FIELD " + field) << method << " " << item;
    }
    EXPECT_EQ(refusal("12345678901234567890"), "RESOURCE_NOT_FOUND") << method;
  }
}

// A creator of 50 posts, whose ids count down and whose likes go up.
class RankPostsTest : public ApiFixture {
 protected:
  RankPostsTest() {
    PutTestCreator(server_, workspace_, "1");
    EXPECT_CALL(tiktok_.creator_api, ListPosts)
        .WillRepeatedly([this](const auto&, const tiktok::CreatorPostsQuery& query) {
          asked_.push_back(query.max_count);
          tiktok::CreatorPostPage page;
          for (int64_t at = query.cursor.value_or(51) - 1;
               at > 0 && std::ssize(page.posts) < query.max_count; --at) {
            page.posts.push_back({.item_id = std::to_string(7300 + at),
                                  .create_time = kTestWorldStart - absl::Hours(240),
                                  .video_views = at == 1 ? 99 : 1'000,
                                  .likes = 51 - at,
                                  .favorites = 1});
            page.cursor = at;
          }
          page.has_more = page.cursor > 1;
          return page;
        });
  }
  v1::RankPostsResponse Rank(const std::string& more = "") {
    return Get<v1::RankPostsResponse>("CreatorService/RankPosts",
                                      "parent: 'workspaces/w/creators/1' " + more);
  }
  std::vector<int> asked_;  // posts of each page
};

TEST_F(RankPostsTest, ReadsPageByPageAndRanks) {
  const v1::RankPostsResponse all = Rank();
  ASSERT_EQ(all.ranked_posts_size(), 50);
  EXPECT_FALSE(all.more());
  const auto& best = all.ranked_posts(0);
  EXPECT_EQ(best.post().name(), "workspaces/w/creators/1/posts/7302");
  EXPECT_DOUBLE_EQ(best.engagement_rate(), 0.05);
  EXPECT_DOUBLE_EQ(best.views_per_day(), 100);
  EXPECT_EQ(all.ranked_posts(49).post().name(), "workspaces/w/creators/1/posts/7301");
  EXPECT_TRUE(all.ranked_posts(49).too_few_views());
  EXPECT_EQ(asked_, (std::vector<int>{20, 20, 20}));
  EXPECT_FALSE(Rank("min_view_count: 0").ranked_posts(0).too_few_views());
}

TEST_F(RankPostsTest, LooksAtNoMoreThanIsAskedFor) {
  const v1::RankPostsResponse newest = Rank("newest: 25 ranking: POST_RANKING_VIEWS_PER_DAY");
  EXPECT_EQ(newest.ranked_posts_size(), 25);
  EXPECT_TRUE(newest.more());
  EXPECT_EQ(asked_, (std::vector<int>{20, 5}));
  EXPECT_EQ(newest.ranked_posts(0).post().name(), "workspaces/w/creators/1/posts/7350");
}

TEST_F(RankPostsTest, RefusesWhatIsOutOfRange) {
  const auto refusal = [this](const std::string& more) {
    return Refusal("CreatorService/RankPosts", "parent: 'workspaces/w/creators/1' " + more);
  };
  EXPECT_EQ(refusal("newest: 201"), "INVALID_FIELD newest");
  EXPECT_EQ(refusal("newest: -1"), "INVALID_FIELD newest");
  EXPECT_EQ(refusal("min_view_count: -1"), "INVALID_FIELD min_view_count");
  EXPECT_EQ(refusal("ranking: 99"), "INVALID_FIELD ranking");
}

}  // namespace
}  // namespace sparkgate::server
