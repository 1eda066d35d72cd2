// A workspace's doctor, over the programs: what it says of a sound set-up, and of one that isn't.
#include <map>
#include <string>
#include <string_view>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sparkgate/simulator/v1/fault_service.pb.h"
#include "sparkgate/v1/workspace_service.pb.h"
#include "tests/integration/harness/both_programs.h"
#include "tests/integration/harness/story.h"

namespace sparkgate::integration {
namespace {

namespace sim = simulator::v1;
using testing::HasSubstr;

class DoctorTest : public BothPrograms {
 protected:
  static std::map<std::string, v1::SetupCheck> Diagnose(const Story& story) {
    std::map<std::string, v1::SetupCheck> found;
    const auto answer = story.api.Ask<v1::DiagnoseWorkspaceResponse>(
        "WorkspaceService.DiagnoseWorkspace", "name: '{}'", story.workspace);
    EXPECT_TRUE(answer.ok()) << answer.status();
    for (const v1::SetupCheck& check : answer->checks()) found[check.name()] = check;
    return found;
  }
  static void Break(const Story& story, std::string_view endpoint, int code,
                    std::string_view message) {
    const auto plan = story.api.Ask<sim::FaultPlan>(
        "FaultService.CreateFaultPlan",
        "world: '{}' fault_plan: < endpoint: '{}' steps: < kind: FAULT_KIND_API_ERROR code: {} "
        "message: '{}' > >",
        story.world, endpoint, code, message);
    ASSERT_TRUE(plan.ok()) << plan.status();
  }
};

TEST_F(DoctorTest, FindsNothingWrongInASoundWorldAndChangesNothing) {
  Story story(*programs, {.workspace = "sound"});
  story.OpenPost();
  story.OpenAdAccount();
  const size_t before = story.Events().size();
  const auto found = Diagnose(story);
  EXPECT_EQ(found.size(), 12u);
  for (const auto& [name, check] : found) {
    EXPECT_EQ(check.status(), v1::SetupCheck::STATUS_OK) << check.ShortDebugString();
  }
  EXPECT_THAT(found.at("creator_consent").seen(), HasSubstr("accepts its token"));
  EXPECT_THAT(found.at("advertiser_consent").seen(), HasSubstr("accepts its token"));
  EXPECT_EQ(found.at("creator_consent").resource(), story.creator);
  EXPECT_EQ(story.Events().size(), before);
}

TEST_F(DoctorTest, TellsWhatTikTokRefusesAndWhoMustAct) {
  Story story(*programs, {.workspace = "unsound"});
  story.OpenPost();
  story.OpenAdAccount();
  Break(story, "oauth2/advertiser/get", 40105, "Access token is incorrect or has been revoked.");
  Break(story, "business/get", 50000, "System error");
  auto found = Diagnose(story);
  EXPECT_EQ(found["advertiser_consent"].status(), v1::SetupCheck::STATUS_PROBLEM);
  EXPECT_EQ(found["advertiser_consent"].who(), "ADVERTISER");
  EXPECT_THAT(found["advertiser_consent"].seen(), HasSubstr("RECONNECT_NEEDED"));
  // What may pass by itself is no problem yet.
  EXPECT_EQ(found["creator_consent"].status(), v1::SetupCheck::STATUS_WARNING);
  EXPECT_THAT(found["creator_consent"].seen(), HasSubstr("TIKTOK_UNAVAILABLE"));
  EXPECT_EQ(found["app"].status(), v1::SetupCheck::STATUS_OK);

  // A year later the creator's consent has ended, whatever was refreshed.
  story.Advance(absl::Hours(24 * 366));
  found = Diagnose(story);
  EXPECT_EQ(found["creator_consent"].status(), v1::SetupCheck::STATUS_PROBLEM);
  EXPECT_EQ(found["creator_consent"].who(), "CREATOR");
}

}  // namespace
}  // namespace sparkgate::integration
