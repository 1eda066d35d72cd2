#include "server/usecases/ads/ads_sync.h"

#include "server/usecases/names.h"
#include "server/usecases/testing/connected_fixture.h"
#include "server/usecases/work_kinds.h"

namespace sparkgate::server {
namespace {

using testing::_;
using testing::ElementsAre;
using testing::Field;
using testing::IsEmpty;
using testing::Return;

// One campaign with one ad group and one ad, all published, and what TikTok says of each.
class AdsSyncTest : public ConnectedFixture {
 protected:
  AdsSyncTest() {
    campaign_.workspace = group_.workspace = ad_.workspace = "w";
    campaign_.ad_account = group_.ad_account = ad_.ad_account = kAccount;
    campaign_.stage = group_.stage = ad_.stage = Stage::kLive;
    campaign_.id = group_.campaign = ad_.campaign = "campaign";
    campaign_.tiktok_id = read_campaign_.campaign_id = "1";
    group_.id = ad_.ad_group = "group";
    group_.tiktok_id = read_group_.adgroup_id = read_ad_.adgroup_id = "2";
    ad_.id = "ad";
    ad_.tiktok_id = read_ad_.ad_id = "3";
    read_campaign_.operation_status = read_group_.operation_status = read_ad_.operation_status =
        "ENABLE";
    read_campaign_.secondary_status = "CAMPAIGN_STATUS_ENABLE";
    read_group_.secondary_status = "ADGROUP_STATUS_DELIVERY_OK";
    read_ad_.secondary_status = "AD_STATUS_DELIVERY_OK";
    Write([&](Transaction& tx) -> absl::Status {
      SG_RETURN_IF_ERROR(tx.campaigns().Put(campaign_));
      SG_RETURN_IF_ERROR(tx.ad_groups().Put(group_));
      return tx.ads().Put(ad_);
    });
    using Query = tiktok::AdObjectQuery;
    const auto query = [](const std::string& id) {
      return testing::AllOf(Field(&Query::ids, ElementsAre(id)),
                            Field(&Query::include_deleted, true));
    };
    EXPECT_CALL(tiktok_.campaign_api, Get(_, query("1")))
        .WillRepeatedly([this](auto&&...) -> absl::StatusOr<tiktok::CampaignPage> {
          meanwhile_();
          return tiktok::CampaignPage{.campaigns = {read_campaign_}};
        });
    EXPECT_CALL(tiktok_.ad_group_api, Get(_, query("2")))
        .WillRepeatedly([this](auto&&...) -> absl::StatusOr<tiktok::AdGroupPage> {
          return tiktok::AdGroupPage{.ad_groups = {read_group_}};
        });
    EXPECT_CALL(tiktok_.ad_api, Get(_, query("3")))
        .WillRepeatedly([this](auto&&...) -> absl::StatusOr<tiktok::AdPage> {
          return tiktok::AdPage{.ads = {read_ad_}};
        });
    EXPECT_CALL(tiktok_.review_api, GetAdReviews)
        .WillRepeatedly([this](auto&&...) -> absl::StatusOr<tiktok::MockReviewApi::AdReviews> {
          return tiktok::MockReviewApi::AdReviews{{"3", read_review_}};
        });
  }

  std::optional<absl::Time> Sync(AdsScope scope = AdsScope::kEverything) {
    const auto next = SyncAds(env(), workspace_, kAccount, scope, now());
    EXPECT_TRUE(next.ok()) << next.status();
    return *next;
  }
  Campaign StoredCampaign() {
    return *Read<Campaign>(
        [](const Transaction& tx) { return tx.campaigns().Get("w", "campaign"); });
  }
  AdGroup StoredGroup() {
    return *Read<AdGroup>([](const Transaction& tx) { return tx.ad_groups().Get("w", "group"); });
  }
  Ad StoredAd() {
    return *Read<Ad>([](const Transaction& tx) { return tx.ads().Get("w", "ad"); });
  }
  // An operation on the campaign that isn't over.
  void PutOpen(const std::string& kind) {
    Write([&](Transaction& tx) {
      return tx.operations().Put({.workspace = "w",
                                  .id = "o",
                                  .kind = kind,
                                  .state = OperationState::kRunning,
                                  .target = CampaignName("w", "campaign")});
    });
  }

