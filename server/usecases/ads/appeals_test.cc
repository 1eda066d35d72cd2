#include "server/usecases/ads/appeals.h"

#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/usecases/ads/ads_sync.h"
#include "server/usecases/testing/ads_fixture.h"

namespace sparkgate::server {
namespace {

using ::testing::_;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::IsEmpty;

// An ad group on TikTok with a rejected ad "a" and an approved one "b".
class AppealsTest : public AdsFixture {
 protected:
  AppealsTest() {
    RegisterAppealMutation(ops());
    Draft();
    AdGroup group =
        Read<AdGroup>([](const Transaction& tx) { return tx.ad_groups().Get("w", "gc"); });
    group.stage = Stage::kLive;
    group.tiktok_id = "tg";
    Write([&](Transaction& tx) { return tx.ad_groups().Put(group); });
    for (const std::string id : {"a", "b"}) {
      DraftAd(id);
      Ad ad = GetAd(id);
      ad.stage = Stage::kLive;
      ad.tiktok_id = "t" + id;
      ad.review.state = id == "a" ? ReviewState::kRejected : ReviewState::kApproved;
      ad.review.submit_time = kTestWorldStart - absl::Hours(100);
      Write([&](Transaction& tx) { return tx.ads().Put(ad); });
    }
    EXPECT_CALL(tiktok_.review_api, GetAdGroupReviews(_, _, ElementsAre("tg")))
        .WillRepeatedly([this](auto&&...) -> absl::StatusOr<tiktok::MockReviewApi::AdGroupReviews> {
          tiktok::AdGroupReview review;
          review.appeal_status = status_;
          after_read_();
          return tiktok::MockReviewApi::AdGroupReviews{{"tg", review}};
        });
    EXPECT_CALL(tiktok_.review_api, Appeal)
        .WillRepeatedly([this](const auto&, const tiktok::NewAppeal& appeal) {
          appeals_.push_back(appeal);
          return on_appeal_();
        });
    EXPECT_CALL(tiktok_.review_api, GetAdReviews)
        .WillRepeatedly([this](auto&&...) -> absl::StatusOr<tiktok::MockReviewApi::AdReviews> {
          tiktok::AdReview review;
          review.review_status =
              secondary_status_ == "AD_STATUS_AUDIT_DENY" ? "UNAVAILABLE" : "ALL_AVAILABLE";
          review.rejections = {{.suggestion = "", .reasons = {reason_}}};
          after_read_();
          return tiktok::MockReviewApi::AdReviews{{"ta", review}};
        });
  }

  absl::StatusOr<std::vector<std::string>> Appeal(const WantedAppeal& wanted,
                                                  const std::string& request_id = "") {
    return AppealReview(server_.env, server_.MakeCall("w", request_id), wanted);
  }
  // What TikTok says of the ads whose review is open.
  std::optional<absl::Time> Look() {
    EXPECT_CALL(tiktok_.ad_api, Get(_, Field(&tiktok::AdObjectQuery::ids, ElementsAre("ta"))))
        .WillRepeatedly([this](auto&&...) -> absl::StatusOr<tiktok::AdPage> {
          tiktok::Ad ad;
          ad.ad_id = "ta";
          ad.adgroup_id = "tg";
          ad.operation_status = "ENABLE";
          ad.secondary_status = secondary_status_;
          return tiktok::AdPage{.ads = {ad}};
        });
    const auto next = SyncAds(server_.env, workspace_, "account-1", AdsScope::kReviews, Now());
    EXPECT_TRUE(next.ok()) << next.status();
    return next.ok() ? *next : std::nullopt;
  }
  absl::Time Now() { return *server_.env.clocks.Now(workspace_); }

