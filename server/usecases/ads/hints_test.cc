#include "server/usecases/ads/hints.h"

#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/crypto/hash.h"
#include "server/usecases/testing/connected.h"
#include "server/usecases/testing/connected_fixture.h"
#include "server/usecases/work_kinds.h"

namespace sparkgate::server {
namespace {

using ::testing::_;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kHintBody[] = R"({"object":2,"entry":[{"adgroup_id":"2","reject_reason":"No."}]})";

// An ad group on TikTok with one ad, which was approved.
class HintsTest : public ConnectedFixture {
 protected:
  HintsTest() {
    PutTestApp(server_);
    ad_.workspace = group_.workspace = "w";
    ad_.ad_account = group_.ad_account = kAccount;
    ad_.campaign = group_.campaign = "campaign";
    ad_.stage = group_.stage = Stage::kLive;
    group_.id = ad_.ad_group = "group";
    group_.tiktok_id = "2";
    ad_.id = "ad";
    ad_.tiktok_id = "3";
    ad_.tiktok_secondary_status = "AD_STATUS_DELIVERY_OK";
    ad_.review.state = ReviewState::kApproved;
    ad_.delivery.state = DeliveryState::kDelivering;
    Write([&](Transaction& tx) -> absl::Status {
      SG_RETURN_IF_ERROR(tx.ad_groups().Put(group_));
      return tx.ads().Put(ad_);
    });
    EXPECT_CALL(tiktok_.ad_api, Get)
        .WillRepeatedly([this](auto&&...) -> absl::StatusOr<tiktok::AdPage> {
          ++reads_;
          SG_RETURN_IF_ERROR(reading_);
          tiktok::Ad ad;
          ad.ad_id = "3";
          ad.adgroup_id = "2";
          ad.operation_status = "ENABLE";
          ad.secondary_status = status_;
          return tiktok::AdPage{.ads = {ad}};
        });
    EXPECT_CALL(tiktok_.review_api, GetAdReviews)
        .WillRepeatedly([this](auto&&...) -> absl::StatusOr<tiktok::MockReviewApi::AdReviews> {
          return tiktok::MockReviewApi::AdReviews{{"3", review_}};
        });
  }

  // As TikTok sends it, if the secret is the app's.
  Hint Receive(const std::string& body = kHintBody, std::string_view secret = "secret",
               const std::string& workspace = "w") {
    const auto hint = TakeWebhook(env(), workspace, body, ToHex(HmacSha256(secret, body)));
    EXPECT_TRUE(hint.ok()) << hint.status();
    return hint.value_or(Hint::kRefused);
  }
  // One run of what is due.
  WorkOutcome RunHints() {
    const auto item = Work(kReviewHintWork, "group");
    if (!item.has_value()) return WorkDone();
    return NewHintHandler()->Run(env(), workspace_, {*item}, now()).front();
  }
  Review StoredReview() {
    return Read<Ad>([](const Transaction& tx) { return tx.ads().Get("w", "ad"); })->review;
  }

  AdGroup group_;
  Ad ad_;
  std::string status_ = "AD_STATUS_DELIVERY_OK";
  absl::Status reading_;
  tiktok::AdReview review_ = {.review_status = "ALL_AVAILABLE"};
  int reads_ = 0;
};

TEST_F(HintsTest, AnAdIsReadAtOnceWhateverWasKnown) {
  EXPECT_EQ(Receive(), Hint::kTaken);
  EXPECT_EQ(Work(kReviewHintWork, "group")->due, now());
  EXPECT_EQ(server_.signal.pokes(), 1);
  status_ = "AD_STATUS_AUDIT_DENY";
  review_ = {.review_status = "UNAVAILABLE", .rejections = {{.reasons = {"Music"}}}};
  RunHints();
  EXPECT_EQ(StoredReview().state, ReviewState::kRejected);
  EXPECT_FALSE(Work(kReviewHintWork, "group").has_value());
  // The same status, but decided anew: a look that nobody asked for wouldn't see it.
  review_.rejections = {{.reasons = {"Claims"}}};
  EXPECT_EQ(Receive(), Hint::kTaken);
  RunHints();
  EXPECT_THAT(StoredReview().reject_reasons, ElementsAre("Claims"));
  EXPECT_THAT(EventTypes(), ElementsAre("ad.rejected", "ad.stopped"));
}

TEST_F(HintsTest, WhatItSaysIsNeverBelieved) {
  EXPECT_EQ(Receive(), Hint::kTaken);  // "No."
  RunHints();
  EXPECT_EQ(StoredReview().state, ReviewState::kApproved);
  EXPECT_THAT(EventTypes(), IsEmpty());
}

TEST_F(HintsTest, DuplicatesAreOneReading) {
  EXPECT_EQ(Receive(), Hint::kTaken);
  EXPECT_EQ(Receive(), Hint::kTaken);
  RunHints();
  RunHints();
  EXPECT_EQ(reads_, 1);
}

TEST_F(HintsTest, OneThatIsntTikToksHasNoEffect) {
  EXPECT_EQ(Receive(kHintBody, "another secret"), Hint::kRefused);
  EXPECT_EQ(*TakeWebhook(env(), "w", kHintBody, ""), Hint::kRefused);
  EXPECT_EQ(Receive(kHintBody, "secret", "nowhere"), Hint::kRefused);
  EXPECT_FALSE(Work(kReviewHintWork, "group").has_value());
  EXPECT_EQ(server_.signal.pokes(), 0);
}

TEST_F(HintsTest, OneAboutNothingOfOursIsIgnored) {
  EXPECT_EQ(Receive(R"({"object":2,"entry":[{"adgroup_id":"77"}]})"), Hint::kIgnored);
  EXPECT_EQ(Receive(R"({"advertiser_id":"1","status":"STATUS_LIMIT"})"), Hint::kIgnored);
  EXPECT_EQ(Receive("not JSON"), Hint::kIgnored);
  group_.stage = Stage::kDeleted;
  Write([&](Transaction& tx) { return tx.ad_groups().Put(group_); });
  EXPECT_EQ(Receive(), Hint::kIgnored);
  EXPECT_EQ(server_.signal.pokes(), 0);
}

TEST_F(HintsTest, AReadingThatFailsIsTriedAgain) {
  reading_ = absl::UnavailableError("down");
  Receive();
  EXPECT_EQ(RunHints().kind, WorkOutcome::Kind::kFailed);
}

}  // namespace
}  // namespace sparkgate::server
