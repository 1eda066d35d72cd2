#include "server/usecases/ads/switches.h"

#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/usecases/testing/ads_fixture.h"

namespace sparkgate::server {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class SwitchesTest : public AdsFixture {
 protected:
  // On TikTok, with nothing in it.
  void MakeLive(OperationStatus status) {
    Draft();
    Campaign campaign = GetCampaign();
    campaign.stage = Stage::kLive;
    campaign.tiktok_id = "tc";
    campaign.operation_status = status;
    Write([&](Transaction& tx) { return tx.campaigns().Put(campaign); });
  }
  // The next call's answer is lost.
  void LoseNext() {
    on_told_ = [lost = false](const std::string&) mutable {
      return std::exchange(lost, true) ? absl::OkStatus() : Lost();
    };
  }
  static std::string IdIn(const absl::Status& status) {
    const std::string name = DetailOf(status).metadata["operation"];
    return name.substr(name.rfind('/') + 1);
  }
};

TEST_F(SwitchesTest, ANewerPauseTakesThePlaceOfAResumeInDoubt) {
  MakeLive(OperationStatus::kPaused);
  LoseNext();
  const absl::Status lost = Switch(OperationStatus::kEnabled);
  EXPECT_EQ(ReasonOf(lost), "OUTCOME_UNKNOWN");
  // It may still be on its way, and come after what is sent now.
  EXPECT_EQ(ReasonOf(Switch(OperationStatus::kPaused)), "OPERATION_IN_PROGRESS");
  PassTimeout();
  ASSERT_TRUE(Switch(OperationStatus::kPaused).ok());
  const Operation older = server_.GetOperation("w", IdIn(lost));
  EXPECT_EQ(older.state, OperationState::kFailed);
  EXPECT_EQ(older.error_reason, "SUPERSEDED");
  Work(older.id);
  EXPECT_THAT(told_, ElementsAre("campaign ENABLE", "campaign DISABLE"));
}

TEST_F(SwitchesTest, ADeletionIsNotTakenBack) {
  MakeLive(OperationStatus::kEnabled);
  LoseNext();
  EXPECT_EQ(ReasonOf(Delete()), "OUTCOME_UNKNOWN");
  PassTimeout();
  EXPECT_EQ(ReasonOf(Switch(OperationStatus::kPaused)), "OPERATION_IN_PROGRESS");
  EXPECT_TRUE(Delete().ok());
  EXPECT_EQ(GetCampaign().stage, Stage::kDeleted);
}

TEST_F(SwitchesTest, NothingIsDeletedWhileMoreOfItIsPublished) {
  MakeLive(OperationStatus::kPaused);
  DraftAd("a");
  const auto publishing = Publish();
  ASSERT_TRUE(publishing.ok()) << publishing.status();
  const absl::Status refused = Delete();
  EXPECT_EQ(ReasonOf(refused), "PUBLISH_IN_PROGRESS");
  EXPECT_EQ(IdIn(refused), publishing->id);
  EXPECT_TRUE(ops().Cancel(server_.MakeCall("w"), publishing->id).ok());
  Work(publishing->id);
  EXPECT_TRUE(Delete().ok());
  EXPECT_EQ(GetAd("a").stage, Stage::kDeleted);
}

TEST_F(SwitchesTest, SwitchingADraftIsAnEventOnce) {
  Draft();
  EXPECT_TRUE(Switch(OperationStatus::kPaused).ok());
  EXPECT_TRUE(Switch(OperationStatus::kPaused).ok());
  EXPECT_TRUE(Switch(OperationStatus::kEnabled).ok());
  EXPECT_THAT(server_.EventTypes("w"),
              ElementsAre("campaign.switched_off", "campaign.switched_on"));
}

TEST_F(SwitchesTest, ARepeatedSwitchOfADraftDoesNothingLater) {
  Draft();
  EXPECT_TRUE(Switch(OperationStatus::kPaused, "r").ok());
  EXPECT_EQ(GetCampaign().operation_status, OperationStatus::kPaused);
  MakeLive(OperationStatus::kEnabled);
  EXPECT_TRUE(Switch(OperationStatus::kPaused, "r").ok());
  EXPECT_EQ(GetCampaign().operation_status, OperationStatus::kEnabled);
  EXPECT_THAT(told_, IsEmpty());
  EXPECT_EQ(ReasonOf(Switch(OperationStatus::kPaused, "r", "another body")), "REQUEST_ID_REUSED");
}

}  // namespace
}  // namespace sparkgate::server
