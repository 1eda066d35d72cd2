#include "server/usecases/library/reading.h"

#include "server/usecases/library/library_fixture.h"
#include "server/usecases/library/library_work.h"

namespace sparkgate::server {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

class ReadingTest : public LibraryFixture {
 protected:
  // Takes a reading over the record as it stands.
  SparkPost Take(const tiktok::SparkPost& read, bool asked = false) {
    const std::optional<SparkPost> known = Post();
    SparkPost taken;
    Write([&](Transaction& tx) -> absl::Status {
      SG_ASSIGN_OR_RETURN(taken, TakeReading(tx, workspace_, kAccount, known,
                                             {.post = read, .time = now(), .asked = asked}));
      return absl::OkStatus();
    });
    return taken;
  }
  std::optional<WorkItem> Reminder() {
    return Work(kAuthorizationWork, std::string(kAccount) + "/" + kItem);
  }

  const absl::Time end_ = kTestWorldStart + 30 * kDay;
};

TEST_F(ReadingTest, TheEndIsOursToKnow) {
  Take(Listed(kItem, end_));
  MoveTo(end_);
  // TikTok's list lags, and has other news.
  tiktok::SparkPost late = Listed(kItem, end_);
  late.caption = "ramen, again";
  const SparkPost ended = Take(late);
  EXPECT_EQ(ended.state, SparkPostState::kUnauthorized);
  EXPECT_EQ(ended.reason, UnauthorizedReason::kEnded);
  EXPECT_THAT(EventTypes(), ElementsAre("post.authorized", "authorization.ended"));
  EXPECT_THAT(LastEvent().attributes,
              ElementsAre(Pair("end_time", "2026-01-31T00:00:00+00:00"), Pair("reason", "ENDED")));
  EXPECT_FALSE(Reminder().has_value());
  EXPECT_TRUE(Work(kPostAdsWork, std::string(kAccount) + "/" + kItem).has_value());
  Take(late);
  EXPECT_EQ(EventTypes().size(), 2u);
}

TEST_F(ReadingTest, AnExtensionResumesWhatHadEnded) {
  Take(Listed(kItem, end_));
  MoveTo(end_);
  Take(Listed(kItem, end_));
  Take(Listed(kItem, end_ + 7 * kDay));
  EXPECT_EQ(StateOf(), SparkPostState::kAuthorized);
  EXPECT_EQ(EventTypes().back(), "authorization.resumed");
  Take(Listed(kItem, end_ + 37 * kDay));
  EXPECT_EQ(EventTypes().back(), "authorization.extended");
}

TEST_F(ReadingTest, AnEndedAuthorizationEntersSilently) {
  Take(Listed(kItem, now() - kDay, "UNAUTHORIZED"));
  EXPECT_EQ(StateOf(), SparkPostState::kUnauthorized);
  EXPECT_THAT(EventTypes(), IsEmpty());
  EXPECT_FALSE(Reminder().has_value());
}

TEST_F(ReadingTest, SaysWhyAnAuthorizationWasLost) {
  Take(Listed(kItem, end_));
  EXPECT_EQ(Take(Listed(kItem, end_, "UNAUTHORIZED")).reason, UnauthorizedReason::kOther);
  tiktok::SparkPost gone = Listed(kItem, end_, "UNAUTHORIZED");
  gone.item_status = "USER_DELETE";
  EXPECT_EQ(Take(gone).reason, UnauthorizedReason::kPostGone);
}

TEST_F(ReadingTest, ADeletedCodeOfOursIsTheReason) {
  Write([&](Transaction& tx) {
    return tx.codes().Put({.workspace = "w",
                           .id = "k",
                           .state = CodeState::kDeleted,
                           .item_id = kItem,
                           .lookup_hash = "hash"});
  });
  Take(Listed(kItem, end_));
  SparkPost post = *Post();
  post.code_id = "k";
  Write([&](Transaction& tx) { return tx.spark_posts().Put(post); });
  EXPECT_EQ(Take(Listed(kItem, end_, "UNAUTHORIZED")).reason, UnauthorizedReason::kCodeDeleted);
}

TEST_F(ReadingTest, WhatIsGoneMayBeShownAgain) {
  const auto absent = [&] {
    const SparkPost known = *Post();
    Write([&](Transaction& tx) { return TakeAbsence(tx, known, "OUTSIDE", now(), ""); });
    return *Post();
  };
  tiktok::SparkPost gone = Listed(kItem, end_, "UNAUTHORIZED");
  gone.item_status = "USER_DELETE";
  Take(Listed(kItem, end_));
  EXPECT_EQ(absent().state, SparkPostState::kUnbound);
  EXPECT_EQ(Post()->reason, UnauthorizedReason::kOther);
  EXPECT_EQ(Take(gone).reason, UnauthorizedReason::kPostGone);
  EXPECT_EQ(absent().reason, UnauthorizedReason::kPostGone);
  EXPECT_EQ(absent(), *Post());
  // Why it was lost then isn't why it isn't authorized now.
  const SparkPost back = Take(Listed(kItem, end_, "UNAUTHORIZED"));
  EXPECT_EQ(back.state, SparkPostState::kUnauthorized);
  EXPECT_EQ(back.reason, UnauthorizedReason::kOther);
  EXPECT_EQ(Take(Listed(kItem, end_)).state, SparkPostState::kAuthorized);
  // An end that nobody told yet is the reason all the same.
  MoveTo(end_);
  EXPECT_EQ(absent().reason, UnauthorizedReason::kEnded);
  EXPECT_THAT(EventTypes(), ElementsAre("post.authorized", "post.unbound", "post.unbound",
                                        "authorization.resumed", "post.unbound"));
}

TEST_F(ReadingTest, TheAdsOfAnAbsentPostAreLookedAt) {
  const std::string subject = std::string(kAccount) + "/" + kItem;
  Take(Listed(kItem, end_));
  const auto absent = [&] {
    const SparkPost known = *Post();
    Write([&](Transaction& tx) { return TakeAbsence(tx, known, "OUTSIDE", now(), ""); });
  };
  EXPECT_FALSE(Work(kPostAdsWork, subject).has_value());
  absent();
  EXPECT_EQ(Work(kPostAdsWork, subject)->due, now());
  // Without an authorization they had stopped before.
  Take(Listed(kItem, end_, "UNAUTHORIZED"));
  Write([&](Transaction& tx) { return tx.work().Erase("w", kPostAdsWork, subject); });
  absent();
  EXPECT_EQ(StateOf(), SparkPostState::kUnbound);
  EXPECT_FALSE(Work(kPostAdsWork, subject).has_value());
}

TEST_F(ReadingTest, WhatSomebodyAskedForIsKept) {
  Take(Listed(kItem, end_));
  const absl::Time first = now();
  MoveTo(first + absl::Hours(2));
  tiktok::SparkPost fresh = Listed(kItem, end_);
  fresh.cover_url = "https://cover/2";
  // In the background, what says nothing new isn't written.
  Take(fresh);
  EXPECT_EQ(Post()->sync_time, first);
  EXPECT_EQ(Post()->cover_uri, "https://cover/1");
  Take(fresh, /*asked=*/true);
  EXPECT_EQ(Post()->sync_time, first + absl::Hours(2));
  EXPECT_EQ(Post()->cover_uri, "https://cover/2");
  EXPECT_THAT(EventTypes(), ElementsAre("post.authorized"));
}

TEST_F(ReadingTest, ANewEndNeedsNoWarningOfWhatHasPassed) {
  Take(Listed(kItem, now() + 10 * kDay));  // the distances 30 and 14 have passed
  EXPECT_EQ(Reminder()->due, now() + 3 * kDay);
}

TEST_F(ReadingTest, AReadingDoesntMoveAWarningThatIsDue) {
  Take(Listed(kItem, end_));
  EXPECT_EQ(Reminder()->due, end_ - 14 * kDay);  // 30 days before the end is now
  MoveTo(end_ - 14 * kDay + absl::Hours(2));
  tiktok::SparkPost news = Listed(kItem, end_);
  news.caption = "ramen, again";
  Take(news);
  ASSERT_EQ(Reminder()->due, now());
}

}  // namespace
}  // namespace sparkgate::server
