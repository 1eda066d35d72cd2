#include "simulator/world/ads.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "simulator/world/ad_groups.h"
#include "simulator/world/advertisers.h"
#include "simulator/world/campaigns.h"
#include "simulator/world/codes.h"
#include "simulator/world/notifications.h"
#include "simulator/world/refusal.h"
#include "simulator/world/review.h"
#include "simulator/world/rules_fixture.h"
#include "simulator/world/spark_posts.h"

namespace sparkgate::simulator {
namespace {

constexpr OperationStatus kEnable = OperationStatus::kEnable;
constexpr OperationStatus kDisable = OperationStatus::kDisable;
constexpr OperationStatus kDelete = OperationStatus::kDelete;

class Ads : public testing::Test {
 protected:
  void SetUp() override {
    ad_ = world_.PublishedAd();
    group_ = Find(world_.state.ads, ad_)->ad_group_id;
    campaign_ = Find(world_.state.ads, ad_)->campaign_id;
  }
  std::string Status() { return world_.AdStatus(ad_); }
  std::string GroupStatus() { return world_.AdGroupStatus(group_); }
  void SetAccount(const AdvertiserChange& change) {
    ASSERT_TRUE(ChangeAdvertiser(world_.state, world_.advertiser, change).ok());
  }
  void Decide(ReviewVerdict verdict) {
    ReviewDecision decision;
    decision.verdict = verdict;
    if (verdict != ReviewVerdict::kApproved) decision.reasons = {"Misleading claims."};
    if (verdict == ReviewVerdict::kPartlyApproved) decision.forbidden_locations = {"2635167"};
    ASSERT_TRUE(DecideReview(world_.state, ad_, decision).ok());
  }

