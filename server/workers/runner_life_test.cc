// The runner's life: whom it follows, what its start finds, what its stop waits for.
#include <array>
#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "server/workers/testing/runner_fixture.h"
#include "server/workers/work_runner.h"

namespace sparkgate::server {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class RunnerLifeTest : public RunnerFixture {};

TEST_F(RunnerLifeTest, FollowsAsItsStoreAndWatchesItsWorlds) {
  server_.AddWorkspace("a");
  server_.AddWorkspace("l", Environment::kLive);
  Start();
  EXPECT_THAT(server_.worlds.said(), ElementsAre("follow " + disk_.store().store_id(), "watch a"));
  runner_->Watch("a");  // already
  EXPECT_THAT(server_.worlds.said(), SizeIs(2));
  runner_->Watch("nowhere");
  server_.AddWorkspace("b");
  runner_->Watch("b");
  EXPECT_EQ(server_.worlds.said().back(), "watch b");
}

TEST_F(RunnerLifeTest, NothingRunsAfterUnwatch) {
  AddSimulated();
  Put("k", "1", kTestWorldStart + absl::Hours(1));
  Start();
  Clock(kTestWorldStart);
  runner_->Unwatch("w");
  EXPECT_EQ(server_.worlds.said().back(), "unwatch w");
  EXPECT_FALSE(server_.env.clocks.WaitKnown("w", absl::ZeroDuration()));
  Tick(1, absl::Hours(1));
  runner_->Poke("w");
  EXPECT_THAT(Ran(), IsEmpty());
  runner_->Unwatch("w");  // not watched: nothing happens
}

TEST_F(RunnerLifeTest, ClocksAreAwaitedOnlyOfWorldsThatAreFollowed) {
  AddSimulated();
  server_.AddWorkspace("live", Environment::kLive);
  Start();
  runner_->OnDisconnected();  // nothing is known
  EXPECT_FALSE(runner_->AwaitClocks(absl::ZeroDuration()));
  Clock(kTestWorldStart);
  EXPECT_TRUE(runner_->AwaitClocks(absl::InfiniteDuration()));
  runner_->OnDisconnected();
  runner_->OnWorldGone("w");  // that is an answer too
  EXPECT_TRUE(runner_->AwaitClocks(absl::InfiniteDuration()));
}

TEST_F(RunnerLifeTest, NothingRunsAfterStop) {
  AddSimulated();
  Start();
  Clock(kTestWorldStart);
  runner_->Stop();
  EXPECT_EQ(server_.worlds.listener(), nullptr);
  Put("k", "1", kTestWorldStart);
  runner_->Poke("w");
  timers_.Advance(absl::Hours(1));
  EXPECT_THAT(Ran(), IsEmpty());
}

TEST_F(RunnerLifeTest, AdoptsWhatADeadProcessLeft) {
  AddSimulated();
  Operation orphan;
  orphan.workspace = "w";
  orphan.id = "o";
  orphan.kind = "thing.make";
  orphan.state = OperationState::kRunning;
  orphan.sent_by = "dead";
  orphan.create_time = orphan.update_time = kTestWorldStart;
  EXPECT_TRUE(
      disk_.store().Write([&](Transaction& tx) { return tx.operations().Put(orphan); }).ok());
  Start();
  EXPECT_EQ(server_.GetOperation("w", "o").state, OperationState::kUnknown);
  EXPECT_TRUE(server_.GetWork("w", "operation", "o").has_value());
}

TEST_F(RunnerLifeTest, ForgetsOldRequestIds) {
  AddSimulated();
  const auto remember = [&](const std::string& id, absl::Time at) {
    EXPECT_TRUE(disk_.store()
                    .Write([&](Transaction& tx) {
                      return tx.request_ids().Insert({.workspace = "w",
                                                      .principal = "p",
                                                      .method = "m",
                                                      .request_id = id,
                                                      .create_time = at});
                    })
                    .ok());
  };
  const auto known = [&](const std::string& id) {
    bool found = false;
    EXPECT_TRUE(disk_.store()
                    .Read([&](const Transaction& tx) -> absl::Status {
                      SG_ASSIGN_OR_RETURN(const auto use, tx.request_ids().Get("w", "p", "m", id));
                      found = use.has_value();
                      return absl::OkStatus();
                    })
                    .ok());
    return found;
  };
  remember("old", kTestRealTime - absl::Hours(7 * 24 + 1));
  remember("young", kTestRealTime - absl::Hours(7 * 24 - 1));
  Start();
  timers_.Advance(absl::Seconds(5));
  EXPECT_FALSE(known("old"));
  EXPECT_TRUE(known("young"));
}

TEST(RunnerThreadsTest, LanesRunSideBySideAndEachInOrder) {
  TestDisk disk;
  ThreadPool pool({.name = "work", .threads = 4});
  ManualTimerService timers;
  const auto runner = WorkRunner::Create(pool, timers);
  TestServer server(disk, {.work = runner.get()});
  constexpr int kLanes = 8;
  constexpr int kItems = 20;
  std::atomic<int> overlaps = 0;
  std::array<std::atomic<int>, kLanes> inside{};
  std::array<std::vector<std::string>, kLanes> order;
  runner->Register(std::make_unique<FunctionHandler>(
      "k", [&](const Workspace& workspace, const std::vector<WorkItem>& items, absl::Time now) {
        const auto lane = static_cast<size_t>(std::stoi(workspace.id.substr(1)));
        if (inside[lane]++ != 0) ++overlaps;
        std::vector<WorkOutcome> outcomes;
        for (const WorkItem& item : items) {
          order[lane].push_back(item.subject);
          // Each item runs twice, so that the lane goes on while others are poked.
          outcomes.push_back(item.attempts == 0 && order[lane].size() <= kItems ? AgainAt(now)
                                                                                : WorkDone());
        }
        --inside[lane];
        return outcomes;
      }));
  for (int lane = 0; lane < kLanes; ++lane) {
    server.AddWorkspace(fmt::format("w{}", lane));
    EXPECT_TRUE(disk.store()
                    .Write([&](Transaction& tx) -> absl::Status {
                      for (int i = 0; i < kItems; ++i) {
                        SG_RETURN_IF_ERROR(tx.work().Put({.workspace = fmt::format("w{}", lane),
                                                          .kind = "k",
                                                          .subject = fmt::format("{:02}", i),
                                                          .due = kTestWorldStart}));
                      }
                      return absl::OkStatus();
                    })
                    .ok());
  }
  ASSERT_TRUE(runner->Start(server.env).ok());
  std::vector<std::thread> others;
  for (int lane = 0; lane < kLanes; ++lane) {
    others.emplace_back([&, lane] {
      const std::string world = fmt::format("w{}", lane);
      runner->OnClock(world, "first", kTestWorldStart, 0, WorldLimits::kOff);
      for (int i = 0; i < 50; ++i) runner->Poke(world);
      runner->OnTick(world, 1, kTestWorldStart);
    });
  }
  for (std::thread& other : others) other.join();
  runner->RunUntilIdle();
  EXPECT_EQ(overlaps, 0);
  for (const auto& lane : order) EXPECT_EQ(lane.size(), 2u * kItems);
  EXPECT_EQ(server.worlds.acks().size(), static_cast<size_t>(kLanes));
  runner->Stop();
}

TEST(RunnerThreadsTest, StopAndUnwatchWaitForTheStepInProgress) {
  TestDisk disk;
  ThreadPool pool({.name = "work", .threads = 2});
  ManualTimerService timers;
  const auto runner = WorkRunner::Create(pool, timers);
  TestServer server(disk, {.work = runner.get()});
  Mutex mutex;
  CondVar changed;
  int started = 0;
  bool released = false;
  std::atomic<int> finished = 0;
  runner->Register(std::make_unique<FunctionHandler>(
      "k", [&](const Workspace&, const std::vector<WorkItem>& items, absl::Time) {
        {
          MutexLock lock(mutex);
          ++started;
          changed.NotifyAll();
          while (!released) changed.Wait(mutex);
        }
        ++finished;
        return std::vector<WorkOutcome>(items.size());
      }));
  for (const char* id : {"a", "b"}) {
    server.AddWorkspace(id);
    EXPECT_TRUE(disk.store()
                    .Write([&](Transaction& tx) {
                      return tx.work().Put(
                          {.workspace = id, .kind = "k", .subject = "1", .due = kTestWorldStart});
                    })
                    .ok());
  }
  ASSERT_TRUE(runner->Start(server.env).ok());
  runner->Poke("a");
  runner->Poke("b");
  {
    MutexLock lock(mutex);
    while (started < 2) changed.Wait(mutex);
  }
  std::thread unwatch([&] {
    runner->Unwatch("a");
    EXPECT_GE(finished, 1);
  });
  std::thread stop([&] {
    runner->Stop();
    EXPECT_EQ(finished, 2);
  });
  {
    MutexLock lock(mutex);
    released = true;
  }
  changed.NotifyAll();
  unwatch.join();
  stop.join();
}

}  // namespace
}  // namespace sparkgate::server
