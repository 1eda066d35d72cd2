#include "simulator/world/appeals.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "simulator/world/ad_groups.h"
#include "simulator/world/ads.h"
#include "simulator/world/persistence/world_text.h"
#include "simulator/world/review.h"
#include "simulator/world/review/line.h"
#include "simulator/world/rules_fixture.h"

namespace sparkgate::simulator {
namespace {

class Appeals : public testing::Test {
 protected:
  void SetUp() override {
    ad_ = world_.PublishedAd();
    group_ = Find(world_.state.ads, ad_)->ad_group_id;
  }

  std::string Appeal(std::optional<std::string> ad = std::nullopt,
                     const std::string& reason = "The claim is true.") {
    return ReasonOf(AppealRejections(world_.state, {world_.advertiser, group_, ad, reason}));
  }
  void Decide(const std::string& ad, ReviewVerdict verdict) {
    ReviewDecision decision;
    decision.verdict = verdict;
    if (verdict != ReviewVerdict::kApproved) decision.reasons = {"Misleading claims."};
    if (verdict == ReviewVerdict::kPartlyApproved) decision.forbidden_ages = {"AGE_18_24"};
    ASSERT_TRUE(DecideReview(world_.state, ad, decision).ok());
  }
  void Reject(const std::string& ad) { Decide(ad, ReviewVerdict::kRejected); }
  void SetPolicy(bool automatic, double appeal_success_fraction) {
    ReviewPolicy policy;
    policy.automatic = automatic;
    policy.appeal_success_fraction = appeal_success_fraction;
    ASSERT_TRUE(SetReviewPolicy(world_.state, policy).ok());
  }
  const Review& Present() { return *Find(world_.state.reviews, ad_); }
  AppealState OfGroup() {
    return AppealStateOf(world_.state, *Find(world_.state.ad_groups, group_));
  }

