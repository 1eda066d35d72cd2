#include "simulator/world/time/world_clock.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "simulator/world/time/clock_fixture.h"

namespace sparkgate::simulator {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class WorldClockTest : public testing::Test {
 protected:
  WorldClockTest() { Build({}); }

  void Build(std::vector<std::string> followers) {
    WorldState state = MakeWorld({.id = "world-1"}, "i", "g").value();
    state.followers = {followers.begin(), followers.end()};
    start_ = state.now;
    world_ = std::make_shared<World>(std::move(state));
    clock_ = WorldClock::Make(world_, fixture_.services());
  }
  std::shared_ptr<FakeFollower> Follower(const std::string& id) {
    auto follower = std::make_shared<FakeFollower>(id, clock_);
    follower->Connect();
    return follower;
  }
  void PushEvent(absl::Duration after) {
    world_->Write([&](WorldState& state) {
      state.queue.Push(start_ + after, EventKind::kAuthorizationEnd, "nothing");
      return true;
    });
  }
  absl::Time Now() const {
    return world_->Read([](const WorldState& state) { return state.now; });
  }
  std::vector<double> TickHours(const FakeFollower& follower) const {
    std::vector<double> hours;
    for (const auto& [id, time] : follower.ticks) {
      hours.push_back(absl::ToDoubleHours(time - start_));
    }
    return hours;
  }

