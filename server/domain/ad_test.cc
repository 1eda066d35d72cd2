#include "server/domain/ad.h"

#include <gtest/gtest.h>

namespace sparkgate::server {
namespace {

TEST(AdTest, EveryStageAndEventIsDecided) {
  struct Row {
    Stage stage;
    std::optional<Stage> submit, created, refused, cancelled, deleted, taken_back;
  };
  using enum Stage;
  const Row rows[] = {
      {kDraft, kSubmitting, {}, {}, {}, kDeleted, {}},
      {kSubmitting, {}, kLive, kFailed, kDraft, {}, {}},
      {kLive, {}, {}, {}, {}, kDeleted, kDraft},
      {kFailed, kSubmitting, {}, {}, {}, kDeleted, {}},
      {Stage::kDeleted, {}, {}, {}, {}, {}, {}},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(NextStage(row.stage, StageEvent::kSubmit), row.submit);
    EXPECT_EQ(NextStage(row.stage, StageEvent::kCreated), row.created);
    EXPECT_EQ(NextStage(row.stage, StageEvent::kRefused), row.refused);
    EXPECT_EQ(NextStage(row.stage, StageEvent::kCancelled), row.cancelled);
    EXPECT_EQ(NextStage(row.stage, StageEvent::kDeleted), row.deleted);
    EXPECT_EQ(NextStage(row.stage, StageEvent::kTakenBack), row.taken_back);
  }
}

Delivery Held(NotDelivering reason) { return {DeliveryState::kNotDelivering, {reason}}; }

TEST(AdTest, ReadsWhatAStatusSaysAboutDelivery) {
  using enum NotDelivering;
  const std::pair<const char*, Delivery> rows[] = {
      {"AD_STATUS_AUDIT", Held(kInReview)},
      {"AD_STATUS_AUDIT_DENY", Held(kRejected)},
      {"AD_STATUS_DELIVERY_OK", {DeliveryState::kDelivering, {}}},
      {"AD_STATUS_NOT_START", {DeliveryState::kScheduled, {}}},
      {"AD_STATUS_DONE", {DeliveryState::kCompleted, {}}},
      {"AD_STATUS_DISABLE", Held(kPaused)},
      {"AD_STATUS_ADGROUP_DISABLE", Held(kGroupPaused)},
      {"AD_STATUS_CAMPAIGN_DISABLE", Held(kCampaignPaused)},
      {"AD_STATUS_BALANCE_EXCEED", Held(kBalance)},
      {"AD_STATUS_CAMPAIGN_EXCEED", Held(kBudget)},
      {"ADVERTISER_ACCOUNT_PUNISH", Held(kAccountSuspended)},
      {"AD_STATUS_ASSET_AUTHORIZATION_LOST", Held(kAuthorizationEnded)},
      {"AD_STATUS_CREATOR_AUTHORIZATION_REVOKED", Held(kAuthorizationEnded)},
      {"AD_STATUS_MUSIC_AUTHORIZATION_MISSING", Held(kMusic)},
      {"AD_STATUS_DELETE", Held(kDeleted)},
      {"AD_STATUS_INVENTED_TOMORROW", Held(kOther)},
      {"", {}},
  };
  for (const auto& [status, delivery] : rows) {
    EXPECT_EQ(ReadSecondaryStatus(status).delivery, delivery) << status;
  }
  EXPECT_TRUE(ReadSecondaryStatus("AD_STATUS_CAMPAIGN_DELETE").deleted);
  EXPECT_FALSE(ReadSecondaryStatus("AD_STATUS_DISABLE").deleted);
}

TEST(AdTest, ReadsWhatPeopleDidOnTikTok) {
  using enum OperationStatus;
  EXPECT_EQ(ReadSwitch("ENABLE", kPaused), kEnabled);
  EXPECT_EQ(ReadSwitch("DISABLE", kEnabled), kPaused);
  for (const char* word : {"", "FROZEN", "INVENTED_TOMORROW"}) {
    EXPECT_EQ(ReadSwitch(word, kPaused), kPaused);
    EXPECT_EQ(ReadSwitch(word, kEnabled), kEnabled);
  }
  EXPECT_TRUE(SaysDeleted("CAMPAIGN_STATUS_DELETE"));
  EXPECT_TRUE(SaysDeleted("ADGROUP_STATUS_CAMPAIGN_DELETE"));
  EXPECT_FALSE(SaysDeleted("CAMPAIGN_STATUS_NOT_DELETE"));
  EXPECT_FALSE(SaysDeleted("CAMPAIGN_STATUS_ENABLE"));
  EXPECT_FALSE(SaysDeleted(""));
}

TEST(AdTest, ARereviewSaysWhetherTheOldVersionRuns) {
  const AdReading stopped = ReadSecondaryStatus("AD_STATUS_REAUDIT");
  EXPECT_TRUE(stopped.rereview);
  EXPECT_FALSE(stopped.old_version_running);
  const AdReading running = ReadSecondaryStatus("AD_STATUS_DELIVERY_AND_REAUDIT");
  EXPECT_TRUE(running.rereview);
  EXPECT_TRUE(running.old_version_running);
  EXPECT_EQ(running.review, ReviewState::kInReview);
  EXPECT_EQ(running.delivery.state, DeliveryState::kDelivering);
}

TEST(AdTest, JoinsBothSourcesOfAReview) {
  using enum ReviewState;
  struct Row {
    const char* secondary;
    const char* review_status;
    ReviewState before, after;
  };
  const Row rows[] = {
      // A fresh ad reads ALL_AVAILABLE.
      {"AD_STATUS_AUDIT", "ALL_AVAILABLE", kNone, kInReview},
      {"AD_STATUS_REAUDIT", "UNAVAILABLE", kRejected, kInReview},
      {"AD_STATUS_PARTIAL_AUDIT_DELIVERY_OK", "PART_AVAILABLE", kInReview, kInReview},
      {"AD_STATUS_DELIVERY_OK", "ALL_AVAILABLE", kInReview, kApproved},
      {"AD_STATUS_DELIVERY_OK", "PART_AVAILABLE", kInReview, kPartlyApproved},
      {"AD_STATUS_DELIVERY_OK", "UNAVAILABLE", kInReview, kRejected},
      {"AD_STATUS_DELIVERY_OK", "", kInReview, kApproved},
      {"AD_STATUS_NOT_START", "ALL_AVAILABLE", kInReview, kApproved},
      {"AD_STATUS_AUDIT_DENY", "ALL_AVAILABLE", kInReview, kRejected},
      {"AD_STATUS_ADGROUP_AUDIT_DENY", "", kApproved, kRejected},
      {"AD_STATUS_REVIEW_PARTIALLY_APPROVED", "ALL_AVAILABLE", kInReview, kPartlyApproved},
      // A switch hides the review; ALL_AVAILABLE proves nothing, a refusal does.
      {"AD_STATUS_CAMPAIGN_DISABLE", "ALL_AVAILABLE", kInReview, kInReview},
      {"AD_STATUS_ASSET_AUTHORIZATION_LOST", "ALL_AVAILABLE", kApproved, kApproved},
      {"AD_STATUS_CAMPAIGN_DISABLE", "UNAVAILABLE", kInReview, kRejected},
      {"AD_STATUS_DISABLE", "PARTIAL_AVAILABLE", kInReview, kPartlyApproved},
      {"AD_STATUS_DISABLE", "IN_AUDIT", kNone, kInReview},
      // Values nobody knows change nothing.
      {"AD_STATUS_INVENTED_TOMORROW", "INVENTED_TOO", kApproved, kApproved},
      {"", "", kNone, kNone},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(JoinReview(ReadSecondaryStatus(row.secondary), row.review_status, row.before),
              row.after)
        << row.secondary << " " << row.review_status;
  }
}

TEST(AdTest, AnAppealIsOverWhenTheAdOrItsGroupSaysSo) {
  using Is = ReviewState;
  using enum AppealState;
  struct Row {
    AppealState appeal;
    Is before, after;
    const char* group;
    AppealState then;
  };
  const Row rows[] = {
      {kOpen, Is::kRejected, Is::kRejected, "APPEALING", kOpen},
      {kOpen, Is::kRejected, Is::kRejected, "APPEAL_FAILED", kFailed},
      {kOpen, Is::kRejected, Is::kApproved, "APPEAL_SUCCESSFUL", kSuccessful},
      {kOpen, Is::kRejected, Is::kPartlyApproved, "", kSuccessful},
      // Another ad of the group is still under appeal, or lost its own.
      {kOpen, Is::kRejected, Is::kApproved, "APPEALING", kSuccessful},
      {kOpen, Is::kRejected, Is::kApproved, "APPEAL_FAILED", kSuccessful},
      // Old and unknown words, and none, tell nothing.
      {kOpen, Is::kRejected, Is::kRejected, "NOT_APPEALED", kOpen},
      {kOpen, Is::kRejected, Is::kRejected, "", kOpen},
      {kOpen, Is::kRejected, Is::kRejected, "INVENTED_TOMORROW", kOpen},
      {kOpen, Is::kRejected, Is::kRejected, "APPEAL_SUCCESSFUL", kOpen},
      // Whoever changes the ad begins anew.
      {kOpen, Is::kRejected, Is::kInReview, "NOT_APPEALED", kNone},
      {kOpen, Is::kRejected, Is::kInReview, "APPEALING", kOpen},
      {kFailed, Is::kRejected, Is::kInReview, "", kNone},
      {kFailed, Is::kRejected, Is::kRejected, "APPEAL_FAILED", kFailed},
      {kSuccessful, Is::kApproved, Is::kApproved, "", kSuccessful},
      {kSuccessful, Is::kApproved, Is::kRejected, "APPEAL_SUCCESSFUL", kNone},
      {kNone, Is::kInReview, Is::kRejected, "APPEALING", kNone},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(NextAppeal(row.appeal, row.before, row.after, row.group), row.then)
        << static_cast<int>(row.appeal) << static_cast<int>(row.after) << row.group;
  }
}

}  // namespace
}  // namespace sparkgate::server
