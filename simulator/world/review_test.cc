#include "simulator/world/review.h"

#include <string>
#include <vector>

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <gtest/gtest.h>

#include "base/crypto/hash.h"
#include "simulator/world/ads.h"
#include "simulator/world/advertisers.h"
#include "simulator/world/oauth.h"
#include "simulator/world/review/line.h"
#include "simulator/world/rules_fixture.h"
#include "simulator/world/subscriptions.h"
#include "simulator/world/webhook_signature.h"
#include "simulator/world/webhooks.h"

namespace sparkgate::simulator {
namespace {

class Reviews : public testing::Test {
 protected:
  void SetUp() override { ad_ = world_.PublishedAd(); }
  const Review& Present() { return *Find(world_.state.reviews, ad_); }

  // Subscribes to `entity` with a token made for it.
  std::string SubscribeTo(const std::string& entity) {
    AdvertiserToken token;
    token.value = "token";
    token.app_id = world_.app;
    token.advertiser_ids = {world_.advertiser};
    world_.state.tokens["token"] = token;
    Subscription wanted;
    wanted.app_id = world_.app;
    wanted.entity = entity;
    wanted.callback_url = "http://127.0.0.1:9/hook";
    wanted.token = "token";
    wanted.advertiser_ids = {world_.advertiser};
    if (entity == "AD") wanted.ad_id = ad_;
    if (entity == "AD_GROUP") wanted.ad_group_id = Find(world_.state.ads, ad_)->ad_group_id;
    return (*Subscribe(world_.state, wanted))->id;
  }
  std::vector<WebhookCall> Due() {
    world_.Advance(absl::ZeroDuration());
    return TakeDueWebhooks(world_.state);
  }

