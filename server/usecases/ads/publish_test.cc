#include "server/usecases/ads/publish.h"

#include <set>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/usecases/testing/ads_fixture.h"

namespace sparkgate::server {
namespace {

using Kind = WorkOutcome::Kind;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;

class PublishTest : public AdsFixture {
 protected:
  // Does `what` when TikTok is told to create the first ad.
  void OnFirstAd(std::function<absl::Status()> what) {
    on_told_ = [this, what = std::move(what)](const std::string& line) -> absl::Status {
      if (!line.starts_with("ad ") || std::exchange(happened_, true)) return absl::OkStatus();
      return what();
    };
  }
  Operation Get(const std::string& id) { return server_.GetOperation("w", id); }
  void WorkUntilOver(const std::string& id) {
    for (int step = 0; step < 10 && !IsOver(Get(id).state); ++step) Work(id);
  }

 private:
  bool happened_ = false;
};

TEST_F(PublishTest, CreatesTheCampaignOffAndSwitchesItOnLast) {
  Draft();
  DraftAd("a");
  const auto operation = Publish();
  ASSERT_TRUE(operation.ok()) << operation.status();
  EXPECT_EQ(Work(operation->id).kind, Kind::kDone);
  EXPECT_EQ(Get(operation->id).state, OperationState::kDone);
  EXPECT_THAT(told_, ElementsAre(StartsWith("campaign Spring"), StartsWith("group Spring"),
                                 StartsWith("ad Spring"), "campaign ENABLE"));
  EXPECT_EQ(GetCampaign().stage, Stage::kLive);
  EXPECT_EQ(GetCampaign().operation_status, OperationStatus::kEnabled);
}

TEST_F(PublishTest, PausedMeanwhileItIsNotSwitchedOn) {
  Draft();
  DraftAd("a");
  const auto operation = Publish();
  OnFirstAd([&] { return Switch(OperationStatus::kPaused); });
  Work(operation->id);
  EXPECT_THAT(told_, Contains("campaign DISABLE"));
  EXPECT_THAT(told_, Not(Contains("campaign ENABLE")));
  EXPECT_EQ(GetCampaign().operation_status, OperationStatus::kPaused);
  EXPECT_EQ(GetAd("a").stage, Stage::kLive);
  EXPECT_EQ(Get(operation->id).state, OperationState::kDone);
  EXPECT_THAT(server_.EventTypes("w"), Contains("campaign.switched_off").Times(1));
}

TEST_F(PublishTest, MoreOfALiveCampaignLeavesItSwitchedAsItIs) {
  Draft();
  DraftAd("a");
  Work(Publish()->id);
  told_.clear();
  DraftAd("b");
  Work(Publish()->id);
  EXPECT_THAT(told_, ElementsAre(StartsWith("ad Spring")));
}

TEST_F(PublishTest, CancelledItGivesItsDraftsBack) {
  Draft();
  DraftAd("a");
  DraftAd("b");
  const auto operation = Publish();
  OnFirstAd([&] { return ops().Cancel(server_.MakeCall("w"), operation->id).status(); });
  Work(operation->id);
  EXPECT_EQ(Get(operation->id).state, OperationState::kCancelled);
  EXPECT_EQ(GetAd("a").stage, Stage::kLive);
  EXPECT_EQ(GetAd("b").stage, Stage::kDraft);
  // As it is on TikTok.
  EXPECT_EQ(GetCampaign().operation_status, OperationStatus::kPaused);
  const auto again = Publish();
  ASSERT_TRUE(again.ok()) << again.status();
  Work(again->id);
  EXPECT_EQ(GetAd("b").stage, Stage::kLive);
}

TEST_F(PublishTest, TakenBackItLeavesNothingOnTikTokAndCanBePublishedAgain) {
  Draft();
  DraftAd("a");
  DraftAd("b");
  DraftAd("d");
  int ads = 0;
  on_told_ = [&](const std::string& line) -> absl::Status {
    return line.starts_with("ad ") && ++ads == 2 ? absl::InvalidArgumentError("too loud")
                                                 : absl::OkStatus();
  };
  const auto operation = PublishAll(server_.env, server_.MakeCall("w"), "c", OnFailure::kTakeBack);
  ASSERT_TRUE(operation.ok()) << operation.status();
  WorkUntilOver(operation->id);
  EXPECT_EQ(Get(operation->id).state, OperationState::kFailed);
  EXPECT_EQ(Get(operation->id).error_message, "too loud");
  EXPECT_THAT(told_,
              ElementsAre(StartsWith("campaign Spring"), StartsWith("group Spring"),
                          StartsWith("ad Spring"), StartsWith("ad Spring"), "campaign DELETE"));
  EXPECT_EQ(GetCampaign().stage, Stage::kDraft);
  EXPECT_EQ(GetCampaign().tiktok_id, "");
  EXPECT_EQ(GetCampaign().operation_status, OperationStatus::kEnabled);
  EXPECT_EQ(GetAd("a").stage, Stage::kDraft);
  EXPECT_EQ(GetAd("a").tiktok_id, "");
  EXPECT_EQ(GetAd("b").stage, Stage::kFailed) << "it can be changed and published, too";
  EXPECT_EQ(GetAd("d").stage, Stage::kDraft);
  EXPECT_THAT(server_.EventTypes("w"), Contains("ad.taken_back").Times(1));
  EXPECT_THAT(server_.EventTypes("w"), Contains("campaign.publish_finished").Times(1));

  on_told_ = nullptr;
  const auto again = Publish();
  ASSERT_TRUE(again.ok()) << again.status();
  WorkUntilOver(again->id);
  EXPECT_EQ(Get(again->id).state, OperationState::kDone);
  EXPECT_EQ(GetAd("b").stage, Stage::kLive);
  EXPECT_EQ(GetCampaign().operation_status, OperationStatus::kEnabled);
}

TEST_F(PublishTest, OnlyWhatItCreatedIsTakenBack) {
  Draft();
  DraftAd("a");
  Work(Publish()->id);
  told_.clear();
  DraftAd("b");
  DraftAd("d");
  int ads = 0;
  on_told_ = [&](const std::string& line) -> absl::Status {
    return line.starts_with("ad Spring") && ++ads == 2 ? absl::InvalidArgumentError("too loud")
                                                       : absl::OkStatus();
  };
  const auto operation = PublishAll(server_.env, server_.MakeCall("w"), "c", OnFailure::kTakeBack);
  WorkUntilOver(operation->id);
  EXPECT_THAT(told_, ElementsAre(StartsWith("ad Spring"), StartsWith("ad Spring"), "ad DELETE"));
  EXPECT_EQ(GetCampaign().stage, Stage::kLive);
  EXPECT_EQ(GetAd("a").stage, Stage::kLive);
  EXPECT_EQ(GetAd("b").stage, Stage::kDraft);
}

TEST_F(PublishTest, WhatCannotBeTakenBackIsTheNews) {
  Draft();
  DraftAd("a");
  on_told_ = [](const std::string& line) -> absl::Status {
    if (line.starts_with("ad ")) return absl::InvalidArgumentError("too loud");
    return line == "campaign DELETE" ? absl::PermissionDeniedError("no") : absl::OkStatus();
  };
  const auto operation = PublishAll(server_.env, server_.MakeCall("w"), "c", OnFailure::kTakeBack);
  WorkUntilOver(operation->id);
  EXPECT_EQ(Get(operation->id).state, OperationState::kFailed);
  EXPECT_EQ(Get(operation->id).error_message, "no");
  EXPECT_EQ(GetCampaign().stage, Stage::kLive) << "as it is on TikTok";
  EXPECT_EQ(GetCampaign().operation_status, OperationStatus::kPaused);
}

TEST_F(PublishTest, APauseMeanwhileIsNoFailureToTurnBackFrom) {
  Draft();
  DraftAd("a");
  const auto operation = PublishAll(server_.env, server_.MakeCall("w"), "c", OnFailure::kTakeBack);
  OnFirstAd([&] { return Switch(OperationStatus::kPaused); });
  WorkUntilOver(operation->id);
  EXPECT_EQ(Get(operation->id).state, OperationState::kDone);
  EXPECT_EQ(GetAd("a").stage, Stage::kLive);
}

TEST_F(PublishTest, CancelledBeforeAnythingWasSentItIsADraft) {
  Draft();
  DraftAd("a");
  const auto operation = Publish();
  EXPECT_TRUE(ops().Cancel(server_.MakeCall("w"), operation->id).ok());
  Work(operation->id);
  EXPECT_EQ(Get(operation->id).state, OperationState::kCancelled);
  EXPECT_EQ(GetCampaign().stage, Stage::kDraft);
  EXPECT_EQ(GetCampaign().operation_status, OperationStatus::kEnabled);
  EXPECT_THAT(told_, SizeIs(0));
}

TEST_F(PublishTest, WhatTikTokTurnsAwayForNowIsSentLater) {
  Draft();
  DraftAd("a");
  const auto operation = Publish();
  OnFirstAd([&] {
    return Error(absl::StatusCode::kResourceExhausted, "slow down",
                 {.reason = "TIKTOK_THROTTLED", .retry_after = absl::Seconds(2)});
  });
  const WorkOutcome outcome = Work(operation->id);
  EXPECT_EQ(outcome.kind, Kind::kAgainAt);
  EXPECT_EQ(outcome.due, kTestWorldStart + absl::Seconds(2));
  EXPECT_EQ(GetAd("a").stage, Stage::kSubmitting);
  EXPECT_THAT(told_, Not(Contains("campaign ENABLE")));
  server_.SetWorldTime("w", outcome.due);
  Work(operation->id);
  EXPECT_EQ(GetAd("a").stage, Stage::kLive);
  EXPECT_EQ(told_.back(), "campaign ENABLE");
}

TEST_F(PublishTest, ALongOneLetsOthersHaveTheirTurn) {
  Draft();
  for (int i = 0; i < 12; ++i) DraftAd(fmt::format("a{:02}", i));
  const auto operation = Publish();
  const WorkOutcome outcome = Work(operation->id);
  EXPECT_EQ(outcome.kind, Kind::kAgainIn);
  EXPECT_EQ(outcome.delay, absl::ZeroDuration());
  EXPECT_THAT(told_, SizeIs(10));
  EXPECT_EQ(Get(operation->id).state, OperationState::kRunning);
  EXPECT_EQ(Work(operation->id).kind, Kind::kDone);
  EXPECT_EQ(Get(operation->id).state, OperationState::kDone);
  EXPECT_THAT(told_, SizeIs(15));
}

TEST_F(PublishTest, NamesakesHaveTagsOfTheirOwn) {
  for (const char* campaign : {"c", "d"}) {
    Draft(campaign);
    DraftAd(fmt::format("a{}", campaign), campaign);
    Work(Publish(campaign)->id);
    DraftAd(fmt::format("b{}", campaign), campaign);
    DraftAd(fmt::format("e{}", campaign), campaign);
    Work(Publish(campaign)->id);
  }
  std::erase(told_, "campaign ENABLE");
  EXPECT_THAT(std::set<std::string>(told_.begin(), told_.end()), SizeIs(told_.size()));
  EXPECT_THAT(told_, SizeIs(10));
}

TEST_F(PublishTest, AdsForPageVisitsNameTheirPage) {
  Draft("c", "Visits", Objective::kEngagement, "PAGE_VISIT");
  DraftAd("a");
  Work(Publish()->id);
  Draft("d", "Followers", Objective::kEngagement, "FOLLOWERS");
  DraftAd("b", "d");
  Work(Publish("d")->id);
  EXPECT_THAT(page_categories_, ElementsAre("PROFILE_PAGE", ""));
}

}  // namespace
}  // namespace sparkgate::server
