#include "server/usecases/library/library_sync.h"

#include <fmt/format.h>

#include "server/usecases/library/library_fixture.h"

namespace sparkgate::server {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

class LibrarySyncTest : public LibraryFixture {
 protected:
  const absl::Time end_ = kTestWorldStart + 30 * kDay;
};

TEST_F(LibrarySyncTest, TakesTheListOver) {
  list_ = {Listed(kItem, end_)};
  ASSERT_TRUE(Sync().ok());
  EXPECT_EQ(StateOf(), SparkPostState::kAuthorized);
  EXPECT_EQ(Post()->auth_end, end_);
  EXPECT_THAT(EventTypes(), ElementsAre("post.authorized"));
  ASSERT_TRUE(Sync().ok());
  EXPECT_THAT(EventTypes(), ElementsAre("post.authorized"));
}

TEST_F(LibrarySyncTest, WhatLeftTheListIsUnbound) {
  list_ = {Listed(kItem, end_)};
  ASSERT_TRUE(Sync().ok());
  list_.clear();
  ASSERT_TRUE(Sync().ok());
  EXPECT_EQ(StateOf(), SparkPostState::kUnbound);
  EXPECT_EQ(LastEvent().type, "post.unbound");
  EXPECT_EQ(LastEvent().attributes.at("origin"), "OUTSIDE");
  EXPECT_FALSE(Work(kAuthorizationWork, fmt::format("{}/{}", kAccount, kItem)).has_value());
  // And comes back.
  list_ = {Listed(kItem, end_)};
  ASSERT_TRUE(Sync().ok());
  EXPECT_EQ(StateOf(), SparkPostState::kAuthorized);
  EXPECT_EQ(LastEvent().type, "post.authorized");
}

TEST_F(LibrarySyncTest, WhatIsRedeemedMeanwhileStays) {
  meanwhile_ = [this] { PutPost(kItem, end_); };
  ASSERT_TRUE(Sync().ok());
  EXPECT_EQ(StateOf(), SparkPostState::kAuthorized);
  EXPECT_THAT(EventTypes(), IsEmpty());
}

TEST_F(LibrarySyncTest, WhatChangesMeanwhileStaysAndIsLookedAtAgain) {
  PutPost(kItem, end_);
  list_ = {Listed(kItem, end_, "UNAUTHORIZED")};
  meanwhile_ = [this] { PutPost(kItem, end_ + 30 * kDay); };
  ASSERT_TRUE(Sync().ok());
  EXPECT_EQ(StateOf(), SparkPostState::kAuthorized);
  EXPECT_EQ(Post()->auth_end, end_ + 30 * kDay);
  ASSERT_TRUE(Work(kLibrarySyncWork, kAccount).has_value());
  EXPECT_LE(Work(kLibrarySyncWork, kAccount)->due, now());
  meanwhile_ = [] {};
  ASSERT_TRUE(Sync().ok());
  EXPECT_EQ(StateOf(), SparkPostState::kUnauthorized);
}

TEST_F(LibrarySyncTest, WhatIsUnboundMeanwhileDoesntComeBack) {
  PutPost(kItem, end_);
  list_ = {Listed(kItem, end_)};
  meanwhile_ = [this] {
    SparkPost post = *Post();
    post.state = SparkPostState::kUnbound;
    Write([&](Transaction& tx) { return tx.spark_posts().Put(post); });
  };
  ASSERT_TRUE(Sync().ok());
  EXPECT_EQ(StateOf(), SparkPostState::kUnbound);
  EXPECT_THAT(EventTypes(), IsEmpty());
}

TEST_F(LibrarySyncTest, ARowThatMovedBetweenPagesIsLookedForAlone) {
  PutPost(kItem, end_);
  PutPost("7300000000000000002", end_);
  list_ = {Listed(kItem, end_), Listed("7300000000000000002", end_)};
  hidden_ = {kItem};
  ASSERT_TRUE(Sync().ok());
  EXPECT_EQ(StateOf(), SparkPostState::kAuthorized);
  EXPECT_THAT(EventTypes(), Not(Contains("post.unbound")));
}

// The keyword of TikTok's list is an item id from 19 digits on only.
TEST_F(LibrarySyncTest, AShortItemIdIsLookedForInTheWholeList) {
  PutPost("42", end_);
  list_ = {Listed("42", end_)};
  hidden_ = {"42"};
  meanwhile_ = [this] { hidden_.clear(); };
  ASSERT_TRUE(Sync().ok());
  EXPECT_EQ(StateOf("42"), SparkPostState::kAuthorized);
}

TEST_F(LibrarySyncTest, AListOfManyPagesIsReadToItsEnd) {
  for (int i = 0; i < 120; ++i) list_.push_back(Listed(fmt::format("73{:017}", i), end_));
  ASSERT_TRUE(Sync().ok());
  EXPECT_EQ(calls_, 3);
  EXPECT_EQ(EventTypes().size(), 120u);
}

TEST_F(LibrarySyncTest, AListThatDoesntTellItsPagesIsReadToAShortOne) {
  tells_pages_ = false;
  for (int i = 0; i < 120; ++i) list_.push_back(Listed(fmt::format("73{:017}", i), end_));
  ASSERT_TRUE(Sync().ok());
  EXPECT_EQ(EventTypes().size(), 120u);
}

TEST_F(LibrarySyncTest, OfARowThatComesTwiceTheLaterCounts) {
  list_ = {Listed(kItem, end_)};
  ASSERT_TRUE(Sync().ok());
  list_ = {Listed(kItem, end_ + 7 * kDay), Listed(kItem, end_)};
  ASSERT_TRUE(Sync().ok());
  EXPECT_THAT(EventTypes(), ElementsAre("post.authorized"));
  list_ = {Listed(kItem, end_), Listed(kItem, end_ + 7 * kDay)};
  ASSERT_TRUE(Sync().ok());
  EXPECT_EQ(Post()->auth_end, end_ + 7 * kDay);
}

TEST_F(LibrarySyncTest, AListThatRepeatsItselfForEverEnds) {
  tiktok::SparkPostPage page;
  for (int i = 0; i < 50; ++i) page.posts.push_back(Listed(fmt::format("73{:017}", i), end_));
  EXPECT_CALL(tiktok_.library_api, ListPosts).Times(2).WillRepeatedly(testing::Return(page));
  ASSERT_TRUE(Sync().ok());
  EXPECT_EQ(EventTypes().size(), 50u);
}

TEST_F(LibrarySyncTest, AConsentThatIsOverWaitsADay) {
  EXPECT_CALL(tiktok_.advertiser_api, GetAccounts)
      .WillOnce(testing::Return(Error(absl::StatusCode::kUnauthenticated, "The token is over.",
                                      {.reason = "RECONNECT_NEEDED"})));
  const WorkItem item{
      .workspace = "w", .kind = kLibrarySyncWork, .subject = kAccount, .due = now()};
  Write([&](Transaction& tx) { return tx.work().Put(item); });
  NewLibrarySyncHandler()->Run(env(), workspace_, {item}, now());
  EXPECT_EQ(Work(kLibrarySyncWork, kAccount)->due, now() + kDay);
  EXPECT_THAT(EventTypes(), ElementsAre("advertiser.reconnect_needed"));
}

}  // namespace
}  // namespace sparkgate::server
