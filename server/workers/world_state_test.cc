// Worlds that come back older, as others, or not at all.
#include <functional>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "server/usecases/events.h"
#include "server/workers/testing/runner_fixture.h"

namespace sparkgate::server {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class WorldStateTest : public RunnerFixture {
 protected:
  void SetUp() override {
    AddSimulated();
    Start();
    Clock(kTestWorldStart);
  }
  // Bad news is asked about once more, and the answer counts.
  void Twice(const std::function<void()>& hear) {
    hear();
    EXPECT_EQ(State(), WorkspaceState::kActive);
    EXPECT_EQ(server_.worlds.said().back(), "watch w");
    hear();
  }
  WorkspaceState State() { return LoadWorkspace(server_.env, "w")->state; }
};

TEST_F(WorldStateTest, TheSameWorldIsNoNews) {
  Clock(kTestWorldStart + absl::Hours(1));
  runner_->OnDisconnected();
  Clock(kTestWorldStart + absl::Hours(1));
  EXPECT_EQ(State(), WorkspaceState::kActive);
  EXPECT_THAT(server_.EventTypes("w"), IsEmpty());
}

TEST_F(WorldStateTest, AnotherIncarnationIsAReset) {
  Put("k", "1", kTestWorldStart);
  Twice([&] { Clock(kTestWorldStart, "second"); });
  EXPECT_EQ(State(), WorkspaceState::kWorldReset);
  EXPECT_THAT(server_.EventTypes("w"), ElementsAre("workspace.world_reset"));
  EXPECT_THAT(Ran(), IsEmpty());
  // It stays so, and holds no Advance up.
  Clock(kTestWorldStart + absl::Hours(1));
  EXPECT_EQ(State(), WorkspaceState::kWorldReset);
  Tick(1, absl::Hours(2));
  ASSERT_THAT(server_.worlds.acks(), SizeIs(1));
  EXPECT_EQ(server_.worlds.acks()[0].next_due, std::nullopt);
  EXPECT_THAT(Ran(), IsEmpty());
}

TEST_F(WorldStateTest, AWorldOlderThanWorkDoneInItIsAReset) {
  Put("k", "1", kTestWorldStart + absl::Hours(2));
  Tick(1, absl::Hours(2));
  EXPECT_EQ(LoadWorkspace(server_.env, "w")->world_now, kTestWorldStart + absl::Hours(2));
  runner_->OnDisconnected();
  Twice([&] { Clock(kTestWorldStart + absl::Hours(1)); });
  EXPECT_EQ(State(), WorkspaceState::kWorldReset);
  EXPECT_EQ(server_.Events("w").back().time, kTestWorldStart + absl::Hours(2));
}

TEST_F(WorldStateTest, AWorldOlderThanItsLastEventIsAReset) {
  Tick(1, absl::Hours(3));
  EXPECT_TRUE(disk_.store()
                  .Write([&](Transaction& tx) {
                    return AppendEvent(tx, "w", "thing.made", "x",
                                       kTestWorldStart + absl::Hours(3));
                  })
                  .ok());
  runner_->OnDisconnected();
  Twice([&] { Clock(kTestWorldStart + absl::Hours(2)); });
  EXPECT_EQ(State(), WorkspaceState::kWorldReset);
}

TEST_F(WorldStateTest, AWorldThatIsGoneMayReturn) {
  Twice([&] { runner_->OnWorldGone("w"); });
  EXPECT_EQ(State(), WorkspaceState::kWorldGone);
  Put("k", "1", kTestWorldStart);
  runner_->Poke("w");
  EXPECT_THAT(Ran(), IsEmpty());
  Clock(kTestWorldStart);
  EXPECT_EQ(State(), WorkspaceState::kActive);
  EXPECT_THAT(server_.EventTypes("w"),
              ElementsAre("workspace.world_gone", "workspace.world_returned"));
  EXPECT_THAT(Ran(), SizeIs(1));
}

TEST_F(WorldStateTest, OldNewsOfAWorldThatWasMadeAnewIsNoNews) {
  runner_->OnWorldGone("w");
  EXPECT_EQ(ReasonOf(server_.env.clocks.Now(*LoadWorkspace(server_.env, "w")).status()),
            "WORLD_GONE");
  Clock(kTestWorldStart);
  EXPECT_EQ(State(), WorkspaceState::kActive);
  Clock(kTestWorldStart, "before");
  Clock(kTestWorldStart);
  EXPECT_EQ(State(), WorkspaceState::kActive);
  EXPECT_THAT(server_.EventTypes("w"), IsEmpty());
}

TEST_F(WorldStateTest, OneThatIsGoneAndReturnsAsAnotherIsAReset) {
  Twice([&] { runner_->OnWorldGone("w"); });
  Clock(kTestWorldStart, "second");
  EXPECT_EQ(State(), WorkspaceState::kWorldReset);
}

TEST_F(WorldStateTest, ADiskThatIsFullOnlyDelaysTheNews) {
  disk_.store().FailWrites(1);
  Twice([&] { Clock(kTestWorldStart, "second"); });
  EXPECT_EQ(State(), WorkspaceState::kActive);
  EXPECT_EQ(ReasonOf(server_.env.clocks.Now(*LoadWorkspace(server_.env, "w")).status()),
            "WORLD_RESET");  // nothing acts meanwhile
  timers_.Advance(absl::Seconds(1));
  EXPECT_EQ(State(), WorkspaceState::kWorldReset);
}

}  // namespace
}  // namespace sparkgate::server
