#include "server/usecases/ads/spending.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/tiktok/planned_call.h"
#include "server/usecases/testing/ads_fixture.h"

namespace sparkgate::server {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::StartsWith;

class SpendingUseTest : public AdsFixture {
 protected:
  SpendingUseTest() {
    for (const char* id : {"c", "d"}) {
      Draft(id, id);
      DraftAd(std::string("a") + id, id, id);
      EndGroup(id);
    }
  }
  // 50 a day, and two days that it touches: 100.
  void EndGroup(const std::string& campaign) {
    AdGroup group = GetGroup("g" + campaign);
    group.schedule_end = kTestWorldStart + absl::Hours(23);
    Write([&](Transaction& tx) { return tx.ad_groups().Put(group); });
  }
  AdGroup GetGroup(const std::string& id) {
    return Read<AdGroup>([&](const Transaction& tx) { return tx.ad_groups().Get("w", id); });
  }
  void Settle(const std::function<void(WorkspaceSettings&)>& change) {
    Workspace workspace = *LoadWorkspace(server_.env, "w");
    change(workspace.settings);
    server_.Update(workspace);
  }
  void SetCeiling(int64_t units) {
    Settle([&](WorkspaceSettings& settings) { settings.ceilings = {{"USD", units * 1'000'000}}; });
  }
  void KeepBackAll() {
    Settle([](WorkspaceSettings& settings) { settings.dry_run = true; });
    on_told_ = [](const std::string& line) {
      return tiktok::KeptBack({.method = "POST", .path = "/" + line, .body = "{}"});
    };
  }
  void PublishFully(const std::string& campaign) {
    const auto operation = Publish(campaign);
    ASSERT_TRUE(operation.ok()) << operation.status();
    Work(operation->id);
    ASSERT_EQ(server_.GetOperation("w", operation->id).state, OperationState::kDone);
  }
  std::vector<Operation> Parts(const std::string& id) {
    std::vector<Operation> parts;
    Write([&](Transaction& tx) -> absl::Status {
      SG_ASSIGN_OR_RETURN(parts, tx.operations().ListItems("w", id));
      return absl::OkStatus();
    });
    return parts;
  }
};

TEST_F(SpendingUseTest, WhatIsOnItsWayCountsAgainstTheCeiling) {
  SetCeiling(199);
  ASSERT_TRUE(Publish("c").ok());  // nothing of it was sent yet
  const absl::Status refused = Publish("d").status();
  EXPECT_EQ(ReasonOf(refused), "SPENDING_CEILING");
  EXPECT_EQ(DetailOf(refused).metadata.at("committed_micros"), "100000000");
  EXPECT_EQ(DetailOf(refused).metadata.at("asked_micros"), "100000000");
  EXPECT_EQ(GetCampaign("d").stage, Stage::kDraft);
  SetCeiling(200);
  EXPECT_TRUE(Publish("d").ok());
}

TEST_F(SpendingUseTest, WhatIsSwitchedOffMakesRoom) {
  SetCeiling(100);
  PublishFully("c");
  ASSERT_TRUE(Switch(OperationStatus::kPaused).ok());
  PublishFully("d");
  EXPECT_EQ(ReasonOf(Switch(OperationStatus::kEnabled)), "SPENDING_CEILING");
  EXPECT_EQ(GetCampaign("c").operation_status, OperationStatus::kPaused);
  SetCeiling(200);
  EXPECT_TRUE(Switch(OperationStatus::kEnabled).ok());
}

TEST_F(SpendingUseTest, ASwitchWhoseAnswerWasLostCountsAsOn) {
  SetCeiling(100);
  PublishFully("c");
  ASSERT_TRUE(Switch(OperationStatus::kPaused).ok());
  on_told_ = [](const std::string&) { return Lost(); };
  EXPECT_EQ(ReasonOf(Switch(OperationStatus::kEnabled)), "OUTCOME_UNKNOWN");
  EXPECT_EQ(GetCampaign("c").operation_status, OperationStatus::kPaused) << "as far as is known";
  EXPECT_EQ(ReasonOf(Publish("d").status()), "SPENDING_CEILING");
}

TEST_F(SpendingUseTest, MoreOfACampaignAsksForTheDifference) {
  SetCeiling(150);
  PublishFully("c");
  AdGroup more = GetGroup("gc");
  more.id = "more";
  more.stage = Stage::kDraft;
  more.tiktok_id.clear();
  more.display_name = "more";
  Write([&](Transaction& tx) { return tx.ad_groups().Put(more); });
  DraftAd("am", "c", "more");
  Ad ad = GetAd("am");
  ad.ad_group = more.id;
  Write([&](Transaction& tx) { return tx.ads().Put(ad); });
  const absl::Status refused = Publish("c").status();
  EXPECT_EQ(ReasonOf(refused), "SPENDING_CEILING");
  EXPECT_EQ(DetailOf(refused).metadata.at("asked_micros"), "100000000");
}

TEST_F(SpendingUseTest, OutsideTheAllowedAdAccountsNothingIsPublishedOrSwitchedOn) {
  PublishFully("c");
  ASSERT_TRUE(Switch(OperationStatus::kPaused).ok());
  Settle([](WorkspaceSettings& settings) { settings.allowed_ad_accounts = {"71"}; });
  told_.clear();
  EXPECT_EQ(ReasonOf(Publish("d").status()), "AD_ACCOUNT_NOT_ALLOWED");
  EXPECT_EQ(ReasonOf(Switch(OperationStatus::kEnabled)), "AD_ACCOUNT_NOT_ALLOWED");
  EXPECT_THAT(told_, IsEmpty());
  EXPECT_TRUE(Delete().ok());
  EXPECT_THAT(told_, ElementsAre("campaign DELETE"));
}

TEST_F(SpendingUseTest, ADryRunPlansEveryPartAndLeavesTheDrafts) {
  KeepBackAll();
  const auto operation = Publish("c");
  ASSERT_TRUE(operation.ok()) << operation.status();
  Work(operation->id);
  const Operation over = server_.GetOperation("w", operation->id);
  EXPECT_EQ(over.state, OperationState::kDryRun);
  EXPECT_EQ(over.items_failed, 0);
  const std::vector<Operation> parts = Parts(operation->id);
  ASSERT_THAT(parts, SizeIs(4));
  for (const Operation& part : parts) {
    EXPECT_EQ(part.state, OperationState::kDryRun);
    EXPECT_EQ(part.planned.body, "{}");
  }
  EXPECT_THAT(parts[1].planned.path, StartsWith("/group c"));
  EXPECT_EQ(parts[3].planned.path, "/campaign ENABLE");
  EXPECT_EQ(GetCampaign("c").stage, Stage::kDraft);
  EXPECT_EQ(GetCampaign("c").operation_status, OperationStatus::kEnabled);
  EXPECT_EQ(GetAd("ac").stage, Stage::kDraft);
  EXPECT_THAT(server_.EventTypes("w"), Contains("operation.dry_run").Times(4));
  EXPECT_EQ(server_.Events("w").back().attributes.at("dry_run"), "true");

  // Later it is done.
  Settle([](WorkspaceSettings& settings) { settings.dry_run = false; });
  on_told_ = nullptr;
  PublishFully("c");
}

TEST_F(SpendingUseTest, ADryRunThatTakesBackHasNothingToTakeBack) {
  KeepBackAll();
  const auto operation = PublishAll(server_.env, server_.MakeCall("w"), "c", OnFailure::kTakeBack);
  ASSERT_TRUE(operation.ok()) << operation.status();
  Work(operation->id);
  EXPECT_EQ(server_.GetOperation("w", operation->id).state, OperationState::kDryRun);
  EXPECT_THAT(Parts(operation->id), SizeIs(4));
}

TEST_F(SpendingUseTest, ASingleCallInADryRunNamesItsPlan) {
  PublishFully("c");
  KeepBackAll();
  const absl::Status kept = Switch(OperationStatus::kPaused, "r1");
  EXPECT_EQ(kept.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(ReasonOf(kept), "DRY_RUN");
  const std::string name = DetailOf(kept).metadata.at("operation");
  EXPECT_FALSE(DetailOf(kept).metadata.contains("body")) << "it is in the operation";
  const Operation planned = server_.GetOperation("w", LastIdOf(name));
  EXPECT_EQ(planned.state, OperationState::kDryRun);
  EXPECT_EQ(planned.planned.path, "/campaign DISABLE");
  EXPECT_EQ(GetCampaign("c").operation_status, OperationStatus::kEnabled);
  const absl::Status repeated = Switch(OperationStatus::kPaused, "r1");
  EXPECT_EQ(DetailOf(repeated).metadata.at("operation"), name);
}

TEST_F(SpendingUseTest, WhatWasInDoubtIsNotSentAgainInADryRun) {
  PublishFully("c");
  on_told_ = [](const std::string&) { return Lost(); };
  const absl::Status lost = Switch(OperationStatus::kPaused);
  const std::string id = LastIdOf(DetailOf(lost).metadata.at("operation"));
  KeepBackAll();
  EXPECT_CALL(tiktok_.campaign_api, Get).WillRepeatedly([](const auto&, const auto&) {
    tiktok::CampaignPage page;
    page.campaigns = {{.campaign_id = "tc1", .operation_status = "ENABLE"}};
    return page;
  });
  PassTimeout();
  Work(id);
  const Operation over = server_.GetOperation("w", id);
  EXPECT_EQ(over.state, OperationState::kDryRun);
  EXPECT_EQ(over.error_reason, "");
  EXPECT_EQ(server_.GetWork("w", kOperationWork, id), std::nullopt);
  EXPECT_EQ(server_.Events("w").back().type, "operation.resolved");
}

}  // namespace
}  // namespace sparkgate::server