  std::string status_ = "NOT_APPEALED";
  std::string secondary_status_ = "AD_STATUS_AUDIT_DENY";
  std::string reason_ = "It is another pan.";
  std::function<void()> after_read_ = [] {};  // of reviews
  std::vector<tiktok::NewAppeal> appeals_;
  std::function<absl::Status()> on_appeal_ = [this] {
    status_ = "APPEALING";
    return absl::OkStatus();
  };
};

TEST_F(AppealsTest, IsAboutTheRejectedAdsAndOncePerRejection) {
  const auto ads = Appeal({.ad_group = "gc", .reason = "It shows the very pan."}, "r");
  ASSERT_TRUE(ads.ok()) << ads.status();
  EXPECT_THAT(*ads, ElementsAre("a"));
  ASSERT_EQ(appeals_.size(), 1u);
  EXPECT_EQ(appeals_[0].adgroup_id, "tg");
  EXPECT_EQ(appeals_[0].ad_id, "");
  EXPECT_EQ(appeals_[0].reason, "It shows the very pan.");
  EXPECT_EQ(GetAd("a").review.appeal, AppealState::kOpen);
  EXPECT_EQ(GetAd("a").review.appeal_time, Now());
  EXPECT_EQ(GetAd("b").review.appeal, AppealState::kNone);
  EXPECT_THAT(*Appeal({.ad_group = "gc", .reason = "It shows the very pan."}, "r"),
              ElementsAre("a"));
  EXPECT_EQ(ReasonOf(Appeal({.ad_group = "gc"}).status()), "ALREADY_APPEALED");
  EXPECT_EQ(ReasonOf(Appeal({.ad_group = "gc", .ad = "a"}).status()), "ALREADY_APPEALED");
  EXPECT_EQ(appeals_.size(), 1u);
  EXPECT_THAT(server_.EventTypes("w"), ElementsAre("ad.appealed"));
}

TEST_F(AppealsTest, RefusesWhatTikTokWouldRefuse) {
  EXPECT_EQ(ReasonOf(Appeal({.ad_group = "gc", .ad = "b"}).status()), "NOT_REJECTED");
  EXPECT_EQ(ReasonOf(Appeal({.ad_group = "gc", .reason = std::string(513, 'x')}).status()),
            "INVALID_FIELD");
  EXPECT_EQ(ReasonOf(Appeal({.ad_group = "other"}).status()), "RESOURCE_NOT_FOUND");
  EXPECT_THAT(appeals_, IsEmpty());
}

TEST_F(AppealsTest, TheResultIsPolledFromTheAppealOn) {
  ASSERT_TRUE(Appeal({.ad_group = "gc", .ad = "a"}).ok());
  EXPECT_EQ(appeals_[0].ad_id, "ta");
  // The ad was submitted days ago, but the appeal is new.
  EXPECT_EQ(Look(), Now() + absl::Minutes(5));
  server_.SetWorldTime("w", Now() + absl::Hours(2));
  EXPECT_EQ(Look(), Now() + absl::Minutes(15));
  status_ = "APPEAL_FAILED";
  EXPECT_EQ(Look(), std::nullopt);
  EXPECT_EQ(Look(), std::nullopt);
  EXPECT_EQ(GetAd("a").review.appeal, AppealState::kFailed);
  EXPECT_THAT(server_.EventTypes("w"), ElementsAre("ad.appealed", "ad.appeal_failed"));
  EXPECT_EQ(ReasonOf(Appeal({.ad_group = "gc"}).status()), "ALREADY_APPEALED");
  // It was changed and rejected anew, between two looks.
  status_ = "NOT_APPEALED";
  EXPECT_TRUE(Appeal({.ad_group = "gc"}).ok());
  EXPECT_EQ(GetAd("a").review.appeal, AppealState::kOpen);
}

TEST_F(AppealsTest, ADecisionBetweenTwoReadsIsToldWithItsOwnReasons) {
  ASSERT_TRUE(Appeal({.ad_group = "gc"}).ok());
  after_read_ = [this] {
    status_ = "APPEAL_FAILED";
    reason_ = "It is no pan.";
  };
  Look();
  Look();
  EXPECT_EQ(GetAd("a").review.appeal, AppealState::kFailed);
  EXPECT_EQ(server_.Events("w").back().type, "ad.appeal_failed");
  EXPECT_EQ(server_.Events("w").back().attributes["reasons"], "It is no pan.");
}

TEST_F(AppealsTest, AnApprovalIsItsSuccess) {
  ASSERT_TRUE(Appeal({.ad_group = "gc"}).ok());
  status_ = "APPEAL_SUCCESSFUL";
  Look();
  EXPECT_EQ(GetAd("a").review.appeal, AppealState::kOpen);  // until the ad itself says so
  secondary_status_ = "AD_STATUS_DELIVERY_OK";
  Look();
  EXPECT_EQ(GetAd("a").review.appeal, AppealState::kSuccessful);
  EXPECT_THAT(server_.EventTypes("w"),
              ElementsAre("ad.appealed", "ad.approved", "ad.appeal_succeeded", "ad.delivering"));
}

TEST_F(AppealsTest, ALostAnswerIsFoundInTheGroupsStatus) {
  on_appeal_ = [this] {
    status_ = "APPEALING";
    return Lost();
  };
  EXPECT_TRUE(Appeal({.ad_group = "gc"}).ok());
  EXPECT_EQ(GetAd("a").review.appeal, AppealState::kOpen);
}

TEST_F(AppealsTest, IsNeverSentAgain) {
  on_appeal_ = [] { return Lost(); };
  const absl::Status lost = Appeal({.ad_group = "gc"}).status();
  ASSERT_EQ(ReasonOf(lost), "OUTCOME_UNKNOWN");
  const std::string name = DetailOf(lost).metadata["operation"];
  const std::string id = name.substr(name.rfind('/') + 1);
  EXPECT_EQ(ReasonOf(Appeal({.ad_group = "gc"}).status()), "OPERATION_IN_PROGRESS");
  PassTimeout();
  Work(id);
  server_.SetWorldTime("w", Now() + workspace_.settings.settle);
  Work(id);
  EXPECT_EQ(server_.GetOperation("w", id).waiting_for, kWaitsForPerson);
  EXPECT_EQ(appeals_.size(), 1u);
  // It came in late after all.
  status_ = "APPEALING";
  ASSERT_TRUE(ops().Resolve(server_.MakeCall("w"), id, Operations::Finding::kHappened, "").ok());
  EXPECT_EQ(GetAd("a").review.appeal, AppealState::kOpen);
  EXPECT_THAT(server_.EventTypes("w"), Contains("ad.appealed").Times(1));
}

// The group's word says nothing of a second appeal while a first one is open.
TEST_F(AppealsTest, OfAGroupUnderAppealALostAnswerWaitsForAPerson) {
  status_ = "APPEALING";
  on_appeal_ = [] { return Lost(); };
  const absl::Status lost = Appeal({.ad_group = "gc"}).status();
  ASSERT_EQ(ReasonOf(lost), "OUTCOME_UNKNOWN");
  const std::string name = DetailOf(lost).metadata["operation"];
  PassTimeout();
  Work(name.substr(name.rfind('/') + 1));
  const std::string id = name.substr(name.rfind('/') + 1);
  EXPECT_EQ(server_.GetOperation("w", id).waiting_for, kWaitsForPerson);
  EXPECT_EQ(GetAd("a").review.appeal, AppealState::kNone);
  EXPECT_TRUE(ops().Resolve(server_.MakeCall("w"), id, Operations::Finding::kHappened, "").ok());
  EXPECT_EQ(GetAd("a").review.appeal, AppealState::kOpen);
}

}  // namespace
}  // namespace sparkgate::server
