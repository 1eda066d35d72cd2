// What stands between a mistake and money: a dry run, the allowed ad accounts, and a ceiling. What
// reached TikTok is what the simulator's journal says.
#include <array>
#include <string>
#include <string_view>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sparkgate/simulator/v1/journal_service.pb.h"
#include "sparkgate/v1/ad_service.pb.h"
#include "sparkgate/v1/workspace_service.pb.h"
#include "tests/integration/harness/both_programs.h"
#include "tests/integration/harness/story.h"

namespace sparkgate::integration {
namespace {

namespace sim = simulator::v1;
using testing::HasSubstr;
using testing::Not;

class ProtectionsTest : public BothPrograms {
 protected:
  static void Settle(const Story& story, std::string_view field, std::string_view value) {
    const auto changed = story.api.Ask<v1::Workspace>(
        "WorkspaceService.UpdateWorkspace",
        "workspace: < name: '{}' settings: < {}: {} > > update_mask: < paths: 'settings.{}' >",
        story.workspace, field, value, field);
    ASSERT_TRUE(changed.ok()) << changed.status();
  }
  // How often TikTok was asked to change something in the brand's name, or to make or extend codes.
  static int Mutations(const Story& story) {
    int mutations = 0;
    for (const char* family : {"campaign/*", "adgroup/*", "ad/*", "tt_video/*", "business/*"}) {
      mutations += story.api
                       .Ask<sim::ListExchangesResponse>(
                           "JournalService.ListExchanges",
                           "world: '{}' page_size: 1000 filter: < method: 'POST' endpoint: '{}' >",
                           story.world, family)
                       .value()
                       .exchanges_size();
    }
    return mutations;
  }
  static void DrawUp(Story& story) {
    story.OpenPost();
    story.GenerateCode();
    story.OpenAdAccount();
    story.Authorize();
    story.Draft();
  }
  // A code that nobody has redeemed.
  static std::string CodeOfAnother(Story story) {
    story.OpenPost("noa.bakes");
    story.GenerateCode();
    return story.RevealCode();
  }
  // The draft's 50 a day, over two days of the calendar: 100.
  static void EndTheSchedule(const Story& story) {
    const auto ended = story.api.Ask<v1::AdGroup>(
        "AdService.UpdateAdGroup",
        "ad_group: < name: '{}' schedule_end_time: < seconds: {} > > "
        "update_mask: < paths: 'schedule_end_time' >",
        story.ad_group, absl::ToUnixSeconds(story.Now() + absl::Hours(23)));
    ASSERT_TRUE(ended.ok()) << ended.status();
  }
  static absl::Status TryPublish(const Story& story) {
    return story.api.Try("AdService.PublishAll", "campaign: '{}'", story.campaign);
  }
};

TEST_F(ProtectionsTest, ADryRunPlansAPublishingCallByCallAndSendsNothing) {
  Story story(*programs, {.workspace = "dry-publish"});
  DrawUp(story);
  Settle(story, "dry_run", "true");
  const int before = Mutations(story);
  const v1::Operation planned = story.Publish();
  EXPECT_EQ(planned.state(), v1::OPERATION_STATE_DRY_RUN);
  EXPECT_EQ(planned.items_failed(), 0);
  ASSERT_EQ(planned.items_size(), 4);
  const std::array<std::string_view, 4> paths = {"campaign/create/", "adgroup/create/",
                                                 "ad/create/", "campaign/status/update/"};
  for (size_t i = 0; i < paths.size(); ++i) {
    const v1::Operation::Item& item = planned.items(static_cast<int>(i));
    EXPECT_EQ(item.state(), v1::OPERATION_STATE_DRY_RUN);
    EXPECT_EQ(item.planned_call().method(), "POST");
    EXPECT_EQ(item.planned_call().path(), fmt::format("/open_api/v1.3/{}", paths[i]));
  }
  // What stands on something that is only planned says so.
  EXPECT_THAT(planned.items(1).planned_call().body(), HasSubstr(R"("budget":)"));
  EXPECT_THAT(planned.items(1).planned_call().body(), HasSubstr("(id of campaign "));
  EXPECT_THAT(planned.items(2).planned_call().body(), HasSubstr("(id of ad_group "));
  EXPECT_THAT(planned.items(3).planned_call().body(), HasSubstr("(id of campaign "));
  EXPECT_EQ(Mutations(story), before);
  EXPECT_EQ(story.GetAd().stage(), v1::STAGE_DRAFT);

  Settle(story, "dry_run", "false");
  EXPECT_EQ(story.Publish().state(), v1::OPERATION_STATE_DONE);
  EXPECT_EQ(story.GetAd().stage(), v1::STAGE_LIVE);
}

TEST_F(ProtectionsTest, ADryRunShowsNoCodeReadsOnAndPlansPauses) {
  Story story(*programs, {.workspace = "dry-calls"});
  story.PlayUntilPublished();
  const std::string code = CodeOfAnother(story);
  Settle(story, "dry_run", "true");
  const int before = Mutations(story);
  const auto planned_of = [&](const absl::Status& kept) {
    EXPECT_EQ(Describe(kept), "FAILED_PRECONDITION DRY_RUN");
    return story.api
        .Ask<v1::ListOperationsResponse>("OperationService.ListOperations",
                                         "parent: '{}' state: OPERATION_STATE_DRY_RUN",
                                         story.workspace)
        .value()
        .operations(0)
        .planned_call();
  };
  EXPECT_THAT(
      planned_of(story.api.Try("CreatorService.ExtendCode", "name: '{}' add_days: 30", story.code))
          .path(),
      HasSubstr("business/post/authorize"));
  EXPECT_THAT(planned_of(story.api.Try("AdService.Pause", "name: '{}'", story.campaign)).body(),
              HasSubstr("DISABLE"));
  const v1::PlannedCall redeemed = planned_of(story.api.Try(
      "LibraryService.AuthorizeCode", "ad_account: '{}' code: {}", story.ad_account, Quote(code)));
  EXPECT_THAT(redeemed.path(), HasSubstr("tt_video/authorize"));
  EXPECT_THAT(redeemed.body(), HasSubstr("…"));
  EXPECT_THAT(redeemed.body(), Not(HasSubstr(code)));
  // A day later the creator's token is renewed, which reading needs.
  story.Advance(absl::Hours(30));
  EXPECT_TRUE(story.api.Try("CreatorService.ListPosts", "parent: '{}'", story.creator).ok());
  EXPECT_EQ(Mutations(story), before);
}

TEST_F(ProtectionsTest, OnlyAllowedAdAccountsAreChangedAndAllCanBeSwitchedOff) {
  Story story(*programs, {.workspace = "allowed"});
  DrawUp(story);
  const std::string code = CodeOfAnother(story);
  Settle(story, "allowed_ad_accounts", "'7000000000000000001'");
  const int before = Mutations(story);
  EXPECT_EQ(Describe(TryPublish(story)), "FAILED_PRECONDITION AD_ACCOUNT_NOT_ALLOWED");
  EXPECT_EQ(Describe(story.api.Try("LibraryService.AuthorizeCode", "ad_account: '{}' code: {}",
                                   story.ad_account, Quote(code))),
            "FAILED_PRECONDITION AD_ACCOUNT_NOT_ALLOWED");
  EXPECT_EQ(Mutations(story), before);

  const std::string id = story.ad_account.substr(story.ad_account.rfind('/') + 1);
  Settle(story, "allowed_ad_accounts", fmt::format("['{}', '7000000000000000001']", id));
  EXPECT_EQ(story.Publish().state(), v1::OPERATION_STATE_DONE);
  Settle(story, "allowed_ad_accounts", "'7000000000000000001'");
  EXPECT_TRUE(story.api.Try("AdService.Pause", "name: '{}'", story.campaign).ok());
  EXPECT_EQ(Describe(story.api.Try("AdService.Resume", "name: '{}'", story.campaign)),
            "FAILED_PRECONDITION AD_ACCOUNT_NOT_ALLOWED");
}

TEST_F(ProtectionsTest, OfTwoPublishingsAtOnceTheCeilingLetsOneThrough) {
  Story story(*programs, {.workspace = "ceiling"});
  DrawUp(story);
  Story other = story;
  other.Draft();
  Settle(story, "spending_ceilings", "< currency: 'USD' ceiling_micros: 150000000 >");
  EXPECT_EQ(Describe(TryPublish(story)), "FAILED_PRECONDITION SPENDING_CEILING")
      << "a daily budget without an end";
  EndTheSchedule(story);
  EndTheSchedule(other);
  const int before = Mutations(story);

  std::array<absl::Status, 2> answers;
  std::thread second([&] { answers[1] = TryPublish(other); });
  answers[0] = TryPublish(story);
  second.join();
  const size_t refused = answers[0].ok() ? 1 : 0;
  EXPECT_TRUE(answers[1 - refused].ok()) << answers[1 - refused];
  EXPECT_EQ(Describe(answers[refused]), "FAILED_PRECONDITION SPENDING_CEILING");
  EXPECT_THAT(std::string(answers[refused].message()), HasSubstr("the ceiling is 150.00 USD"));

  Settle(story, "spending_ceilings", "< currency: 'USD' ceiling_micros: 200000000 >");
  EXPECT_EQ((refused == 1 ? other : story).Publish().state(), v1::OPERATION_STATE_DONE);
  EXPECT_GT(Mutations(story), before);
}

}  // namespace
}  // namespace sparkgate::integration
