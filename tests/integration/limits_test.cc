// Worlds whose rate limits are on: the server's calls take turns within them, so that TikTok has
// nothing to refuse; and worlds without, where nothing takes turns.
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "sparkgate/simulator/v1/journal_service.pb.h"
#include "sparkgate/simulator/v1/world_service.pb.h"
#include "sparkgate/v1/ad.pb.h"
#include "sparkgate/v1/operation_service.pb.h"
#include "tests/integration/harness/both_programs.h"
#include "tests/integration/harness/story.h"

namespace sparkgate::integration {
namespace {

namespace sim = simulator::v1;

class LimitsTest : public BothPrograms {
 protected:
  static void SetSwitch(Story& story, std::string_view name, std::string_view value) {
    const absl::Status updated =
        story.api.Try("WorldService.UpdateWorld",
                      "world: < name: '{}' switches: < key: '{}' value: '{}' > > "
                      "update_mask: < paths: 'switches.{}' >",
                      story.world, name, value, name);
    ASSERT_TRUE(updated.ok()) << updated;
  }
  static void SetLimits(Story& story, std::string_view mode) {
    SetSwitch(story, "rate_limits", mode);
    story.Advance(absl::Minutes(1));  // whose ticks come after the news
  }
  static absl::Status LookUp(Story& story, const std::string& code) {
    return story.api.Try("LibraryService.LookUpCode", "ad_account: '{}' code: {}", story.ad_account,
                         Quote(code));
  }
  // How many calls TikTok took, or refused with `code`.
  static int Answered(const Story& story, std::string_view endpoint, int code) {
    return story.api
        .Ask<sim::ListExchangesResponse>(
            "JournalService.ListExchanges",
            "world: '{}' page_size: 1000 filter: < endpoint: '{}' code: {} >", story.world,
            endpoint, code)
        .value()
        .exchanges_size();
  }
};

TEST_F(LimitsTest, NobodyWaitsForAWorldThatStandsStill) {
  Story story(*programs, {.workspace = "limits-frozen"});
  story.PlayUntilPublished();
  const std::string code = story.RevealCode();
  SetLimits(story, "WORLD_CLOCK");
  for (int i = 0; i < 10; ++i) EXPECT_EQ(Describe(LookUp(story, code)), "OK") << i;
  EXPECT_EQ(Describe(LookUp(story, code)), "RESOURCE_EXHAUSTED LIMIT_WAIT_TOO_LONG");
  EXPECT_EQ(Answered(story, "tt_video/info", 40100), 0);  // TikTok never heard of it
  story.Advance(absl::Seconds(2));
  EXPECT_EQ(Describe(LookUp(story, code)), "OK");
}

class LimitWindowsTest : public LimitsTest, public testing::WithParamInterface<const char*> {};

// Eight ads, of which TikTok takes five a second (facts 1.6): the others come when there is room,
// by the world's clock.
TEST_P(LimitWindowsTest, BackgroundWorkIsPlannedAgain) {
  Story story(*programs, {.workspace = std::string("limits-background-") + GetParam()});
  story.OpenPost();
  story.GenerateCode();
  story.OpenAdAccount();
  story.Authorize();
  story.Draft();
  for (int i = 0; i < 7; ++i) {
    const absl::Status drafted = story.api.Try(
        "AdService.CreateAd",
        "parent: '{}' ad: < ad_group: '{}' display_name: 'Ramen, take {}' spark_post: '{}' "
        "call_to_action: 'SHOP_NOW' landing_page_url: 'https://ramen.example/spring' >",
        story.workspace, story.ad_group, i, story.spark_post);
    ASSERT_TRUE(drafted.ok()) << drafted;
  }
  SetSwitch(story, "rate_limit_windows", GetParam());
  SetLimits(story, "WORLD_CLOCK");
  const v1::Operation waiting = story.Publish();
  EXPECT_NE(waiting.state(), v1::OPERATION_STATE_DONE) << waiting.ShortDebugString();
  const int at_once = Answered(story, "ad/create", 0);
  EXPECT_GE(at_once, 1);
  EXPECT_LE(at_once, 5);
  story.Advance(absl::Minutes(1));
  const auto after =
      story.api.Ask<v1::Operation>("OperationService.GetOperation", "name: '{}'", waiting.name());
  ASSERT_TRUE(after.ok()) << after.status();
  EXPECT_EQ(after->state(), v1::OPERATION_STATE_DONE) << after->ShortDebugString();
  EXPECT_EQ(after->items_failed(), 0);
  EXPECT_EQ(Answered(story, "ad/create", 0), 8);
  EXPECT_EQ(Answered(story, "ad/create", 40100), 0);
}

INSTANTIATE_TEST_SUITE_P(Of, LimitWindowsTest, testing::Values("fixed", "sliding"));

TEST_F(LimitsTest, WhoWaitsInARunningWorldGetsHisTurn) {
  Story story(*programs, {.workspace = "limits-running"});
  story.PlayUntilPublished();
  const std::string code = story.RevealCode();
  const absl::Status runs = story.api.Try(
      "WorldService.UpdateWorld",
      "world: < name: '{}' clock_speed: 10 > update_mask: < paths: 'clock_speed' >", story.world);
  ASSERT_TRUE(runs.ok()) << runs;
  for (int i = 0; i < 25; ++i) EXPECT_EQ(Describe(LookUp(story, code)), "OK") << i;
}

TEST_F(LimitsTest, WithoutLimitsNobodyTakesTurns) {
  Story story(*programs, {.workspace = "limits-off"});
  story.PlayUntilPublished();
  const std::string code = story.RevealCode();
  for (int i = 0; i < 50; ++i) ASSERT_EQ(Describe(LookUp(story, code)), "OK") << i;
  SetLimits(story, "OFF");
  for (int i = 0; i < 50; ++i) ASSERT_EQ(Describe(LookUp(story, code)), "OK") << i;
}

}  // namespace
}  // namespace sparkgate::integration