  RulesWorld world_;
  std::string ad_;
  std::string group_;
  std::string campaign_;
};

TEST_F(Ads, AreReviewedAndThenDeliver) {
  EXPECT_EQ(Status(), "AD_STATUS_AUDIT");
  EXPECT_EQ(GroupStatus(), "ADGROUP_STATUS_AUDIT");
  world_.Advance(absl::Hours(2) - absl::Seconds(1));
  EXPECT_EQ(Status(), "AD_STATUS_AUDIT");
  world_.Advance(absl::Hours(22) + absl::Seconds(1));
  EXPECT_EQ(Status(), "AD_STATUS_DELIVERY_OK");
  EXPECT_EQ(GroupStatus(), "ADGROUP_STATUS_DELIVERY_OK");
  const auto shown = NotificationsFor(world_.state, AdvertiserName(world_.advertiser));
  ASSERT_FALSE(shown.empty());
  EXPECT_EQ(shown.front().kind, "ad_approved");
}

TEST_F(Ads, StopAtTheEndOfTheAuthorizationAndResumeAfterAnExtension) {
  world_.Advance(absl::Hours(24 * 30) - absl::Seconds(1));
  EXPECT_EQ(Status(), "AD_STATUS_DELIVERY_OK");
  world_.Advance(absl::Seconds(1));
  EXPECT_EQ(Status(), "AD_STATUS_ASSET_AUTHORIZATION_LOST");
  EXPECT_EQ(GroupStatus(), "ADGROUP_STATUS_ASSET_AUTHORIZATION_LOST");
  ASSERT_TRUE(ExtendCode(world_.state, world_.post, 30).ok());
  EXPECT_EQ(Status(), "AD_STATUS_DELIVERY_OK");
}

TEST_F(Ads, TheEndAndTheTakingBackMayReadDifferently) {
  ASSERT_TRUE(world_.state.switches
                  .Set("authorization_revoked_status", "AD_STATUS_CREATOR_AUTHORIZATION_REVOKED")
                  .ok());
  RulesWorld taken = world_;
  ASSERT_TRUE(DeleteCode(taken.state, taken.post).ok());
  EXPECT_EQ(taken.AdStatus(ad_), "AD_STATUS_CREATOR_AUTHORIZATION_REVOKED");
  world_.Advance(absl::Hours(24 * 30));
  EXPECT_EQ(Status(), "AD_STATUS_ASSET_AUTHORIZATION_LOST");
}

// Every cause at once; then the strongest is taken away, one after the other.
TEST_F(Ads, CausesHaveAnOrder) {
  AdvertiserChange change;
  change.has_payment_method = false;
  change.status = "STATUS_LIMIT";
  SetAccount(change);
  ASSERT_TRUE(SetAdStatus(world_.state, world_.advertiser, {ad_}, kDisable).ok());
  ASSERT_TRUE(SetAdGroupStatus(world_.state, world_.advertiser, {group_}, kDisable).ok());
  ASSERT_TRUE(SetCampaignStatus(world_.state, world_.advertiser, {campaign_}, kDisable).ok());
  Find(world_.state.ad_groups, group_)->schedule_start_time = world_.state.now + absl::Hours(999);
  ASSERT_TRUE(DeleteCode(world_.state, world_.post).ok());
  RulesWorld deleted = world_;
  ASSERT_TRUE(SetCampaignStatus(deleted.state, deleted.advertiser, {campaign_}, kDelete).ok());
  EXPECT_EQ(deleted.AdStatus(ad_), "AD_STATUS_CAMPAIGN_DELETE");
  EXPECT_EQ(deleted.AdGroupStatus(group_), "ADGROUP_STATUS_CAMPAIGN_DELETE");

  EXPECT_EQ(Status(), "ADVERTISER_ACCOUNT_PUNISH");
  change.status = "STATUS_ENABLE";
  SetAccount(change);
  EXPECT_EQ(Status(), "AD_STATUS_CAMPAIGN_DISABLE");
  EXPECT_EQ(GroupStatus(), "ADGROUP_STATUS_CAMPAIGN_DISABLE");
  ASSERT_TRUE(SetCampaignStatus(world_.state, world_.advertiser, {campaign_}, kEnable).ok());
  EXPECT_EQ(Status(), "AD_STATUS_ADGROUP_DISABLE");
  EXPECT_EQ(GroupStatus(), "ADGROUP_STATUS_DISABLE");
  ASSERT_TRUE(SetAdGroupStatus(world_.state, world_.advertiser, {group_}, kEnable).ok());
  EXPECT_EQ(Status(), "AD_STATUS_DISABLE");
  ASSERT_TRUE(SetAdStatus(world_.state, world_.advertiser, {ad_}, kEnable).ok());
  EXPECT_EQ(Status(), "AD_STATUS_ASSET_AUTHORIZATION_LOST");
  AuthorizePostRequest again;
  again.advertiser_id = world_.advertiser;
  again.auth_code = (*ExtendCode(world_.state, world_.post, 30))->value;
  ASSERT_TRUE(AuthorizePost(world_.state, again).ok());
  ASSERT_TRUE(world_.state.switches.Set("unfunded_before_review", "false").ok());
  EXPECT_EQ(Status(), "AD_STATUS_AUDIT");
  ASSERT_TRUE(world_.state.switches.Set("unfunded_before_review", "true").ok());
  EXPECT_EQ(Status(), "AD_STATUS_BALANCE_EXCEED");
  EXPECT_EQ(GroupStatus(), "ADGROUP_STATUS_BALANCE_EXCEED");
  Decide(ReviewVerdict::kApproved);
  EXPECT_EQ(Status(), "AD_STATUS_BALANCE_EXCEED");
  change.has_payment_method = true;
  SetAccount(change);
  EXPECT_EQ(Status(), "AD_STATUS_NOT_START");
  EXPECT_EQ(GroupStatus(), "ADGROUP_STATUS_NOT_START");
  world_.Advance(absl::Hours(999));
  ASSERT_TRUE(ExtendCode(world_.state, world_.post, 60).ok());
  EXPECT_EQ(Status(), "AD_STATUS_DELIVERY_OK");
  Find(world_.state.ad_groups, group_)->schedule_end_time = world_.state.now;
  EXPECT_EQ(Status(), "AD_STATUS_DONE");
  EXPECT_EQ(GroupStatus(), "ADGROUP_STATUS_TIME_DONE");
}

TEST_F(Ads, DeletionShowsItsLevel) {
  ASSERT_TRUE(SetAdGroupStatus(world_.state, world_.advertiser, {group_}, kDelete).ok());
  EXPECT_EQ(Status(), "AD_STATUS_ADGROUP_DELETE");
  EXPECT_EQ(GroupStatus(), "ADGROUP_STATUS_DELETE");
  EXPECT_EQ(ReasonOf(SetAdStatus(world_.state, world_.advertiser, {ad_}, kEnable)), "AD_DELETED");
  EXPECT_EQ(ReasonOf(SetAdGroupStatus(world_.state, world_.advertiser, {group_}, kEnable)),
            "AD_GROUP_DELETED");
  // Nothing uses the post any more.
  EXPECT_TRUE(TurnAdAuthorizationOff(world_.state, world_.post).ok());
}

TEST_F(Ads, RejectionsAndPartialApprovals) {
  Decide(ReviewVerdict::kRejected);
  EXPECT_EQ(Status(), "AD_STATUS_AUDIT_DENY");
  EXPECT_EQ(GroupStatus(), "ADGROUP_STATUS_AUDIT_DENY");
  Decide(ReviewVerdict::kPartlyApproved);
  EXPECT_EQ(Status(), "AD_STATUS_REVIEW_PARTIALLY_APPROVED");
  EXPECT_EQ(GroupStatus(), "ADGROUP_STATUS_REVIEW_PARTIALLY_APPROVED");
}

TEST_F(Ads, ChangesOfWhatPeopleSeeAreReviewedAgain) {
  Decide(ReviewVerdict::kApproved);
  Ad changed = *Find(world_.state.ads, ad_);
  changed.name = "Renamed";
  bool needs_review = true;
  ASSERT_TRUE(UpdateAds(world_.state, world_.advertiser, group_, {changed}, &needs_review).ok());
  EXPECT_FALSE(needs_review);
  changed.call_to_action = "SHOP_NOW";
  ASSERT_TRUE(UpdateAds(world_.state, world_.advertiser, group_, {changed}, &needs_review).ok());
  EXPECT_TRUE(needs_review);
  EXPECT_EQ(Status(), "AD_STATUS_DELIVERY_AND_REAUDIT");
  EXPECT_EQ(GroupStatus(), "ADGROUP_STATUS_SHADOW_ADGROUP_REAUDIT");
  ASSERT_TRUE(world_.state.switches.Set("rereview_keeps_running", "false").ok());
  EXPECT_EQ(Status(), "AD_STATUS_REAUDIT");
  EXPECT_EQ(GroupStatus(), "ADGROUP_STATUS_REAUDIT");
  world_.Advance(absl::Hours(24));
  EXPECT_EQ(Status(), "AD_STATUS_DELIVERY_OK");
}

TEST_F(Ads, TargetingIsReviewedAgainAndAgeAndBudgetAreNot) {
  Decide(ReviewVerdict::kApproved);
  AdGroup changed = *Find(world_.state.ad_groups, group_);
  changed.age_groups = {"AGE_25_34"};
  changed.budget_micros += 1;
  bool needs_review = true;
  ASSERT_TRUE(UpdateAdGroup(world_.state, changed, &needs_review).ok());
  EXPECT_FALSE(needs_review);
  changed.location_ids = {"2635167"};
  ASSERT_TRUE(UpdateAdGroup(world_.state, changed, &needs_review).ok());
  EXPECT_TRUE(needs_review);
  EXPECT_EQ(Status(), "AD_STATUS_DELIVERY_AND_REAUDIT");
}

TEST_F(Ads, PausedOnesAreReviewedByDefault) {
  ASSERT_TRUE(world_.state.switches.Set("review_paused_ads", "false").ok());
  ASSERT_TRUE(SetCampaignStatus(world_.state, world_.advertiser, {campaign_}, kDisable).ok());
  const std::string waiting = world_.Ad(group_, "Waiting");
  EXPECT_EQ(Find(world_.state.reviews, waiting), nullptr);
  ASSERT_TRUE(SetCampaignStatus(world_.state, world_.advertiser, {campaign_}, kEnable).ok());
  EXPECT_NE(Find(world_.state.reviews, waiting), nullptr);
  ASSERT_TRUE(world_.state.switches.Set("review_paused_ads", "true").ok());
  ASSERT_TRUE(SetCampaignStatus(world_.state, world_.advertiser, {campaign_}, kDisable).ok());
  EXPECT_NE(Find(world_.state.reviews, world_.Ad(group_, "Paused")), nullptr);
}

TEST_F(Ads, AreRefusedWithoutAnAuthorizedPost) {
  Ad ad = *Find(world_.state.ads, ad_);
  const auto create = [this](const Ad& wanted) {
    return CreateAds(world_.state, world_.advertiser, group_, {wanted}).status();
  };
  Ad photo = ad;
  photo.ad_format = "CAROUSEL_ADS";
  EXPECT_EQ(ReasonOf(create(photo)), "AD_FORMAT_MISMATCH");
  Ad stranger = ad;
  stranger.identity_id = "7999999999999999999";
  EXPECT_EQ(ReasonOf(create(stranger)), "NO_SUCH_IDENTITY");
  world_.Advance(absl::Hours(24 * 30));
  EXPECT_EQ(ReasonOf(create(ad)), "POST_NOT_AUTHORIZED");
  ad.post_id = "7999999999999999999";
  EXPECT_EQ(ReasonOf(create(ad)), "POST_NOT_AUTHORIZED");
}

TEST_F(Ads, AreCreatedAllOrNone) {
  Ad good = *Find(world_.state.ads, ad_);
  Ad bad = good;
  bad.name = "Sun 🌞";
  const size_t before = world_.state.ads.size();
  EXPECT_EQ(ReasonOf(CreateAds(world_.state, world_.advertiser, group_, {good, bad}).status()),
            "NAME_NOT_ALLOWED");
  EXPECT_EQ(world_.state.ads.size(), before);
}

TEST_F(Ads, AnUnnamedOneIsCalledByItsId) {
  const std::string id = world_.Ad(group_, "");
  EXPECT_EQ(Find(world_.state.ads, id)->name, id);
}

TEST_F(Ads, AnIdentityBacksTenThousand) {
  // The limit is reached without making each one properly.
  Post& post = *Find(world_.state.posts, world_.post);
  post.ad_ids.resize(9'999, ad_);
  world_.Ad(group_, "Last");
  const Ad more = *Find(world_.state.ads, ad_);
  const absl::Status refused = CreateAds(world_.state, world_.advertiser, group_, {more}).status();
  EXPECT_EQ(ApiCodeOf(refused), ApiCode::kAdNumberLimit);
}

TEST_F(Ads, ASchedulePastTheAuthorizationMayBeRefused) {
  ASSERT_TRUE(world_.state.switches.Set("schedule_needs_authorization", "true").ok());
  const Ad ad = *Find(world_.state.ads, ad_);
  EXPECT_EQ(ReasonOf(CreateAds(world_.state, world_.advertiser, group_, {ad}).status()),
            "SCHEDULE_NOT_AUTHORIZED");
}

}  // namespace
}  // namespace sparkgate::simulator