  RulesWorld world_;
  std::string ad_;
  std::string group_;
};

TEST_F(Appeals, TheRejectionStandsUntilTheDeskDecides) {
  SetPolicy(/*automatic=*/false, 0);
  Reject(ad_);
  EXPECT_EQ(OfGroup(), AppealState::kNone);
  EXPECT_TRUE(QueueAfter(world_.state, {}, 9).empty());
  world_.Advance(absl::Hours(1));
  EXPECT_EQ(Appeal(), "");
  EXPECT_EQ(OfGroup(), AppealState::kOpen);
  EXPECT_EQ(world_.AdStatus(ad_), "AD_STATUS_AUDIT_DENY");
  EXPECT_EQ(Present().appeal_reason, "The claim is true.");
  ASSERT_EQ(QueueAfter(world_.state, {}, 9).size(), 1u);
  EXPECT_EQ(WaitingSince(*QueueAfter(world_.state, {}, 9)[0]), world_.state.now);
  world_.Advance(absl::Hours(500));  // the authorization lasts longer
  EXPECT_EQ(OfGroup(), AppealState::kOpen);
  Decide(ad_, ReviewVerdict::kApproved);
  EXPECT_EQ(OfGroup(), AppealState::kSuccessful);
  EXPECT_EQ(world_.AdStatus(ad_), "AD_STATUS_DELIVERY_OK");
  EXPECT_TRUE(QueueAfter(world_.state, {}, 9).empty());
}

TEST_F(Appeals, SucceedByAPartialApprovalToo) {
  Reject(ad_);
  EXPECT_EQ(Appeal(), "");
  Decide(ad_, ReviewVerdict::kPartlyApproved);
  EXPECT_EQ(OfGroup(), AppealState::kSuccessful);
}

TEST_F(Appeals, ARejectionIsAppealedOnce) {
  Reject(ad_);
  EXPECT_EQ(Appeal(ad_), "");
  EXPECT_EQ(Appeal(ad_), "ALREADY_APPEALED");
  EXPECT_EQ(Appeal(), "ALREADY_APPEALED");
  Reject(ad_);
  EXPECT_EQ(OfGroup(), AppealState::kFailed);
  EXPECT_EQ(Appeal(), "ALREADY_APPEALED");
  Reject(ad_);  // anew: the desk wasn't asked
  EXPECT_EQ(OfGroup(), AppealState::kNone);
  EXPECT_EQ(Appeal(), "");
}

TEST_F(Appeals, OnlyWhatIsRejectedCanBeAppealed) {
  EXPECT_EQ(Appeal(), "NOT_REJECTED");
  EXPECT_EQ(Appeal(ad_), "NOT_REJECTED");
  Decide(ad_, ReviewVerdict::kPartlyApproved);
  EXPECT_EQ(Appeal(ad_), "NOT_REJECTED");
  Reject(ad_);
  EXPECT_EQ(Appeal("5"), "NO_SUCH_AD");
  const std::string elsewhere =
      world_.Ad(world_.AdGroup(Find(world_.state.ads, ad_)->campaign_id, "Other"));
  Reject(elsewhere);
  EXPECT_EQ(Appeal(elsewhere), "NO_SUCH_AD");
  EXPECT_EQ(ReasonOf(AppealRejections(world_.state, {world_.advertiser, "5", {}, ""})),
            "NO_SUCH_AD_GROUP");
  ASSERT_TRUE(SetAdStatus(world_.state, world_.advertiser, {ad_}, OperationStatus::kDelete).ok());
  EXPECT_EQ(Appeal(ad_), "AD_DELETED");
  EXPECT_EQ(Appeal(), "NOT_REJECTED");
  ASSERT_TRUE(
      SetAdGroupStatus(world_.state, world_.advertiser, {group_}, OperationStatus::kDelete).ok());
  EXPECT_EQ(Appeal(), "AD_GROUP_DELETED");
}

TEST_F(Appeals, ReasonsHaveFiveHundredAndTwelveCharacters) {
  Reject(ad_);
  std::string reason;
  for (int i = 0; i < 512; ++i) reason += "ü";
  EXPECT_EQ(Appeal(ad_, reason + "ü"), "TEXT_TOO_LONG");
  EXPECT_EQ(Appeal(ad_, reason), "");
}

TEST_F(Appeals, TheAutomaticDeskTakesThePolicysDelay) {
  SetPolicy(/*automatic=*/true, 1);
  Reject(ad_);
  EXPECT_EQ(Appeal(), "");
  ASSERT_TRUE(Present().due_time.has_value());
  EXPECT_GE(*Present().due_time, world_.state.now + absl::Hours(2));
  world_.Advance(*Present().due_time - world_.state.now - absl::Seconds(1));
  EXPECT_EQ(OfGroup(), AppealState::kOpen);
  world_.Advance(absl::Seconds(1));
  EXPECT_EQ(OfGroup(), AppealState::kSuccessful);
  EXPECT_EQ(world_.AdStatus(ad_), "AD_STATUS_DELIVERY_OK");
}

TEST_F(Appeals, AFailedOneLeavesTheReasons) {
  Reject(ad_);
  EXPECT_EQ(Appeal(), "");
  world_.Advance(absl::Hours(24));
  EXPECT_EQ(OfGroup(), AppealState::kFailed);
  EXPECT_EQ(Present().reasons, std::vector<std::string>{"Misleading claims."});
  EXPECT_EQ(world_.AdStatus(ad_), "AD_STATUS_AUDIT_DENY");
}

TEST_F(Appeals, TheShareOfSuccessesIsDrawnPerAppeal) {
  SetPolicy(/*automatic=*/true, 0.5);
  int successful = 0;
  for (int i = 0; i < 64; ++i) {
    Reject(ad_);
    ASSERT_EQ(Appeal(), "");
    world_.Advance(absl::Hours(24));
    if (OfGroup() == AppealState::kSuccessful) ++successful;
  }
  EXPECT_GT(successful, 10);
  EXPECT_LT(successful, 54);
  ReviewPolicy policy;
  policy.appeal_success_fraction = -0.5;
  EXPECT_EQ(ReasonOf(SetReviewPolicy(world_.state, policy)), "FRACTION_NOT_ALLOWED");
}

TEST_F(Appeals, WhatWaitedIsDecidedOnceThePolicyIsAutomaticAgain) {
  SetPolicy(/*automatic=*/false, 1);
  Reject(ad_);
  EXPECT_EQ(Appeal(), "");
  world_.Advance(absl::Hours(100));
  SetPolicy(/*automatic=*/true, 1);
  world_.Advance(absl::Hours(24));
  EXPECT_EQ(OfGroup(), AppealState::kSuccessful);
}

TEST_F(Appeals, ANewVersionIsReviewedInstead) {
  Reject(ad_);
  EXPECT_EQ(Appeal(), "");
  SetPolicy(/*automatic=*/false, 1);
  SubmitForReview(world_.state, *Find(world_.state.ads, ad_));
  EXPECT_EQ(OfGroup(), AppealState::kNone);
  EXPECT_EQ(Appeal(), "NOT_REJECTED");
  SetPolicy(/*automatic=*/true, 1);
  world_.Advance(absl::Hours(24));
  EXPECT_EQ(Present().verdict, ReviewVerdict::kApproved);
  EXPECT_EQ(OfGroup(), AppealState::kNone);
}

TEST_F(Appeals, OfAGroupComeForAllThatIsRejected) {
  SetPolicy(/*automatic=*/false, 0);
  const std::string second = world_.Ad(group_, "Second");
  const std::string third = world_.Ad(group_, "Third");
  Decide(third, ReviewVerdict::kApproved);
  Reject(ad_);
  EXPECT_EQ(Appeal(), "");
  Reject(second);
  EXPECT_EQ(Appeal(), "");  // the first is appealed already, the second not yet
  EXPECT_EQ(QueueAfter(world_.state, {}, 9).size(), 2u);
  Decide(second, ReviewVerdict::kApproved);
  EXPECT_EQ(OfGroup(), AppealState::kOpen);
  Reject(ad_);
  EXPECT_EQ(OfGroup(), AppealState::kFailed);
  EXPECT_EQ(Find(world_.state.reviews, third)->appeal, AppealState::kNone);
  ASSERT_TRUE(SetAdStatus(world_.state, world_.advertiser, {ad_}, OperationStatus::kDelete).ok());
  EXPECT_EQ(OfGroup(), AppealState::kSuccessful);
}

TEST_F(Appeals, SurviveSaving) {
  SetPolicy(/*automatic=*/true, 1);
  Reject(ad_);
  EXPECT_EQ(Appeal(), "");
  world_.state = WorldFromText(WorldToText(world_.state)).value();
  EXPECT_EQ(OfGroup(), AppealState::kOpen);
  world_.Advance(absl::Hours(24));
  EXPECT_EQ(OfGroup(), AppealState::kSuccessful);
}

}  // namespace
}  // namespace sparkgate::simulator
