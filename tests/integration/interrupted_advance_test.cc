// Advance while its follower, the server, is stopped, killed in the middle of a tick, or cut off.
// The world waits, or says who is missing; whoever comes back finishes the tick; and what happened
// is the same, event by event, as if nobody had been disturbed.
#include <optional>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "client/cpp/error.h"
#include "rpc/testing/gate.h"
#include "sparkgate/simulator/v1/world_service.pb.h"
#include "tests/integration/harness/between_programs.h"
#include "tests/integration/harness/ending.h"
#include "tests/integration/harness/seed.h"
#include "tests/integration/harness/story.h"

namespace sparkgate::integration {
namespace {

namespace sim = simulator::v1;
using rpc::testing::Gate;

constexpr char kForty[] = "world: '{}' by: < seconds: 3456000 >";  // days: past the code's end
constexpr absl::Duration kDay = absl::Hours(24);

class InterruptedAdvanceTest : public BetweenPrograms {
 protected:
  sim::World World(const Story& story) const {
    return story.api.Ask<sim::World>("WorldService.GetWorld", "name: '{}'", story.world).value();
  }
  void RestartServer(Story& story) {
    programs.StartServer();
    story.Reconnect(programs);
  }
  // Of one with the same seed that nobody disturbs.
  Ending Undisturbed() {
    Story twin(programs, {.workspace = "twin", .seed = "same" + Seed()});
    twin.PlayUntilPublished();
    twin.Advance(40 * kDay);
    return EndingOf(twin);
  }
};

TEST_F(InterruptedAdvanceTest, WithTheServerStoppedSaysWhoIsMissing) {
  Story story(programs, {.workspace = "stopped"});
  story.PlayUntilPublished();
  const sim::World before = World(story);
  story.api.LeaveServer();
  programs.StopServer();
  const absl::Status gone = story.api.Try(
      "WorldService.Advance", "world: '{}' by: < seconds: 3600 > follower_wait: < >", story.world);
  EXPECT_EQ(Describe(gone), "UNAVAILABLE FOLLOWER_GONE");
  EXPECT_THAT(client::DetailsOf(gone).metadata,
              testing::Contains(testing::Pair(testing::_, before.followers(0))));
  EXPECT_EQ(ToTime(World(story).now()), ToTime(before.now())) << "it moved";
  RestartServer(story);
  EXPECT_EQ(ToTime(story.Advance(kDay).now()), ToTime(before.now()) + kDay) << "repeating resumes";
}

TEST_F(InterruptedAdvanceTest, WithTheServerStoppedWaitsForIt) {
  Story story(programs, {.workspace = "awaited", .seed = "same" + Seed()});
  story.PlayUntilPublished();
  story.api.LeaveServer();
  programs.StopServer();
  auto advance = story.api.Open<sim::AdvanceResponse>("WorldService.Advance", kForty, story.world);
  std::string waiting_for;
  while (waiting_for.empty()) waiting_for = advance.Next().value().waiting_for();
  EXPECT_EQ(waiting_for, World(story).followers(0));
  programs.StartServer();
  EXPECT_EQ(Describe(advance.End()), "OK");
  story.Reconnect(programs);
  ExpectSame(EndingOf(story), Undisturbed());
}

// At several points of a story: the server has asked TikTok something for a tick, or just been
// answered, when it is killed.
TEST_F(InterruptedAdvanceTest, WithTheServerKilledInMidTickIsFinishedByTheNext) {
  const Ending undisturbed = Undisturbed();
  for (uint64_t round = 0; round < 4; ++round) {
    const size_t call = Choose("killed in call", round, 30);
    const bool answered = Choose("answered", round, 2) == 1;
    SCOPED_TRACE(fmt::format("call {}, {}", call, answered ? "answered" : "not answered"));
    Story story(programs, {.workspace = fmt::format("killed-{}", round), .seed = "same" + Seed()});
    story.PlayUntilPublished();
    Gate reached, release;
    middleman->AtNext(
        "",
        [&](const Middleman::Forward& forward) {
          const HttpServerResponse answer = forward();
          reached.Open();
          if (!answered) release.Wait();
          return answer;
        },
        call);
    auto advance =
        story.api.Open<sim::AdvanceResponse>("WorldService.Advance", kForty, story.world);
    reached.Wait();
    programs.KillServer();
    release.Open();
    programs.StartServer();
    EXPECT_EQ(Describe(advance.End()), "OK");
    story.Reconnect(programs);
    ExpectSame(EndingOf(story), undisturbed);
  }
}

// The same, called through the server: the call dies with it, and repeating it resumes.
TEST_F(InterruptedAdvanceTest, CalledOfAServerThatIsKilledCanBeRepeated) {
  Story story(programs, {.workspace = "repeated", .seed = "same" + Seed()});
  story.PlayUntilPublished();
  const absl::Time end = story.Now() + 40 * kDay;
  Gate reached, release;
  middleman->AtNext(
      "",
      [&](const Middleman::Forward& forward) {
        reached.Open();
        release.Wait();
        return forward();
      },
      10);
  auto advance = story.api.Open<v1::AdvanceResponse>("TimeService.Advance",
                                                     "workspace: '{}' to: < seconds: {} >",
                                                     story.workspace, absl::ToUnixSeconds(end));
  reached.Wait();
  programs.KillServer();
  release.Open();
  EXPECT_EQ(advance.End().code(), absl::StatusCode::kUnavailable);
  RestartServer(story);
  story.AdvanceTo(end);
  ExpectSame(EndingOf(story), Undisturbed());
}

TEST_F(InterruptedAdvanceTest, WithoutASimulatorThereIsNoTime) {
  Story story(programs, {.workspace = "alone"});
  story.OpenPost();
  story.api.LeaveSimulator();
  programs.StopSimulator();
  const auto clock = [&] {
    return Describe(story.api.Try("TimeService.GetClock", "workspace: '{}'", story.workspace));
  };
  while (clock() == "OK") continue;  // until the server has heard of it
  EXPECT_EQ(clock(), "UNAVAILABLE SIMULATOR_UNREACHABLE");
  EXPECT_EQ(Describe(story.api.Try("CreatorService.GenerateCode", "post: '{}'", story.post)),
            "UNAVAILABLE SIMULATOR_UNREACHABLE");
  EXPECT_EQ(Describe(story.api.Try("TimeService.Advance", "workspace: '{}' by: < seconds: 1 >",
                                   story.workspace)),
            "UNAVAILABLE SIMULATOR_UNREACHABLE");
  // Back with its worlds, at the same address, it is found again.
  programs.StartSimulator();
  story.Reconnect(programs);
  story.GenerateCode();
  EXPECT_EQ(story.GetCode().state(), v1::CODE_STATE_NOT_USED);
}

}  // namespace
}  // namespace sparkgate::integration
