#include "simulator/world/review/content_rules.h"

#include <string>

#include <gtest/gtest.h>

#include "simulator/world/ads.h"
#include "simulator/world/review.h"
#include "simulator/world/review/verdict.h"
#include "simulator/world/rules_fixture.h"

namespace sparkgate::simulator {
namespace {

class ContentRules : public testing::Test {
 protected:
  void SetUp() override { ad_ = world_.PublishedAd(); }
  Ad& TheAd() { return *Find(world_.state.ads, ad_); }
  Post& ThePost() { return *Find(world_.state.posts, world_.post); }
  bool Objects() { return ObjectionTo(world_.state, TheAd()).has_value(); }
  void DecideAll() { world_.Advance(absl::Hours(24)); }
  const Review& Present() { return *Find(world_.state.reviews, ad_); }

  RulesWorld world_;
  ReviewPolicy& policy_ = world_.state.review_policy;
  std::string ad_;
};

TEST_F(ContentRules, AnAdThatBreaksNoneIsFine) {
  EXPECT_FALSE(Objects());
  policy_.rejected_words = {"miracle"};
  policy_.reject_unlicensed_songs = true;
  policy_.landing_page_domains = {"brand.example"};
  EXPECT_FALSE(Objects());
}

TEST_F(ContentRules, WordsAreFoundWholeInCaptionAndName) {
  policy_.rejected_words = {"cure", "奇跡"};
  ThePost().caption = "A secure, CURED skin";
  EXPECT_FALSE(Objects());
  ThePost().caption = "The CURE!";
  EXPECT_TRUE(Objects());
  ThePost().caption = "これは奇跡だ";
  EXPECT_TRUE(Objects());
  ThePost().caption = "";
  TheAd().name = "cure-all";
  EXPECT_TRUE(Objects());
}

TEST_F(ContentRules, ANewNameIsReviewedOnceTheOldOneWasRejected) {
  policy_.rejected_words = {"cure"};
  const auto rename = [this](const std::string& name) {
    Ad changed = TheAd();
    changed.name = name;
    bool needs_review = false;
    EXPECT_TRUE(
        UpdateAds(world_.state, world_.advertiser, changed.ad_group_id, {changed}, &needs_review)
            .ok());
    return needs_review;
  };
  EXPECT_FALSE(rename("The cure"));  // it waits already, and is decided about as it is then
  DecideAll();
  ASSERT_EQ(Present().verdict, ReviewVerdict::kRejected);
  EXPECT_FALSE(rename("The cure"));  // the same
  EXPECT_TRUE(rename("The care"));
  EXPECT_TRUE(Present().pending);
  EXPECT_FALSE(rename("Our care"));
  DecideAll();
  EXPECT_EQ(Present().verdict, ReviewVerdict::kApproved);
  EXPECT_FALSE(rename("Your care"));
}

TEST_F(ContentRules, ASongNeedsItsLicence) {
  policy_.reject_unlicensed_songs = true;
  ThePost().song = Song{.id = "1", .title = "Blue", .author = "Somebody", .licensed = true};
  EXPECT_FALSE(Objects());
  ThePost().song->licensed = false;
  EXPECT_TRUE(Objects());
  policy_.reject_unlicensed_songs = false;
  EXPECT_FALSE(Objects());
}

TEST_F(ContentRules, ALandingPageIsWithinTheDomains) {
  policy_.landing_page_domains = {"brand.example"};
  for (const char* fits : {"https://brand.example/a", "https://SHOP.brand.example:8443/?q=1"}) {
    TheAd().landing_page_url = fits;
    EXPECT_FALSE(Objects()) << fits;
  }
  for (const char* other : {"https://notbrand.example/", "https://brand.example.evil.test/",
                            "https://evil.test/brand.example", "no address"}) {
    TheAd().landing_page_url = other;
    EXPECT_TRUE(Objects()) << other;
  }
}

TEST_F(ContentRules, EachRuleThatIsBrokenIsAReason) {
  policy_.rejected_words = {"Meer"};
  policy_.landing_page_domains = {"brand.example"};
  TheAd().landing_page_url = "https://elsewhere.example/";
  DecideAll();
  EXPECT_EQ(Present().verdict, ReviewVerdict::kRejected);
  EXPECT_EQ(Present().reasons.size(), 2u);
  EXPECT_FALSE(Present().suggestion.empty());
}

TEST_F(ContentRules, TheScriptGoesBeforeRulesAndByOrder) {
  policy_.rejected_words = {"Meer"};
  ReviewDecision no;
  no.verdict = ReviewVerdict::kRejected;
  no.reasons = {"As the script has it."};
  ASSERT_TRUE(ScriptDecisions(world_.state, "Ad", {ReviewDecision{}, no}).ok());
  DecideAll();
  EXPECT_EQ(Present().verdict, ReviewVerdict::kApproved);
  SubmitForReview(world_.state, TheAd());
  DecideAll();
  EXPECT_EQ(Present().reasons, no.reasons);
  EXPECT_TRUE(world_.state.review_script.empty());
  SubmitForReview(world_.state, TheAd());
  DecideAll();
  EXPECT_NE(Present().reasons, no.reasons);  // the rule's own
}

TEST_F(ContentRules, AnIdGoesBeforeAName) {
  ReviewDecision no;
  no.verdict = ReviewVerdict::kRejected;
  no.reasons = {"By id."};
  ASSERT_TRUE(ScriptDecisions(world_.state, "Ad", {ReviewDecision{}}).ok());
  ASSERT_TRUE(ScriptDecisions(world_.state, ad_, {no}).ok());
  DecideAll();
  EXPECT_EQ(Present().reasons, no.reasons);
  EXPECT_EQ(world_.state.review_script.size(), 1u);
}

TEST_F(ContentRules, AScriptIsCheckedAndTakenBack) {
  ReviewDecision bad;
  bad.verdict = ReviewVerdict::kRejected;
  EXPECT_EQ(ReasonOf(ScriptDecisions(world_.state, "Ad", {ReviewDecision{}, bad})),
            "REASONS_MISSING");
  EXPECT_TRUE(world_.state.review_script.empty());
  bad.verdict = ReviewVerdict::kApproved;
  bad.rejects_ad_group = true;
  EXPECT_EQ(ReasonOf(ScriptDecisions(world_.state, "Ad", {bad})), "GROUP_NOT_REJECTED");
  ASSERT_TRUE(ScriptDecisions(world_.state, "Ad", {ReviewDecision{}}).ok());
  ASSERT_TRUE(ScriptDecisions(world_.state, "Ad", {}).ok());
  EXPECT_TRUE(world_.state.review_script.empty());
}

TEST_F(ContentRules, AShareIsApprovedInPart) {
  policy_.partly_approve_fraction = 1;
  AdGroup& group = *Find(world_.state.ad_groups, TheAd().ad_group_id);
  group.location_ids = {"6252001", "2635167"};
  DecideAll();
  EXPECT_EQ(Present().verdict, ReviewVerdict::kPartlyApproved);
  ASSERT_EQ(Present().forbidden_locations.size(), 1u);
  EXPECT_EQ(world_.AdStatus(ad_), "AD_STATUS_REVIEW_PARTIALLY_APPROVED");
  EXPECT_EQ(world_.AdGroupStatus(group.id), "ADGROUP_STATUS_REVIEW_PARTIALLY_APPROVED");
  group.location_ids = {"6252001"};
  SubmitForReview(world_.state, TheAd());
  DecideAll();
  EXPECT_TRUE(Present().forbidden_locations.empty());
  EXPECT_FALSE(Present().forbidden_ages.empty());
}

// An ad's rejection can reject its group: then the others show it (facts 11).
TEST_F(ContentRules, ARejectedGroupStopsItsOtherAds) {
  const std::string group = TheAd().ad_group_id;
  const std::string other = world_.Ad(group, "Other");
  DecideAll();
  ReviewDecision no;
  no.verdict = ReviewVerdict::kRejected;
  no.reasons = {"Prohibited industry."};
  no.rejects_ad_group = true;
  ASSERT_TRUE(DecideReview(world_.state, ad_, no).ok());
  EXPECT_EQ(world_.AdStatus(ad_), "AD_STATUS_AUDIT_DENY");
  EXPECT_EQ(world_.AdStatus(other), "AD_STATUS_ADGROUP_AUDIT_DENY");
  EXPECT_EQ(world_.AdGroupStatus(group), "ADGROUP_STATUS_AUDIT_DENY");
  SubmitForReview(world_.state, TheAd());  // it was changed
  EXPECT_EQ(world_.AdStatus(other), "AD_STATUS_DELIVERY_OK");
  ASSERT_TRUE(DecideReview(world_.state, ad_, no).ok());
  ASSERT_TRUE(DecideReview(world_.state, ad_, {}).ok());
  EXPECT_EQ(world_.AdStatus(other), "AD_STATUS_DELIVERY_OK");
}

}  // namespace
}  // namespace sparkgate::simulator
