#include "server/workers/work_runner.h"

#include <optional>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "server/workers/testing/runner_fixture.h"

namespace sparkgate::server {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class WorkRunnerTest : public RunnerFixture {};

TEST_F(WorkRunnerTest, WaitsUntilTheWorldsTimeIsKnown) {
  AddSimulated();
  Put("k", "1", kTestWorldStart);
  server_.env.clocks.ForgetAll();
  Start();
  runner_->Poke("w");
  EXPECT_THAT(Ran(), IsEmpty());
  Clock(kTestWorldStart);
  EXPECT_THAT(Ran(), ElementsAre("k 1 @0"));
}

TEST_F(WorkRunnerTest, DoesWhatIsDueAtOnceInOrder) {
  AddSimulated();
  Put("b", "2", kTestWorldStart);
  Put("b", "1", kTestWorldStart);
  Put("a", "3", kTestWorldStart);
  Put("b", "0", kTestWorldStart - absl::Hours(1));
  Put("a", "later", kTestWorldStart + absl::Hours(1));
  Start();
  Clock(kTestWorldStart);
  EXPECT_THAT(Ran(), ElementsAre("b 0 @0", "a 3 @0", "b 1 2 @0"));
  EXPECT_THAT(server_.worlds.dues(), ElementsAre(kTestWorldStart + absl::Hours(1)));
  EXPECT_FALSE(server_.GetWork("w", "b", "1").has_value());
}

TEST_F(WorkRunnerTest, ABatchIsAtMostAThousand) {
  AddSimulated();
  for (int i = 0; i < 1001; ++i) Put("k", fmt::format("{:04}", i), kTestWorldStart);
  std::vector<size_t> sizes;
  OnRun([&](const std::vector<WorkItem>& items, absl::Time) {
    sizes.push_back(items.size());
    return std::vector<WorkOutcome>(items.size());
  });
  Start();
  Clock(kTestWorldStart);
  EXPECT_THAT(sizes, ElementsAre(1000, 1));
  EXPECT_EQ(runner_->counts().items, 1001);
}

TEST_F(WorkRunnerTest, APokeFindsNewWork) {
  AddSimulated();
  Start();
  Clock(kTestWorldStart);
  EXPECT_THAT(server_.worlds.dues(), ElementsAre(std::nullopt));
  Put("k", "1", kTestWorldStart);
  runner_->Poke("w");
  EXPECT_THAT(Ran(), ElementsAre("k 1 @0"));
  Put("k", "2", kTestWorldStart + absl::Hours(2));
  runner_->Poke("w");
  runner_->Poke("w");  // told once
  EXPECT_THAT(server_.worlds.dues(), ElementsAre(std::nullopt, kTestWorldStart + absl::Hours(2)));
  runner_->Poke("unknown");
}

TEST_F(WorkRunnerTest, ATickDoesWhatIsDueAndTellsWhatComesNext) {
  AddSimulated();
  Put("k", "1", kTestWorldStart + absl::Hours(1));
  Put("k", "2", kTestWorldStart + absl::Hours(2));
  Start();
  Clock(kTestWorldStart);
  Tick(1, absl::ZeroDuration());
  Tick(2, absl::Hours(1));
  Tick(3, absl::Hours(2));
  EXPECT_THAT(Ran(), ElementsAre("k 1 @3600", "k 2 @7200"));
  const auto acks = server_.worlds.acks();
  ASSERT_THAT(acks, SizeIs(3));
  EXPECT_EQ(acks[0].tick, 1);
  EXPECT_EQ(acks[0].next_due, kTestWorldStart + absl::Hours(1));
  EXPECT_EQ(acks[1].next_due, kTestWorldStart + absl::Hours(2));
  EXPECT_EQ(acks[2].next_due, std::nullopt);
  EXPECT_EQ(runner_->counts().ticks, 3);
  // What was told by an acknowledgement isn't told again.
  EXPECT_THAT(server_.worlds.dues(), ElementsAre(kTestWorldStart + absl::Hours(1)));
}

TEST_F(WorkRunnerTest, WorkThatMakesWorkAtTheSameInstantIsOneTick) {
  AddSimulated();
  Put("k", "1", kTestWorldStart);
  OnRun([&](const std::vector<WorkItem>& items, absl::Time now) {
    if (items[0].subject == "1") Put("k", "2", now);
    return std::vector<WorkOutcome>(items.size());
  });
  server_.env.clocks.ForgetAll();
  Start();
  Clock(kTestWorldStart - absl::Hours(0));
  Tick(1, absl::ZeroDuration());
  EXPECT_THAT(Ran(), ElementsAre("k 1 @0", "k 2 @0"));
  EXPECT_THAT(server_.worlds.acks(), SizeIs(1));
}

TEST_F(WorkRunnerTest, ATickWaitsForWhatWaitsForRealTime) {
  AddSimulated();
  Start();
  Clock(kTestWorldStart);
  Put("k", "1", kTestWorldStart + absl::Hours(1));
  Put("k", "2", kTestWorldStart + absl::Hours(1));
  int runs = 0;
  OnRun([&](const std::vector<WorkItem>& items, absl::Time) {
    std::vector<WorkOutcome> outcomes(items.size());
    if (++runs == 1) outcomes[0] = AgainIn(absl::Seconds(3));
    return outcomes;
  });
  Tick(1, absl::Hours(1));
  EXPECT_THAT(Ran(), ElementsAre("k 1 2 @3600"));
  EXPECT_THAT(server_.worlds.acks(), IsEmpty());
  runner_->Poke("w");  // changes nothing
  EXPECT_THAT(server_.worlds.acks(), IsEmpty());
  timers_.Advance(absl::Seconds(3));
  EXPECT_THAT(Ran(), ElementsAre("k 1 2 @3600", "k 1 @3600"));
  EXPECT_THAT(server_.worlds.acks(), SizeIs(1));
}

TEST_F(WorkRunnerTest, OutcomesDecideWhatBecomesOfAnItem) {
  AddSimulated();
  Put("k", "again", kTestWorldStart);
  Put("k", "failed", kTestWorldStart);
  Put("k", "handled", kTestWorldStart);
  OnRun([&](const std::vector<WorkItem>& items, absl::Time now) {
    EXPECT_THAT(items, SizeIs(3));
    Put("k", "handled", now + absl::Hours(5));
    return std::vector<WorkOutcome>{AgainAt(now + absl::Hours(1)),
                                    FailedWork(absl::InternalError("x")), WorkHandled()};
  });
  Start();
  Clock(kTestWorldStart);
  EXPECT_EQ(server_.GetWork("w", "k", "again")->due, kTestWorldStart + absl::Hours(1));
  EXPECT_EQ(server_.GetWork("w", "k", "failed")->due, kTestWorldStart + absl::Minutes(1));
  EXPECT_EQ(server_.GetWork("w", "k", "failed")->attempts, 1);
  EXPECT_EQ(server_.GetWork("w", "k", "handled")->due, kTestWorldStart + absl::Hours(5));
}

TEST_F(WorkRunnerTest, ABadRowFailsItsItemAlone) {
  AddSimulated();
  for (const char* subject : {"1", "2", "bad", "good"}) Put("k", subject, kTestWorldStart);
  OnRun([](const std::vector<WorkItem>& items, absl::Time) {
    std::vector<WorkOutcome> outcomes(items.size());
    const absl::Status corrupt =
        Error(absl::StatusCode::kDataLoss, "x", {.reason = "STORAGE_ROW_CORRUPT"});
    for (const WorkItem& item : items) {
      if (item.subject == "bad") outcomes.assign(items.size(), FailedWork(corrupt));
    }
    return outcomes;
  });
  Start();
  Clock(kTestWorldStart);
  EXPECT_THAT(Ran(), ElementsAre("k 1 2 bad good @0", "k 1 2 @0", "k bad good @0", "k bad @0",
                                 "k good @0"));
  EXPECT_FALSE(server_.GetWork("w", "k", "good").has_value());
  EXPECT_EQ(server_.GetWork("w", "k", "bad")->attempts, 1);
}

TEST_F(WorkRunnerTest, AFullOrBrokenDiskFailsABatchAsAWhole) {
  AddSimulated();
  for (const char* subject : {"1", "2"}) Put("k", subject, kTestWorldStart);
  const char* reason = "STORAGE_FULL";
  OnRun([&](const std::vector<WorkItem>& items, absl::Time) {
    const absl::Status failed = Error(absl::StatusCode::kInternal, "x", {.reason = reason});
    return std::vector<WorkOutcome>(items.size(), FailedWork(failed));
  });
  Start();
  Clock(kTestWorldStart);
  EXPECT_THAT(Ran(), ElementsAre("k 1 2 @0"));
  reason = "STORAGE_CORRUPT";
  Tick(1, absl::Minutes(1));
  EXPECT_THAT(Ran(), ElementsAre("k 1 2 @0", "k 1 2 @60"));
}

TEST_F(WorkRunnerTest, NobodysWorkFailsAndWaits) {
  AddSimulated();
  Put("unheard.of", "1", kTestWorldStart);
  Start();
  Clock(kTestWorldStart);
  EXPECT_EQ(server_.GetWork("w", "unheard.of", "1")->attempts, 1);
}

TEST_F(WorkRunnerTest, AnItemThatWasPutAnewDuringItsRunStays) {
  AddSimulated();
  Put("k", "1", kTestWorldStart);
  int runs = 0;
  OnRun([&](const std::vector<WorkItem>& items, absl::Time now) {
    if (++runs == 1) {
      EXPECT_TRUE(disk_.store()
                      .Write([&](Transaction& tx) { return WakeWork(tx, "w", "k", "1", now); })
                      .ok());
    }
    return std::vector<WorkOutcome>(items.size());
  });
  Start();
  Clock(kTestWorldStart);
  EXPECT_EQ(runs, 2);
  EXPECT_FALSE(server_.GetWork("w", "k", "1").has_value());
}

TEST_F(WorkRunnerTest, WhatGoesRoundInCirclesIsNamedAndLeftAlone) {
  AddSimulated();
  Put("k", "round", kTestWorldStart);
  OnRun([&](const std::vector<WorkItem>& items, absl::Time now) {
    return std::vector<WorkOutcome>(items.size(), AgainAt(now));
  });
  Start();
  Clock(kTestWorldStart);
  Tick(1, absl::ZeroDuration());
  EXPECT_THAT(Ran(), SizeIs(1000));
  ASSERT_THAT(server_.worlds.acks(), SizeIs(1));
  EXPECT_EQ(server_.worlds.acks()[0].next_due, kTestWorldStart);
  EXPECT_THAT(server_.worlds.acks()[0].due_items, ElementsAre("k round"));
}

TEST_F(WorkRunnerTest, WhatCouldNotBeWrittenIsTriedAgain) {
  AddSimulated();
  Start();
  Clock(kTestWorldStart);
  Put("k", "1", kTestWorldStart + absl::Hours(1));
  disk_.store().FailWrites(1);
  Tick(1, absl::Hours(1));
  EXPECT_THAT(server_.worlds.acks(), IsEmpty());
  EXPECT_TRUE(server_.GetWork("w", "k", "1").has_value());
  timers_.Advance(absl::Seconds(1));
  EXPECT_THAT(server_.worlds.acks(), SizeIs(1));
  EXPECT_FALSE(server_.GetWork("w", "k", "1").has_value());
  EXPECT_THAT(Ran(), ElementsAre("k 1 @3600", "k 1 @3600"));
}

TEST_F(WorkRunnerTest, ATickThatIsSentAgainAfterABreakIsAcknowledgedOnce) {
  AddSimulated();
  Start();
  Clock(kTestWorldStart);
  Put("k", "1", kTestWorldStart + absl::Hours(1));
  bool broke = false;
  OnRun([&](const std::vector<WorkItem>& items, absl::Time) {
    if (!std::exchange(broke, true)) runner_->OnDisconnected();
    return std::vector<WorkOutcome>(items.size());
  });
  Tick(1, absl::Hours(1));
  EXPECT_THAT(server_.worlds.acks(), IsEmpty());
  Clock(kTestWorldStart + absl::Hours(1));
  Tick(1, absl::Hours(1));
  EXPECT_THAT(server_.worlds.acks(), SizeIs(1));
  EXPECT_THAT(Ran(), ElementsAre("k 1 @3600"));
}

TEST_F(WorkRunnerTest, TellsItsDueTimeAnewAfterABreak) {
  AddSimulated();
  Put("k", "1", kTestWorldStart + absl::Hours(1));
  Start();
  Clock(kTestWorldStart);
  runner_->OnDisconnected();
  Clock(kTestWorldStart);
  EXPECT_THAT(server_.worlds.dues(),
              ElementsAre(kTestWorldStart + absl::Hours(1), kTestWorldStart + absl::Hours(1)));
}

TEST_F(WorkRunnerTest, TicksOfWorldsThatAreNotOursAreIgnored) {
  Start();
  runner_->OnTick("foreign", 1, kTestWorldStart);
  runner_->OnClock("foreign", "first", kTestWorldStart, 0, WorldLimits::kOff);
  runner_->OnWorldGone("foreign");
  EXPECT_THAT(server_.worlds.acks(), IsEmpty());
}

TEST_F(WorkRunnerTest, LiveWorkIsWokenByRealTime) {
  server_.AddWorkspace("w", Environment::kLive);
  Put("k", "1", kTestRealTime);
  Put("k", "2", kTestRealTime + absl::Seconds(90));
  Start();
  EXPECT_THAT(Ran(), SizeIs(1));
  // The sleep is cut into pieces, since the system clock may be set.
  server_.real.Advance(absl::Seconds(60));
  timers_.Advance(absl::Seconds(60));
  EXPECT_THAT(Ran(), SizeIs(1));
  server_.real.Advance(absl::Seconds(30));
  timers_.Advance(absl::Seconds(30));
  EXPECT_THAT(Ran(), SizeIs(2));
  EXPECT_THAT(server_.worlds.dues(), IsEmpty());
}

TEST_F(WorkRunnerTest, WithoutTheFlagNothingIsDoneForALiveWorkspace) {
  server_.env.settings.allow_live = false;
  server_.AddWorkspace("w", Environment::kLive);
  Put("k", "1", kTestRealTime);
  Start();
  runner_->Poke("w");
  server_.real.Advance(absl::Seconds(60));
  timers_.Advance(absl::Seconds(60));
  EXPECT_THAT(Ran(), IsEmpty());
}

TEST_F(WorkRunnerTest, LiveWorkThatIsDueAgainAtOnceTakesABreath) {
  server_.AddWorkspace("w", Environment::kLive);
  Put("k", "1", kTestRealTime);
  OnRun([&](const std::vector<WorkItem>& items, absl::Time now) {
    return std::vector<WorkOutcome>(items.size(), AgainAt(now));
  });
  Start();
  EXPECT_THAT(Ran(), SizeIs(1));
  EXPECT_EQ(server_.GetWork("w", "k", "1")->due, kTestRealTime + absl::Seconds(1));
}

}  // namespace
}  // namespace sparkgate::server
