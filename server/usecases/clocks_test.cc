#include "server/usecases/clocks.h"

#include <thread>

#include <gtest/gtest.h>

#include "base/error.h"

namespace sparkgate::server {
namespace {

const absl::Time kReal = absl::FromUnixSeconds(1'800'000'000);
const absl::Time kStart = absl::FromUnixSeconds(1'767'225'600);

Workspace Simulated() {
  Workspace workspace;
  workspace.id = "w";
  workspace.environment = Environment::kSimulator;
  workspace.world_incarnation = "first";
  workspace.world_now = kStart;
  return workspace;
}

class ClocksTest : public testing::Test {
 protected:
  ManualClock system_{kReal};
  Clocks clocks_{system_};
};

TEST_F(ClocksTest, LiveIsTheSystemClock) {
  Workspace workspace;
  workspace.environment = Environment::kLive;
  EXPECT_EQ(*clocks_.Now(workspace), kReal);
  EXPECT_EQ(clocks_.Speed(workspace), 1);
}

TEST_F(ClocksTest, SimulatedTimeIsWhatTheStreamTold) {
  EXPECT_EQ(ReasonOf(clocks_.Now(Simulated()).status()), "SIMULATOR_UNREACHABLE");
  EXPECT_EQ(clocks_.Speed(Simulated()), std::nullopt);
  clocks_.SetNow("w", kStart);  // nobody told which incarnation ticks
  EXPECT_FALSE(clocks_.Now(Simulated()).ok());

  clocks_.Set("w", "first", kStart, 0);
  EXPECT_EQ(*clocks_.Now(Simulated()), kStart);
  EXPECT_EQ(clocks_.Speed(Simulated()), 0);
  clocks_.SetNow("w", kStart + absl::Hours(1));
  EXPECT_EQ(*clocks_.Now(Simulated()), kStart + absl::Hours(1));

  clocks_.ForgetAll();
  EXPECT_EQ(ReasonOf(clocks_.Now(Simulated()).status()), "SIMULATOR_UNREACHABLE");
}

TEST_F(ClocksTest, AWorldThatIsGoneOrAnotherHasNoTime) {
  clocks_.Set("w", "second", kStart, 0);
  EXPECT_EQ(ReasonOf(clocks_.Now(Simulated()).status()), "WORLD_RESET");
  clocks_.Set("w", "first", kStart - absl::Seconds(1), 0);
  EXPECT_EQ(ReasonOf(clocks_.Now(Simulated()).status()), "WORLD_RESET");
  clocks_.SetGone("w");
  EXPECT_EQ(ReasonOf(clocks_.Now(Simulated()).status()), "WORLD_GONE");
  clocks_.Set("w", "first", kStart, 0);
  EXPECT_TRUE(clocks_.Now(Simulated()).ok());

  Workspace workspace = Simulated();
  workspace.state = WorkspaceState::kWorldReset;
  EXPECT_EQ(ReasonOf(clocks_.Now(workspace).status()), "WORLD_RESET");
  workspace.state = WorkspaceState::kWorldGone;
  EXPECT_EQ(ReasonOf(clocks_.Now(workspace).status()), "WORLD_GONE");
}

TEST_F(ClocksTest, LimitsGoByTheClockThatTheWorldSays) {
  Workspace live;
  live.environment = Environment::kLive;
  EXPECT_TRUE(clocks_.PacingOf(live).limited);
  EXPECT_EQ(clocks_.PacingOf(live).At(kReal), kReal);

  EXPECT_FALSE(clocks_.PacingOf(Simulated()).limited);  // not known
  clocks_.Set("w", "first", kStart, 0, WorldLimits::kOff);
  EXPECT_FALSE(clocks_.PacingOf(Simulated()).limited);

  clocks_.Set("w", "first", kStart, 0, WorldLimits::kWorldClock);
  tiktok::Pacing pacing = clocks_.PacingOf(Simulated());
  EXPECT_TRUE(pacing.limited);
  EXPECT_FALSE(pacing.runs());
  EXPECT_EQ(pacing.At(kReal + absl::Hours(1)), kStart);

  clocks_.Set("w", "first", kStart, 60, WorldLimits::kWorldClock);
  pacing = clocks_.PacingOf(Simulated());
  EXPECT_TRUE(pacing.runs());
  EXPECT_EQ(pacing.At(kReal + absl::Seconds(1)), kStart + absl::Minutes(1));
  system_.Advance(absl::Seconds(2));
  clocks_.SetNow("w", kStart + absl::Hours(1));  // a tick
  EXPECT_EQ(clocks_.PacingOf(Simulated()).At(kReal + absl::Seconds(3)),
            kStart + absl::Hours(1) + absl::Minutes(1));

  clocks_.Set("w", "first", kStart, 0, WorldLimits::kRealTime);
  EXPECT_TRUE(clocks_.PacingOf(Simulated()).runs());
  EXPECT_EQ(clocks_.PacingOf(Simulated()).At(kReal), kReal);
}

TEST_F(ClocksTest, WaitsUntilAWorldIsKnown) {
  EXPECT_FALSE(clocks_.WaitKnown("w", absl::ZeroDuration()));
  std::thread stream([&] { clocks_.Set("w", "first", kStart, 0); });
  EXPECT_TRUE(clocks_.WaitKnown("w", absl::InfiniteDuration()));
  stream.join();
  clocks_.Forget("w");
  EXPECT_FALSE(clocks_.WaitKnown("w", absl::ZeroDuration()));
}

}  // namespace
}  // namespace sparkgate::server