  ClockFixture fixture_;
  absl::Time start_;
  std::shared_ptr<World> world_;
  std::shared_ptr<WorldClock> clock_;
};

TEST_F(WorldClockTest, AWorldWithoutFollowersAdvancesAlone) {
  PushEvent(absl::Hours(1));
  PushEvent(absl::Hours(30));
  Outcome outcome;
  ASSERT_TRUE(clock_->Advance(outcome.Request(absl::Hours(24))).ok());
  ASSERT_TRUE(outcome.done());
  ASSERT_TRUE(outcome.status().ok());
  EXPECT_EQ(Now(), start_ + absl::Hours(24));
  EXPECT_EQ((*outcome.result)->ticks, 3);  // the present, the event, the target
  EXPECT_EQ((*outcome.result)->now, Now());
}

TEST_F(WorldClockTest, AnInstantThatHasPassedOnlyDoesWhatIsDueNow) {
  Outcome outcome;
  ASSERT_TRUE(clock_->Advance(outcome.Request(start_ - absl::Hours(1))).ok());
  ASSERT_TRUE(outcome.status().ok());
  EXPECT_EQ(Now(), start_);
}

TEST_F(WorldClockTest, TicksComeAtThePresentAtEventsAtDuesAndAtTheEnd) {
  Build({"server"});
  PushEvent(absl::Hours(5));
  const auto follower = Follower("server");
  follower->dues = {start_ + absl::Hours(2), start_ + absl::Hours(7), start_ + absl::Hours(50)};
  Outcome outcome;
  ASSERT_TRUE(clock_->Advance(outcome.Request(absl::Hours(10))).ok());
  ASSERT_TRUE(outcome.status().ok());
  EXPECT_THAT(TickHours(*follower), ElementsAre(0, 2, 5, 7, 10));
  EXPECT_EQ(clock_->Look().followers.at(0).next_due, start_ + absl::Hours(50));
}

TEST_F(WorldClockTest, ALocalFollowerOwesTicksAsLongAsItWatches) {
  class Local final : public FollowerLink {
   public:
    const std::string& follower_id() const override { return id_; }
    bool is_local() const override { return true; }
    void SendTick(const std::string&, int64_t tick_id, absl::Time) override {
      ticks.push_back(tick_id);
    }
    void SendClock(const ClockState& state) override { registered = state.registered; }
    void SendGone(const std::string&, const WorldClock*) override {}

    std::vector<int64_t> ticks;
    bool registered = false;

   private:
    const std::string id_ = "story";
  };
  const auto local = std::make_shared<Local>();
  clock_->Watch(local);
  EXPECT_TRUE(local->registered);
  clock_->Due("story", start_ + absl::Hours(2));
  Outcome outcome;
  ASSERT_TRUE(clock_->Advance(outcome.Request(absl::Hours(10))).ok());
  ASSERT_EQ(local->ticks.size(), 1u);
  clock_->Ack("story", local->ticks[0], start_ + absl::Hours(2), {});
  ASSERT_EQ(local->ticks.size(), 2u);
  EXPECT_EQ(Now(), start_ + absl::Hours(2));
  EXPECT_FALSE(outcome.done());
  clock_->Unwatch(local.get());  // in mid-tick: it owes nothing any more
  EXPECT_TRUE(outcome.status().ok());
  EXPECT_EQ(Now(), start_ + absl::Hours(10));
  EXPECT_TRUE(world_->Read([](const WorldState& state) { return state.followers.empty(); }));
}

TEST_F(WorldClockTest, TheWorldWaitsForEveryAcknowledgement) {
  Build({"a", "b"});
  const auto a = Follower("a");
  const auto b = Follower("b");
  b->answers = false;
  Outcome outcome;
  ASSERT_TRUE(clock_->Advance(outcome.Request(absl::Hours(1))).ok());
  EXPECT_EQ(a->ticks.size(), 1u);
  EXPECT_EQ(b->ticks.size(), 1u);
  EXPECT_FALSE(outcome.done());
  EXPECT_EQ(Now(), start_);
  clock_->Ack("b", b->ticks.back().first + 7, std::nullopt, {});  // no such tick
  EXPECT_EQ(b->ticks.size(), 1u);
  b->Answer();
  EXPECT_EQ(b->ticks.size(), 2u);
  EXPECT_EQ(Now(), start_ + absl::Hours(1));
  EXPECT_FALSE(outcome.done());
  b->Answer();
  EXPECT_TRUE(outcome.done());
}

TEST_F(WorldClockTest, WhatAFollowerCausesAtAnInstantHappensAtThatInstant) {
  Build({"server"});
  const auto follower = Follower("server");
  follower->on_tick = [&](absl::Time time) {
    if (time == start_ + absl::Hours(1) && follower->ticks.size() == 2) PushEvent(absl::Hours(3));
  };
  Outcome outcome;
  follower->dues = {start_ + absl::Hours(1)};
  ASSERT_TRUE(clock_->Advance(outcome.Request(absl::Hours(4))).ok());
  EXPECT_THAT(TickHours(*follower), ElementsAre(0, 1, 3, 4));
}

TEST_F(WorldClockTest, MoreWorkAtTheSameInstantIsAnotherRound) {
  Build({"server"});
  const auto follower = Follower("server");
  follower->answers = false;
  Outcome outcome;
  ASSERT_TRUE(clock_->Advance(outcome.Request(absl::ZeroDuration())).ok());
  clock_->Ack("server", follower->ticks.back().first, start_, {});
  EXPECT_EQ(follower->ticks.size(), 2u);
  EXPECT_EQ(follower->ticks.back().second, start_);
  clock_->Ack("server", follower->ticks.back().first, std::nullopt, {});
  EXPECT_TRUE(outcome.done());
}

TEST_F(WorldClockTest, ADueToldWhileATickIsOpenIsNotLostToItsAnswer) {
  Build({"server"});
  const auto follower = Follower("server");
  follower->on_tick = [&](absl::Time) {
    if (follower->ticks.size() == 1) clock_->Due("server", start_ + absl::Hours(2));
  };
  Outcome outcome;
  ASSERT_TRUE(clock_->Advance(outcome.Request(absl::Hours(3))).ok());
  EXPECT_THAT(TickHours(*follower), ElementsAre(0, 2, 3));
}

TEST_F(WorldClockTest, TenThousandRoundsAtOneInstantIsAnErrorThatNamesTheItems) {
  Build({"server"});
  const auto follower = Follower("server");
  follower->endless = true;
  Outcome outcome;
  ASSERT_TRUE(clock_->Advance(outcome.Request(absl::Hours(1))).ok());
  ASSERT_TRUE(outcome.done());
  EXPECT_EQ(ReasonOf(outcome.status()), "ADVANCE_STUCK");
  EXPECT_THAT(DetailOf(outcome.status()).metadata["items"], HasSubstr("alert of server"));
  EXPECT_EQ(follower->ticks.size(), 10'000u);
}

TEST_F(WorldClockTest, OneAdvanceAtATime) {
  Build({"server"});
  const auto follower = Follower("server");
  follower->answers = false;
  Outcome first;
  Outcome second;
  ASSERT_TRUE(clock_->Advance(first.Request(absl::ZeroDuration())).ok());
  const absl::StatusOr<uint64_t> refused = clock_->Advance(second.Request(absl::ZeroDuration()));
  EXPECT_EQ(refused.status().code(), absl::StatusCode::kAborted);
  EXPECT_EQ(ReasonOf(refused.status()), "ADVANCE_IN_PROGRESS");
  EXPECT_FALSE(second.done());
  follower->Answer();
  EXPECT_TRUE(first.done());
  EXPECT_TRUE(clock_->Advance(second.Request(absl::ZeroDuration())).ok());
}

TEST_F(WorldClockTest, WithoutItsFollowerTheWorldStandsWhereItStood) {
  Build({"server"});
  PushEvent(absl::Minutes(1));
  Outcome outcome;
  ASSERT_TRUE(clock_->Advance(outcome.Request(absl::Hours(1))).ok());
  ASSERT_TRUE(outcome.done());
  EXPECT_EQ(outcome.status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(ReasonOf(outcome.status()), "FOLLOWER_GONE");
  EXPECT_EQ(DetailOf(outcome.status()).metadata["follower_id"], "server");
  EXPECT_EQ(Now(), start_);
}

TEST_F(WorldClockTest, AFollowerThatComesWhileItIsWaitedForIsInTime) {
  Build({"server"});
  Outcome outcome;
  ASSERT_TRUE(clock_->Advance(outcome.Request(absl::Hours(1), absl::Seconds(30))).ok());
  EXPECT_FALSE(outcome.done());
  ASSERT_FALSE(outcome.progress.empty());
  EXPECT_EQ(outcome.progress.back().waiting_for, "server");
  fixture_.timers.Advance(absl::Seconds(29));
  EXPECT_FALSE(outcome.done());
  const auto follower = Follower("server");
  ASSERT_TRUE(outcome.done());
  EXPECT_TRUE(outcome.status().ok());
  fixture_.timers.Advance(absl::Seconds(60));
  EXPECT_EQ(Now(), start_ + absl::Hours(1));
}

TEST_F(WorldClockTest, AFollowerThatDoesNotComeEndsTheAdvance) {
  Build({"server"});
  Outcome outcome;
  ASSERT_TRUE(clock_->Advance(outcome.Request(absl::Hours(1), absl::Seconds(30))).ok());
  fixture_.timers.Advance(absl::Seconds(30));
  ASSERT_TRUE(outcome.done());
  EXPECT_EQ(ReasonOf(outcome.status()), "FOLLOWER_GONE");
  Follower("server");
  Outcome again;
  ASSERT_TRUE(clock_->Advance(again.Request(absl::Hours(1))).ok());
  ASSERT_TRUE(again.done());
  EXPECT_TRUE(again.status().ok());
}

TEST_F(WorldClockTest, ATickCutOffInTheMiddleIsSentAgainToTheSameFollower) {
  Build({"server"});
  const auto first = Follower("server");
  first->answers = false;
  Outcome outcome;
  ASSERT_TRUE(clock_->Advance(outcome.Request(absl::ZeroDuration(), absl::Seconds(30))).ok());
  ASSERT_EQ(first->ticks.size(), 1u);
  first->Disconnect();
  EXPECT_FALSE(outcome.done());
  const auto second = Follower("server");
  ASSERT_EQ(second->ticks.size(), 1u);
  EXPECT_EQ(second->ticks[0], first->ticks[0]);
  EXPECT_TRUE(outcome.done());
}

TEST_F(WorldClockTest, ATickGoesToOneConnectionAndToTheOtherIfThatOneDies) {
  Build({"server"});
  const auto older = Follower("server");
  const auto newer = Follower("server");
  newer->answers = false;
  Outcome outcome;
  ASSERT_TRUE(clock_->Advance(outcome.Request(absl::ZeroDuration())).ok());
  EXPECT_TRUE(older->ticks.empty());
  EXPECT_EQ(newer->ticks.size(), 1u);
  newer->Disconnect();
  EXPECT_EQ(older->ticks.size(), 1u);
  EXPECT_TRUE(outcome.done());
}

TEST_F(WorldClockTest, AskingForTheClockAgainDoesNotBringTheOpenTickAgain) {
  Build({"server"});
  const auto follower = Follower("server");
  follower->answers = false;
  Outcome outcome;
  ASSERT_TRUE(clock_->Advance(outcome.Request(absl::ZeroDuration())).ok());
  follower->Connect();
  EXPECT_EQ(follower->clocks.size(), 2u);
  EXPECT_EQ(follower->ticks.size(), 1u);
  follower->Answer();
  EXPECT_TRUE(outcome.done());
}

TEST_F(WorldClockTest, AfterADeathInMidTickRepeatingResumes) {
  Build({"server"});
  const auto first = Follower("server");
  first->on_tick = [&](absl::Time time) {
    if (time == start_ + absl::Hours(1)) {
      first->answers = false;
      first->Disconnect();
    }
  };
  first->dues = {start_ + absl::Hours(1)};
  Outcome outcome;
  ASSERT_TRUE(clock_->Advance(outcome.Request(absl::Hours(2))).ok());
  ASSERT_TRUE(outcome.done());
  EXPECT_EQ(ReasonOf(outcome.status()), "FOLLOWER_GONE");
  EXPECT_THAT(DetailOf(outcome.status()).metadata["now"], HasSubstr("T01:00:00"));
  EXPECT_EQ(Now(), start_ + absl::Hours(1));
  const auto second = Follower("server");
  Outcome again;
  ASSERT_TRUE(clock_->Advance(again.Request(start_ + absl::Hours(2))).ok());
  EXPECT_TRUE(again.status().ok());
  EXPECT_THAT(TickHours(*second), ElementsAre(1, 2));
}

TEST_F(WorldClockTest, UnregisteringAFollowerFreesAnAdvanceThatWaitsForIt) {
  Build({"a", "b"});
  const auto a = Follower("a");
  const auto b = Follower("b");
  b->answers = false;
  Outcome outcome;
  ASSERT_TRUE(clock_->Advance(outcome.Request(absl::Hours(1))).ok());
  world_->Write([](WorldState& state) { return state.followers.erase("b"); });
  clock_->Changed();
  EXPECT_TRUE(outcome.done());
  EXPECT_FALSE(b->clocks.back().registered);
}

TEST_F(WorldClockTest, ACancelledAdvanceEndsAfterTheInstantInProgress) {
  Build({"server"});
  const auto follower = Follower("server");
  follower->answers = false;
  Outcome outcome;
  const uint64_t number = clock_->Advance(outcome.Request(absl::Hours(1))).value();
  clock_->Cancel(number);
  EXPECT_FALSE(outcome.done());
  follower->Answer();
  ASSERT_TRUE(outcome.done());
  EXPECT_EQ(outcome.status().code(), absl::StatusCode::kCancelled);
  EXPECT_EQ(Now(), start_);
}

TEST_F(WorldClockTest, ADeletedWorldTellsItsFollowersAndEndsItsAdvance) {
  Build({"server"});
  const auto follower = Follower("server");
  follower->answers = false;
  Outcome outcome;
  ASSERT_TRUE(clock_->Advance(outcome.Request(absl::Hours(1))).ok());
  clock_->Close();
  ASSERT_TRUE(outcome.done());
  EXPECT_EQ(ReasonOf(outcome.status()), "WORLD_GONE");
  EXPECT_TRUE(follower->gone);
}

TEST_F(WorldClockTest, OnlookersLearnTheTimeWhenAnAdvanceEnds) {
  const auto onlooker = Follower("nobody-registered-me");
  ASSERT_EQ(onlooker->clocks.size(), 1u);
  EXPECT_EQ(onlooker->clocks[0].incarnation, "i");
  Outcome outcome;
  ASSERT_TRUE(clock_->Advance(outcome.Request(absl::Hours(1))).ok());
  EXPECT_TRUE(onlooker->ticks.empty());
  ASSERT_EQ(onlooker->clocks.size(), 2u);
  EXPECT_EQ(onlooker->clocks[1].now, start_ + absl::Hours(1));
}

}  // namespace
}  // namespace sparkgate::simulator
