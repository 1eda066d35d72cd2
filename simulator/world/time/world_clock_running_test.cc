#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "simulator/world/time/clock_fixture.h"

namespace sparkgate::simulator {
namespace {

class RunningClockTest : public testing::Test {
 protected:
  RunningClockTest() {
    WorldState state = MakeWorld({.id = "world-1", .speed = 60}, "i", "g").value();
    state.followers = {"server"};
    start_ = state.now;
    world_ = std::make_shared<World>(std::move(state));
    clock_ = WorldClock::Make(world_, fixture_.services());
    clock_->Start();
    follower_ = std::make_shared<FakeFollower>("server", clock_);
  }
  void Pass(absl::Duration real) {
    fixture_.real_time.Advance(real);
    fixture_.timers.Advance(real);
  }
  void SetSpeed(double speed) {
    world_->Write([speed](WorldState& state) { return state.speed = speed; });
    clock_->Changed();
  }
  absl::Duration Elapsed() const {
    return world_->Read([](const WorldState& state) { return state.now; }) - start_;
  }

  ClockFixture fixture_;
  absl::Time start_;
  std::shared_ptr<World> world_;
  std::shared_ptr<WorldClock> clock_;
  std::shared_ptr<FakeFollower> follower_;
};

TEST_F(RunningClockTest, FollowsRealTimeAtItsSpeed) {
  follower_->Connect();
  Pass(absl::Milliseconds(100));
  EXPECT_EQ(Elapsed(), absl::Seconds(6));
  Pass(absl::Milliseconds(100));
  EXPECT_EQ(Elapsed(), absl::Seconds(12));
  EXPECT_EQ(clock_->Look().lag, absl::ZeroDuration());
  EXPECT_FALSE(clock_->Look().advancing);
}

TEST_F(RunningClockTest, WaitsForItsFollowersAndShowsItsLag) {
  follower_->Connect();
  follower_->answers = false;
  Pass(absl::Milliseconds(100));
  Pass(absl::Seconds(10));
  EXPECT_EQ(Elapsed(), absl::ZeroDuration());
  EXPECT_EQ(clock_->Look().lag, absl::Seconds(606));
  follower_->answers = true;
  follower_->Answer();
  Pass(absl::Milliseconds(100));
  EXPECT_EQ(Elapsed(), absl::Seconds(612));
}

TEST_F(RunningClockTest, WaitsForAFollowerThatIsNotConnected) {
  Pass(absl::Milliseconds(100));
  Pass(absl::Hours(1));
  EXPECT_EQ(Elapsed(), absl::ZeroDuration());
  follower_->Connect();
  Pass(absl::Milliseconds(100));
  EXPECT_EQ(Elapsed(), absl::Milliseconds(3'600'200) * 60);
}

TEST_F(RunningClockTest, RefusesToBeAdvancedByHandUntilItIsFrozen) {
  follower_->Connect();
  Outcome outcome;
  EXPECT_EQ(ReasonOf(clock_->Advance(outcome.Request(absl::Hours(1))).status()), "CLOCK_RUNS");
  SetSpeed(0);
  Pass(absl::Hours(1));
  EXPECT_EQ(Elapsed(), absl::ZeroDuration());
  ASSERT_TRUE(clock_->Advance(outcome.Request(absl::Hours(1))).ok());
  EXPECT_TRUE(outcome.done());
  EXPECT_EQ(Elapsed(), absl::Hours(1));
}

TEST_F(RunningClockTest, AnAdvanceAfterFreezingWaitsForTheLastStepOfTheRunningClock) {
  follower_->Connect();
  follower_->answers = false;
  Pass(absl::Milliseconds(100));
  SetSpeed(0);
  Outcome outcome;
  ASSERT_TRUE(clock_->Advance(outcome.Request(absl::Hours(1))).ok());
  EXPECT_TRUE(clock_->Look().advancing);
  follower_->answers = true;
  follower_->Answer();
  ASSERT_TRUE(outcome.done());
  EXPECT_EQ(Elapsed(), absl::Hours(1));
}

TEST_F(RunningClockTest, GoingRoundInCirclesIsToldAndTriedLessAndLessOften) {
  follower_->Connect();
  follower_->endless = true;
  Pass(absl::Milliseconds(100));
  const size_t once = follower_->ticks.size();
  EXPECT_THAT(clock_->Look().problem, testing::HasSubstr("alert of server"));
  for (int beat = 0; beat < 9; ++beat) Pass(absl::Milliseconds(100));
  EXPECT_EQ(follower_->ticks.size(), once);
  Pass(absl::Milliseconds(100));  // a second is over: again, in vain
  EXPECT_EQ(follower_->ticks.size(), 2 * once);
  Pass(absl::Seconds(1));
  EXPECT_EQ(follower_->ticks.size(), 2 * once);
  follower_->endless = false;
  Pass(absl::Seconds(1));
  EXPECT_EQ(clock_->Look().problem, "");
  EXPECT_EQ(Elapsed(), absl::Minutes(3) + absl::Seconds(6));
}

TEST_F(RunningClockTest, TakesNoStepAfterItWasStopped) {
  follower_->Connect();
  Pass(absl::Milliseconds(100));
  const absl::Duration before = Elapsed();
  clock_->Stop();
  Pass(absl::Seconds(10));
  EXPECT_EQ(Elapsed(), before);
}

TEST_F(RunningClockTest, AnotherSpeedCountsFromTheInstantItStandsAt) {
  follower_->Connect();
  Pass(absl::Milliseconds(100));
  SetSpeed(10);
  Pass(absl::Milliseconds(100));
  EXPECT_EQ(Elapsed(), absl::Seconds(7));
  EXPECT_EQ(follower_->clocks.back().speed, 10);
}

}  // namespace
}  // namespace sparkgate::simulator
