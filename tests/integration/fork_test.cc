// A workspace and its world, copied together: the copy plays on to the same end.
#include <string>

#include <gtest/gtest.h>

#include "base/error.h"
#include "sparkgate/v1/workspace_service.pb.h"
#include "tests/integration/harness/both_programs.h"
#include "tests/integration/harness/ending.h"
#include "tests/integration/harness/story.h"

namespace sparkgate::integration {
namespace {

class ForkTest : public BothPrograms {
 protected:
  static Api Admin() { return Api(*programs, programs->AdminKey()); }

  // The rest of a published story: a longer code, a second campaign, and the end of both.
  static void PlayOn(Story& story) {
    story.Advance(absl::Hours(3 * 24));
    story.api.Ask<v1::Code>("CreatorService.ExtendCode", "name: '{}' add_days: 30", story.code)
        .value();
    story.Advance(absl::ZeroDuration());  // what follows from it is done before the next step
    story.Draft();
    story.Publish();
    story.Advance(absl::Hours(70 * 24));
  }
};

TEST_F(ForkTest, InMidLifeItPlaysOnToTheSameEndAndTheSourceIsNotTouched) {
  Story source(*programs, {.workspace = "source", .seed = "fork"});
  source.PlayUntilPublished();
  const Ending before = EndingOf(source);
  Story fork = source.Fork(*programs, "fork");
  ExpectSame(EndingOf(fork), before);
  PlayOn(fork);
  EXPECT_NE(EndingOf(fork).world_events, before.world_events);
  ExpectSame(EndingOf(source), before);
  PlayOn(source);
  ExpectSame(EndingOf(fork), EndingOf(source));
  EXPECT_EQ(fork.GetAd().stage(), source.GetAd().stage());
  EXPECT_EQ(fork.RevealCode(), source.RevealCode());
}

TEST_F(ForkTest, RestoringBringsBackWorldAndRows) {
  Story story(*programs, {.workspace = "restored"});
  story.PlayUntilPublished();
  const Story checkpoint = story.Fork(*programs, "checkpoint");
  const Ending before = EndingOf(story);
  const size_t events = story.Events().size();
  PlayOn(story);
  ASSERT_NE(EndingOf(story).world_events, before.world_events);
  const auto restored =
      Admin()
          .Ask<v1::Workspace>("WorkspaceService.RestoreWorkspace", "name: '{}' source: '{}'",
                              story.workspace, checkpoint.workspace)
          .value();
  EXPECT_EQ(restored.state(), v1::WORKSPACE_STATE_ACTIVE);
  EXPECT_EQ(EndingOf(story).world_events, before.world_events);
  EXPECT_EQ(story.Now(), before.now);
  ASSERT_EQ(story.Events().size(), 1u);
  EXPECT_EQ(story.Events()[0].type(), "workspace.restored");
  EXPECT_GT(story.Events()[0].number(), static_cast<int64_t>(events));
  ExpectSame(EndingOf(checkpoint), before);
  // Both go on alike.
  Story other = checkpoint.Fork(*programs, "other");
  PlayOn(story);
  PlayOn(other);
  EXPECT_EQ(EndingOf(story).world_events, EndingOf(other).world_events);
}

TEST_F(ForkTest, TheSimulatorRefusesToCopyAWorldWithoutItsRows) {
  const Story story(*programs, {.workspace = "followed"});
  const absl::Status refused =
      story.api.Try("WorldService.ForkWorld", "name: '{}' world_id: 'alone'", story.world);
  EXPECT_NE(Describe(refused).find("WORLD_FOLLOWED"), std::string::npos) << refused;
  EXPECT_NE(refused.message().find("WorkspaceService.ForkWorkspace"), std::string::npos);
}

}  // namespace
}  // namespace sparkgate::integration