  RulesWorld world_;
  std::string ad_;
};

TEST_F(Reviews, DelaysLieBetweenTheBounds) {
  ASSERT_TRUE(Present().due_time.has_value());
  EXPECT_GE(*Present().due_time, world_.state.now + absl::Hours(2));
  EXPECT_LE(*Present().due_time, world_.state.now + absl::Hours(24));
  RulesWorld again;
  EXPECT_EQ(*Find(again.state.reviews, again.PublishedAd())->due_time, *Present().due_time);
}

TEST_F(Reviews, AManualDeskDecidesAlone) {
  ReviewPolicy manual;
  manual.automatic = false;
  ASSERT_TRUE(SetReviewPolicy(world_.state, manual).ok());
  world_.Advance(absl::Hours(100));
  EXPECT_TRUE(Present().pending);
  ASSERT_EQ(QueueAfter(world_.state, {}, 9).size(), 1u);
  ReviewDecision no;
  no.verdict = ReviewVerdict::kRejected;
  EXPECT_EQ(ReasonOf(DecideReview(world_.state, ad_, no)), "REASONS_MISSING");
  no.reasons = {"Misleading claims."};
  ASSERT_TRUE(DecideReview(world_.state, ad_, no).ok());
  EXPECT_TRUE(QueueAfter(world_.state, {}, 9).empty());
  EXPECT_EQ(world_.AdStatus(ad_), "AD_STATUS_AUDIT_DENY");
}

TEST_F(Reviews, WhatWaitedIsDecidedOnceThePolicyIsAutomaticAgain) {
  ReviewPolicy policy;
  policy.automatic = false;
  ASSERT_TRUE(SetReviewPolicy(world_.state, policy).ok());
  world_.Advance(absl::Hours(100));
  policy.automatic = true;
  ASSERT_TRUE(SetReviewPolicy(world_.state, policy).ok());
  world_.Advance(absl::Hours(24));
  EXPECT_EQ(world_.AdStatus(ad_), "AD_STATUS_DELIVERY_OK");
}

TEST_F(Reviews, AShareMayBeRejected) {
  ReviewPolicy harsh;
  harsh.reject_fraction = 1;
  ASSERT_TRUE(SetReviewPolicy(world_.state, harsh).ok());
  world_.Advance(absl::Hours(24));
  EXPECT_EQ(Present().verdict, ReviewVerdict::kRejected);
  EXPECT_FALSE(Present().reasons.empty());
  harsh.reject_fraction = 1.5;
  EXPECT_EQ(ReasonOf(SetReviewPolicy(world_.state, harsh)), "FRACTION_NOT_ALLOWED");
}

TEST_F(Reviews, DeletedAdsLeaveTheQueue) {
  ASSERT_TRUE(SetAdStatus(world_.state, world_.advertiser, {ad_}, OperationStatus::kDelete).ok());
  EXPECT_TRUE(QueueAfter(world_.state, {}, 9).empty());
  world_.Advance(absl::Hours(24));
  EXPECT_TRUE(Present().pending);
  EXPECT_EQ(ReasonOf(DecideReview(world_.state, ad_, {})), "AD_DELETED");
}

TEST_F(Reviews, SubscribersHearOfDecisions) {
  SubscribeTo("AD");
  SubscribeTo("AD_GROUP");
  ReviewDecision no;
  no.verdict = ReviewVerdict::kRejected;
  no.reasons = {"Text läuft davon."};
  ASSERT_TRUE(DecideReview(world_.state, ad_, no).ok());
  const std::vector<WebhookCall> calls = Due();
  ASSERT_EQ(calls.size(), 2u);
  for (const WebhookCall& call : calls) {
    const boost::json::value payload = boost::json::parse(call.body);
    const boost::json::object& entry = payload.at("entry").at(0).as_object();
    EXPECT_EQ(entry.at("reject_reason").as_string(), "Text läuft davon.");
    EXPECT_TRUE(entry.at("adv_id").is_number());
    EXPECT_TRUE(entry.at("campaign_id").is_string());
    const bool of_ad = payload.at("object").as_int64() == 3;
    EXPECT_EQ(entry.contains("ad_id"), of_ad);
    EXPECT_EQ(payload.at("time").as_int64(), absl::ToUnixSeconds(world_.state.now));
    const std::string escaped = EscapeNonAscii(call.body);
    EXPECT_NE(escaped.find("l\\u00e4uft"), std::string::npos);
    EXPECT_EQ(call.headers[1].second, ToHex(HmacSha256(world_.secret, escaped)));
  }
}

TEST_F(Reviews, ApprovalsMayBeSilent) {
  SubscribeTo("AD");
  ASSERT_TRUE(world_.state.switches.Set("webhook_on_approval", "false").ok());
  ASSERT_TRUE(DecideReview(world_.state, ad_, {}).ok());
  EXPECT_TRUE(Due().empty());
}

TEST_F(Reviews, FailedWebhooksComeAgainForADay) {
  SubscribeTo("AD");
  ASSERT_TRUE(DecideReview(world_.state, ad_, {}).ok());
  int attempts = 0;
  for (std::vector<WebhookCall> calls = Due(); !calls.empty(); ++attempts) {
    FinishWebhook(world_.state, calls[0].delivery_id, WebhookOutcome::kFailed);
    world_.Advance(absl::Hours(12));
    calls = TakeDueWebhooks(world_.state);
  }
  EXPECT_GT(attempts, 5);
  EXPECT_TRUE(world_.state.deliveries.empty());
}

TEST_F(Reviews, ASubscriptionEndsWithItsTokenOrByCall) {
  const std::string id = SubscribeTo("AD");
  ASSERT_TRUE(RevokeAdvertiserConsent(world_.state, world_.advertiser, world_.app).ok());
  ASSERT_TRUE(DecideReview(world_.state, ad_, {}).ok());
  EXPECT_TRUE(Due().empty());
  EXPECT_EQ(ListSubscriptions(world_.state, world_.app, "AD").size(), 1u);
  ASSERT_TRUE(Unsubscribe(world_.state, world_.app, id).ok());
  EXPECT_EQ(ReasonOf(Unsubscribe(world_.state, world_.app, id)), "NO_SUCH_SUBSCRIPTION");
  EXPECT_TRUE(Find(world_.state.ads, ad_)->subscription_ids.empty());
}

// Whoever creates or enables one ad submits that one: the others of its group wait for their own.
TEST_F(Reviews, OneAdIsSubmittedAlone) {
  const std::string group = Find(world_.state.ads, ad_)->ad_group_id;
  ASSERT_TRUE(world_.state.switches.Set("review_paused_ads", "false").ok());
  Ad paused = *Find(world_.state.ads, ad_);
  paused.name = "Paused";
  paused.operation_status = OperationStatus::kDisable;
  const std::string first =
      CreateAds(world_.state, world_.advertiser, group, {paused}).value().front();
  const std::string second =
      CreateAds(world_.state, world_.advertiser, group, {paused}).value().front();
  ASSERT_TRUE(world_.state.switches.Set("review_paused_ads", "true").ok());
  const std::string third = world_.Ad(group, "Third");
  EXPECT_NE(Find(world_.state.reviews, third), nullptr);
  EXPECT_EQ(Find(world_.state.reviews, first), nullptr);
  ASSERT_TRUE(SetAdStatus(world_.state, world_.advertiser, {first}, OperationStatus::kEnable).ok());
  EXPECT_NE(Find(world_.state.reviews, first), nullptr);
  EXPECT_EQ(Find(world_.state.reviews, second), nullptr);
}

TEST_F(Reviews, SuspensionsComeFlat) {
  SubscribeTo("AD_ACCOUNT_SUSPENSION");
  AdvertiserChange change;
  change.status = "STATUS_LIMIT";
  change.rejection_reason = "Unusual activity";
  ASSERT_TRUE(ChangeAdvertiser(world_.state, world_.advertiser, change).ok());
  const std::vector<WebhookCall> calls = Due();
  ASSERT_EQ(calls.size(), 1u);
  const boost::json::value payload = boost::json::parse(calls[0].body);
  EXPECT_EQ(payload.at("status").as_string(), "STATUS_LIMIT");
  EXPECT_FALSE(payload.as_object().contains("entry"));
}

TEST(WebhookSignature, EscapesWhatIsNotAscii) {
  EXPECT_EQ(EscapeNonAscii("a\"é"), "a\"\\u00e9");
  EXPECT_EQ(EscapeNonAscii("🌞"), "\\ud83c\\udf1e");
  EXPECT_EQ(EscapeNonAscii("\xFF"), "\\ufffd");
}

}  // namespace
}  // namespace sparkgate::simulator