  Campaign campaign_;
  AdGroup group_;
  Ad ad_;
  tiktok::Campaign read_campaign_;
  tiktok::AdGroup read_group_;
  tiktok::Ad read_ad_;
  tiktok::AdReview read_review_{.review_status = "ALL_AVAILABLE"};
  std::function<void()> meanwhile_ = [] {};
};

TEST_F(AdsSyncTest, ReadsAllThreeBack) {
  EXPECT_EQ(Sync(), now() + kDay);
  EXPECT_EQ(StoredCampaign().tiktok_secondary_status, "CAMPAIGN_STATUS_ENABLE");
  EXPECT_EQ(StoredGroup().tiktok_secondary_status, "ADGROUP_STATUS_DELIVERY_OK");
  EXPECT_EQ(StoredAd().delivery.state, DeliveryState::kDelivering);
  EXPECT_THAT(EventTypes(), ElementsAre("ad.approved", "ad.delivering"));
  Sync();
  EXPECT_EQ(EventTypes().size(), 2u);
}

TEST_F(AdsSyncTest, TellsWhatPeopleSwitchedAndDeletedOnTikTok) {
  Sync();
  read_campaign_.operation_status = "DISABLE";
  read_campaign_.secondary_status = "CAMPAIGN_STATUS_DISABLE";
  read_group_.secondary_status = "ADGROUP_STATUS_DELETE";
  read_ad_.secondary_status = "AD_STATUS_ADGROUP_DELETE";
  Sync();
  EXPECT_EQ(StoredCampaign().operation_status, OperationStatus::kPaused);
  EXPECT_EQ(StoredCampaign().stage, Stage::kLive);
  EXPECT_EQ(StoredGroup().stage, Stage::kDeleted);
  EXPECT_EQ(StoredAd().stage, Stage::kDeleted);
  EXPECT_THAT(EventTypes(), ElementsAre("ad.approved", "ad.delivering", "campaign.switched_off",
                                        "ad_group.deleted", "ad.deleted"));
  EXPECT_EQ(LastEvent().attributes.at("origin"), "OUTSIDE");
}

// A campaign is created off and switched on last: until then TikTok's word isn't somebody's wish.
TEST_F(AdsSyncTest, LeavesACampaignAloneThatIsBeingPublished) {
  read_campaign_.operation_status = "DISABLE";
  PutOpen("campaign.publish");
  Sync();
  EXPECT_EQ(StoredCampaign(), campaign_);
}

TEST_F(AdsSyncTest, WhatChangesMeanwhileIsNewer) {
  read_campaign_.operation_status = "ENABLE";
  meanwhile_ = [this] {
    campaign_.operation_status = OperationStatus::kPaused;
    Write([&](Transaction& tx) { return tx.campaigns().Put(campaign_); });
  };
  Sync();
  EXPECT_EQ(StoredCampaign().operation_status, OperationStatus::kPaused);
}

TEST_F(AdsSyncTest, AnAdThatFellWithItsGroupShowsTheGroupsReasons) {
  read_ad_.secondary_status = "AD_STATUS_ADGROUP_AUDIT_DENY";
  EXPECT_CALL(tiktok_.review_api, GetAdGroupReviews(_, _, ElementsAre("2")))
      .WillOnce(Return(tiktok::MockReviewApi::AdGroupReviews{
          {"2", {.rejections = {{.suggestion = "Target adults.", .reasons = {"Alcohol"}}}}}}));
  Sync();
  EXPECT_EQ(StoredAd().review.state, ReviewState::kRejected);
  EXPECT_THAT(StoredAd().review.reject_reasons, ElementsAre("Alcohol"));
  EXPECT_THAT(StoredAd().review.suggestions, ElementsAre("Target adults."));
  EXPECT_EQ(LastEvent().type, "ad.rejected");
  Sync();  // settled: nobody asks again
}

TEST_F(AdsSyncTest, AnOpenReviewIsLookedAtMoreOften) {
  read_ad_.secondary_status = "AD_STATUS_AUDIT";
  EXPECT_EQ(Sync(), now() + kDay);
  EXPECT_EQ(Work(kReviewSyncWork, kAccount)->due, now() + absl::Minutes(5));
  EXPECT_EQ(Sync(AdsScope::kReviews), now() + absl::Minutes(5));
  MoveTo(now() + absl::Hours(4));
  EXPECT_EQ(Sync(AdsScope::kReviews), now() + absl::Minutes(30));
  EXPECT_THAT(EventTypes(), ElementsAre("ad.in_review"));
}

TEST_F(AdsSyncTest, WhatStandsAboveAnAdThatDeliversIsntAskedFor) {
  Sync();
  EXPECT_CALL(tiktok_.campaign_api, Get).Times(0);
  EXPECT_CALL(tiktok_.ad_group_api, Get).Times(0);
  Sync();
}

TEST_F(AdsSyncTest, WhatStandsAboveAnAdThatIsOffIsAskedFor) {
  Sync();
  read_ad_.operation_status = "DISABLE";
  read_ad_.secondary_status = "AD_STATUS_DISABLE";
  Sync();
  read_group_.operation_status = "DISABLE";
  Sync();
  EXPECT_EQ(StoredGroup().operation_status, OperationStatus::kPaused);
}

TEST_F(AdsSyncTest, ParentsWithoutAdsAreAskedFor) {
  ad_.stage = Stage::kDraft;
  Write([&](Transaction& tx) { return tx.ads().Put(ad_); });
  Sync();
  read_group_.operation_status = "DISABLE";
  Sync();
  EXPECT_EQ(StoredGroup().operation_status, OperationStatus::kPaused);
}

TEST_F(AdsSyncTest, ALookAtReviewsLeavesTheRestAlone) {
  EXPECT_CALL(tiktok_.campaign_api, Get).Times(0);
  EXPECT_CALL(tiktok_.ad_group_api, Get).Times(0);
  EXPECT_EQ(Sync(AdsScope::kReviews), std::nullopt);
  EXPECT_THAT(EventTypes(), ElementsAre("ad.approved", "ad.delivering"));
  EXPECT_CALL(tiktok_.ad_api, Get).Times(0);
  EXPECT_EQ(Sync(AdsScope::kReviews), std::nullopt);
}

// Its ad group waited for the review too, and nobody else would ask about it before the daily look.
TEST_F(AdsSyncTest, ADecisionWakesALookAtWhatStandsAboveOnce) {
  read_ad_.secondary_status = "AD_STATUS_AUDIT";
  read_group_.secondary_status = "ADGROUP_STATUS_AUDIT";
  Sync();
  EXPECT_FALSE(Work(kAdsSyncWork, kAccount).has_value());  // it doesn't wake itself
  Sync(AdsScope::kReviews);
  EXPECT_FALSE(Work(kAdsSyncWork, kAccount).has_value());  // no news
  read_ad_.secondary_status = "AD_STATUS_DELIVERY_OK";
  read_group_.secondary_status = "ADGROUP_STATUS_DELIVERY_OK";
  Sync(AdsScope::kReviews);
  ASSERT_EQ(Work(kAdsSyncWork, kAccount)->due, now());
  EXPECT_EQ(StoredGroup().tiktok_secondary_status, "ADGROUP_STATUS_AUDIT");
  NewAdsSyncHandler()->Run(env(), workspace_, {*Work(kAdsSyncWork, kAccount)}, now());
  EXPECT_EQ(StoredGroup().tiktok_secondary_status, "ADGROUP_STATUS_DELIVERY_OK");
  EXPECT_EQ(Work(kAdsSyncWork, kAccount)->due, now() + kDay);
}

TEST_F(AdsSyncTest, AnAdThatDeliversUnderParentsThatRunWakesNothing) {
  Sync();
  read_ad_.secondary_status = "AD_STATUS_AUDIT";
  Sync();
  read_ad_.secondary_status = "AD_STATUS_DELIVERY_OK";
  Sync(AdsScope::kReviews);
  EXPECT_EQ(StoredAd().delivery.state, DeliveryState::kDelivering);
  EXPECT_FALSE(Work(kAdsSyncWork, kAccount).has_value());
}

// The status says that it isn't over: TikTok's details of it would be those of an older one.
TEST_F(AdsSyncTest, AReviewThatIsntOverIsntAskedFor) {
  read_ad_.secondary_status = "AD_STATUS_AUDIT";
  EXPECT_CALL(tiktok_.review_api, GetAdReviews).Times(0);
  Sync();
  EXPECT_EQ(StoredAd().review.state, ReviewState::kInReview);
}

TEST_F(AdsSyncTest, WhatSaysNothingNewIsntWritten) {
  Sync();
  disk_.store().FailWrites(1);
  EXPECT_EQ(Sync(), now() + kDay);
}

TEST_F(AdsSyncTest, ANewAdIsWatched) {
  Write([&](Transaction& tx) { return WatchNewAd(tx, "w", kAccount, now()); });
  EXPECT_EQ(Work(kReviewSyncWork, kAccount)->due, now());
  EXPECT_EQ(Work(kAdsSyncWork, kAccount)->due, now() + kDay);
  MoveTo(now() + absl::Hours(1));
  Write([&](Transaction& tx) { return WatchNewAd(tx, "w", kAccount, now()); });
  EXPECT_LE(Work(kReviewSyncWork, kAccount)->due, now());
  EXPECT_EQ(Work(kAdsSyncWork, kAccount)->due, now() + kDay - absl::Hours(1));
}

// The run that is due now has read already, and ends with WorkDone.
TEST_F(AdsSyncTest, ALookThatIsRunningIsntReliedOn) {
  const auto running = [&](const char* kind) {
    const WorkItem item{.workspace = "w", .kind = kind, .subject = kAccount, .due = now()};
    Write([&](Transaction& tx) { return tx.work().Put(item); });
  };
  running(kAdsSyncWork);
  Write([&](Transaction& tx) { return WatchAccount(tx, "w", kAccount, now()); });
  EXPECT_LT(Work(kAdsSyncWork, kAccount)->due, now());
  running(kReviewSyncWork);
  read_ad_.secondary_status = "AD_STATUS_AUDIT";
  Sync();
  EXPECT_LT(Work(kReviewSyncWork, kAccount)->due, now());
}

// Everything of the account in one look, however many of its posts changed.
TEST_F(AdsSyncTest, AnAuthorizationThatChangedWakesALookIfAdsRunUnderIt) {
  ad_.item_id = kItem;
  Write([&](Transaction& tx) { return tx.ads().Put(ad_); });
  EXPECT_CALL(tiktok_.ad_api, Get).Times(0);
  const std::string account = kAccount;
  const WorkItem other{
      .workspace = "w", .kind = kPostAdsWork, .subject = account + "/1", .due = now()};
  const WorkItem post{
      .workspace = "w", .kind = kPostAdsWork, .subject = account + "/" + kItem, .due = now()};
  const auto run = [&](const std::vector<WorkItem>& items) {
    for (const WorkItem& item : items) Write([&](Transaction& tx) { return tx.work().Put(item); });
    NewPostAdsHandler()->Run(env(), workspace_, items, now());
    for (const WorkItem& item : items) EXPECT_FALSE(Work(item.kind, item.subject).has_value());
  };
  run({other});
  EXPECT_FALSE(Work(kAdsSyncWork, kAccount).has_value());
  Write([&](Transaction& tx) { return WatchAccount(tx, "w", kAccount, now()); });
  run({other, post});
  EXPECT_EQ(Work(kAdsSyncWork, kAccount)->due, now());
  run({post});  // one that waits for its turn needn't be woken
  EXPECT_EQ(Work(kAdsSyncWork, kAccount)->due, now());
}

TEST_F(AdsSyncTest, AnAdThatFallsOutOfItsAuthorizationStopsAndComesBackIntoAReview) {
  Sync();
  read_ad_.secondary_status = "AD_STATUS_ASSET_AUTHORIZATION_LOST";
  Sync();
  EXPECT_EQ(StoredAd().delivery.state, DeliveryState::kNotDelivering);
  EXPECT_EQ(LastEvent().type, "ad.stopped");
  EXPECT_FALSE(Work(kReviewSyncWork, kAccount).has_value());
  read_ad_.secondary_status = "AD_STATUS_AUDIT";
  Sync();
  EXPECT_EQ(Work(kReviewSyncWork, kAccount)->due, now() + absl::Minutes(5));
}

TEST_F(AdsSyncTest, ADeadConsentIsTriedAgainInADay) {
  EXPECT_CALL(tiktok_.ad_api, Get)
      .WillRepeatedly(Return(Error(absl::StatusCode::kUnauthenticated, "The token is over.",
                                   {.reason = "RECONNECT_NEEDED"})));
  const WorkItem all{.workspace = "w", .kind = kAdsSyncWork, .subject = kAccount, .due = now()};
  const WorkItem reviews{
      .workspace = "w", .kind = kReviewSyncWork, .subject = kAccount, .due = now()};
  Write([&](Transaction& tx) -> absl::Status {
    SG_RETURN_IF_ERROR(tx.work().Put(all));
    return tx.work().Put(reviews);
  });
  NewAdsSyncHandler()->Run(env(), workspace_, {all}, now());
  EXPECT_EQ(Work(kAdsSyncWork, kAccount)->due, now() + kDay);
  NewReviewSyncHandler()->Run(env(), workspace_, {reviews}, now());
  EXPECT_FALSE(Work(kReviewSyncWork, kAccount).has_value());
}

TEST_F(AdsSyncTest, WithoutAnythingPublishedThereIsNothingToLookAt) {
  campaign_.stage = group_.stage = ad_.stage = Stage::kDraft;
  Write([&](Transaction& tx) -> absl::Status {
    SG_RETURN_IF_ERROR(tx.campaigns().Put(campaign_));
    return tx.ads().Put(ad_);
  });
  EXPECT_EQ(Sync(), std::nullopt);
}

TEST_F(AdsSyncTest, GetReviewReadsNow) {
  read_ad_.secondary_status = "AD_STATUS_AUDIT_DENY";
  read_review_ = {.review_status = "UNAVAILABLE", .rejections = {{.reasons = {"Music"}}}};
  const auto review = ReadReview(env(), "w", "ad");
  ASSERT_TRUE(review.ok()) << review.status();
  EXPECT_EQ(review->state, ReviewState::kRejected);
  EXPECT_THAT(review->reject_reasons, ElementsAre("Music"));
  EXPECT_EQ(Work(kAdsSyncWork, kAccount)->due, now());
  EXPECT_FALSE(Work(kReviewSyncWork, kAccount).has_value());
}

TEST_F(AdsSyncTest, AReviewThatGetReviewFindsIsWatched) {
  Sync();
  read_ad_.secondary_status = "AD_STATUS_AUDIT";
  EXPECT_EQ(ReadReview(env(), "w", "ad")->state, ReviewState::kInReview);
  EXPECT_EQ(Work(kReviewSyncWork, kAccount)->due, now() + absl::Minutes(5));
}

// It was deleted here, which was told then.
TEST_F(AdsSyncTest, TheReviewOfADeletedAdIsTheStoredOne) {
  ad_.stage = Stage::kDeleted;
  ad_.review.state = ReviewState::kApproved;
  Write([&](Transaction& tx) { return tx.ads().Put(ad_); });
  read_ad_.secondary_status = "AD_STATUS_DELETE";
  EXPECT_CALL(tiktok_.ad_api, Get).Times(0);
  EXPECT_EQ(ReadReview(env(), "w", "ad")->state, ReviewState::kApproved);
  EXPECT_THAT(EventTypes(), IsEmpty());
}

}  // namespace
}  // namespace sparkgate::server
