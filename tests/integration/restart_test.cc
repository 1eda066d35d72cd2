// A server that says it serves knows what time it is in its worlds, if anybody can tell it.
#include <string>

#include <gtest/gtest.h>

#include "tests/integration/harness/story.h"

namespace sparkgate::integration {
namespace {

TEST(RestartTest, TheFirstCallAfterAStartFindsItsWorld) {
  Programs programs;
  programs.Start();
  Story story(programs, {.workspace = "restarted"});
  story.Advance(absl::Hours(1));
  const absl::Time stood = story.Now();
  for (int i = 0; i < 5; ++i) {
    story.api.LeaveServer();
    programs.StopServer();
    programs.StartServer();
    story.api = Api(programs, story.key);
    EXPECT_EQ(Describe(story.api.Try("TimeService.GetClock", "workspace: '{}'", story.workspace)),
              "OK");
    EXPECT_EQ(story.Now(), stood);
  }
}

TEST(RestartTest, AServerStartsWithoutASimulator) {
  Programs programs;
  programs.Start();
  Story story(programs, {.workspace = "alone"});
  story.api.LeaveServer();
  story.api.LeaveSimulator();
  programs.StopServer();
  programs.StopSimulator();
  programs.StartServer();
  story.api = Api(programs, story.key);
  EXPECT_EQ(Describe(story.api.Try("TimeService.GetClock", "workspace: '{}'", story.workspace)),
            "UNAVAILABLE SIMULATOR_UNREACHABLE");
  EXPECT_EQ(Describe(story.api.Try("WorkspaceService.GetWorkspace", "name: '{}'", story.workspace)),
            "OK");
}

}  // namespace
}  // namespace sparkgate::integration
