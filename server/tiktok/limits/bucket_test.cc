#include "server/tiktok/limits/bucket.h"

#include <vector>

#include <gtest/gtest.h>

namespace sparkgate::tiktok {
namespace {

constexpr Quota kPublished{.per_second = 10, .per_minute = 600, .per_day = 864'000};

class BucketTest : public testing::Test {
 protected:
  BucketTest() { bucket_.Publish(kPublished); }

  absl::Time Next() const { return bucket_.Next(Priority::kInteractive, now_); }
  absl::Time Take() {
    now_ = Next();
    return bucket_.Take(now_);
  }
  void Accept() { bucket_.Accepted(Take(), now_); }
  void Refuse() { bucket_.Refused(Take(), std::nullopt, now_); }
  // As many as are accepted before one is refused; nothing was called in the minute before.
  void RefuseAfter(int accepted) {
    now_ += absl::Minutes(2);
    for (int i = 0; i < accepted; ++i) Accept();
    Refuse();
  }

  Bucket bucket_;
  absl::Time now_ = absl::FromUnixSeconds(1'767'225'600);
};

TEST_F(BucketTest, AfterARefusalASecondPassesAndOneCallLeaves) {
  RefuseAfter(6);
  EXPECT_EQ(Next(), now_ + kSecondWindow);
  const absl::Time single = Take();
  EXPECT_GT(Next(), now_);  // nothing beside it
  now_ += absl::Seconds(2);
  EXPECT_GT(Next(), now_);
  bucket_.Accepted(single, now_);
  EXPECT_EQ(Next(), now_);
}

TEST_F(BucketTest, LearnsWhatTheSecondHolds) {
  RefuseAfter(6);
  EXPECT_EQ(bucket_.quota(), kPublished);  // not known yet
  Accept();
  EXPECT_EQ(bucket_.quota().per_second, 6);
  EXPECT_EQ(bucket_.quota().per_minute, 600);
}

// Somebody else's calls may have filled the second.
TEST_F(BucketTest, OneRefusalTakesNoMoreThanHalf) {
  RefuseAfter(0);
  Accept();
  EXPECT_EQ(bucket_.quota().per_second, 5);
  RefuseAfter(0);
  Accept();
  EXPECT_EQ(bucket_.quota().per_second, 2);
}

TEST_F(BucketTest, LessIsOnlyEverLearned) {
  RefuseAfter(6);
  Accept();
  for (int i = 0; i < 100; ++i) Accept();
  EXPECT_EQ(bucket_.quota().per_second, 6);
}

// Calls arrived closer together than they left.
TEST_F(BucketTest, WhoKeptToTheLimitIsGivenLongerWindowsFirst) {
  RefuseAfter(9);
  Accept();
  EXPECT_EQ(bucket_.quota(), kPublished);
  EXPECT_DOUBLE_EQ(bucket_.stretch(), 1.02);
  RefuseAfter(9);
  Accept();
  EXPECT_DOUBLE_EQ(bucket_.stretch(), 1.04);
  RefuseAfter(9);
  Accept();
  EXPECT_EQ(bucket_.quota().per_second, 9);
}

TEST_F(BucketTest, AMinutesStopIsWaitedOutWithSingleCalls) {
  now_ += absl::Minutes(2);
  for (int i = 0; i < 400; ++i) Accept();
  std::vector<absl::Duration> rests;
  Refuse();
  for (int i = 0; i < 4; ++i) {
    const absl::Time refused = now_;
    Refuse();
    rests.push_back(now_ - refused);
  }
  EXPECT_EQ(rests, (std::vector<absl::Duration>{kSecondWindow, absl::Seconds(5), absl::Seconds(30),
                                                absl::Minutes(5)}));
  Accept();
  EXPECT_EQ(bucket_.quota().per_second, 10);
  EXPECT_EQ(bucket_.quota().per_minute, 400);
}

TEST_F(BucketTest, OfADaysEndNothingIsLearned) {
  RefuseAfter(10);
  for (int i = 0; i < 12; ++i) Refuse();
  Accept();
  EXPECT_EQ(bucket_.quota(), kPublished);
}

TEST_F(BucketTest, TakesTikToksWordForALimit) {
  bucket_.Refused(Take(), 3, now_);
  EXPECT_EQ(bucket_.quota().per_second, 3);
  Accept();
  EXPECT_EQ(bucket_.quota().per_second, 3);  // not halved besides
  now_ += absl::Minutes(2);
  bucket_.Refused(Take(), 8, now_);  // more than was believed
  EXPECT_EQ(bucket_.quota().per_second, 3);
}

TEST_F(BucketTest, TriesALittleMoreOnceAnHour) {
  RefuseAfter(6);
  Accept();
  now_ += absl::Minutes(59);
  Accept();
  EXPECT_EQ(bucket_.quota().per_second, 6);
  now_ += absl::Minutes(1);
  Accept();
  EXPECT_EQ(bucket_.quota().per_second, 7);
  Accept();
  EXPECT_EQ(bucket_.quota().per_second, 7);
  for (int hour = 0; hour < 5; ++hour) {
    now_ += absl::Hours(1);
    Accept();
  }
  EXPECT_EQ(bucket_.quota(), kPublished);  // and never more than is published
}

TEST_F(BucketTest, AnotherLevelBeginsAnew) {
  RefuseAfter(6);
  Accept();
  bucket_.Publish(kPublished);
  EXPECT_EQ(bucket_.quota().per_second, 6);
  bucket_.Publish({20, 1'200, 0});
  EXPECT_EQ(bucket_.quota(), (Quota{20, 1'200, 0}));
}

// Of ad accounts nothing is published.
TEST_F(BucketTest, LearnsFromNothing) {
  bucket_.Publish({});
  now_ += absl::Minutes(2);
  for (int i = 0; i < 20; ++i) Accept();
  Refuse();
  Accept();
  EXPECT_EQ(bucket_.quota(), (Quota{.per_second = 20}));
}

TEST_F(BucketTest, ASingleCallThatIsLostMakesRoomForAnother) {
  RefuseAfter(6);
  const absl::Time single = Take();
  bucket_.Lost(single);
  now_ += kSecondWindow;
  EXPECT_EQ(Next(), now_);
}

TEST_F(BucketTest, WhatLeftBeforeARefusalSaysNothingOfIt) {
  const absl::Time first = Take();
  const absl::Time second = Take();
  now_ += absl::Milliseconds(1);
  const absl::Time third = Take();
  bucket_.Refused(first, std::nullopt, now_);
  bucket_.Accepted(third, now_);
  bucket_.Refused(second, std::nullopt, now_);
  EXPECT_EQ(Next(), now_ + kSecondWindow);
  EXPECT_EQ(bucket_.quota(), kPublished);
}

TEST_F(BucketTest, AClockThatIsSetBackHoldsNobody) {
  RefuseAfter(6);
  for (int i = 0; i < 6; ++i) Refuse();
  now_ -= absl::Hours(48);
  EXPECT_EQ(Next(), now_);
}

TEST_F(BucketTest, IsKeptForADayAndLongerIfItLearned) {
  Accept();
  EXPECT_FALSE(bucket_.Forgettable(now_ + absl::Hours(24)));
  EXPECT_TRUE(bucket_.Forgettable(now_ + absl::Hours(25)));
  RefuseAfter(6);
  Accept();
  EXPECT_FALSE(bucket_.Forgettable(now_ + absl::Hours(25)));
}

}  // namespace
}  // namespace sparkgate::tiktok
