#include "simulator/world/worlds.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "simulator/world/time/clock_fixture.h"

namespace sparkgate::simulator {
namespace {

class WorldsTest : public testing::Test {
 protected:
  ClockFixture fixture_;
  Worlds worlds_{fixture_.services()};
};

TEST_F(WorldsTest, CreatingTwiceWithTheSameParametersIsOneWorld) {
  const absl::StatusOr<WorldEntry> first = worlds_.Create({.id = "world-1", .seed = "s"});
  ASSERT_TRUE(first.ok());
  const absl::StatusOr<WorldEntry> second = worlds_.Create({.id = "world-1", .seed = "s"});
  ASSERT_TRUE(second.ok());
  EXPECT_EQ(first->world, second->world);
  const absl::StatusOr<WorldEntry> other = worlds_.Create({.id = "world-1", .seed = "t"});
  EXPECT_EQ(ReasonOf(other.status()), "WORLD_EXISTS");
}

TEST_F(WorldsTest, MadeUpIdsDifferAndIncarnationsToo) {
  const WorldEntry a = worlds_.Create({}).value();
  const WorldEntry b = worlds_.Create({}).value();
  EXPECT_NE(a.world->id(), b.world->id());
  ASSERT_TRUE(worlds_.Create({.id = "again"}).ok());
  const auto incarnation = [&] {
    return worlds_.Find("again")->Read([](const WorldState& state) { return state.incarnation; });
  };
  const std::string before = incarnation();
  ASSERT_TRUE(worlds_.Delete("again").ok());
  ASSERT_TRUE(worlds_.Create({.id = "again"}).ok());
  EXPECT_NE(incarnation(), before);
}

TEST_F(WorldsTest, TheFirstChangeAfterEachSnapshotIsAnnounced) {
  std::vector<uint64_t> announced;
  Worlds worlds(fixture_.services(),
                [&](const WorldState& state) { announced.push_back(state.revision); });
  World& world = *worlds.Create({.id = "world-1"}).value().world;
  EXPECT_TRUE(announced.empty());
  const auto change = [&world] { world.Write([](WorldState&) { return true; }); };
  change();
  change();
  EXPECT_EQ(announced, std::vector<uint64_t>{0});
  const WorldState saved = world.Snapshot({}).value();
  EXPECT_EQ(saved.revision, 2u);
  EXPECT_FALSE(world.Snapshot(VersionOf(saved)).has_value());
  change();
  change();
  EXPECT_EQ(announced, (std::vector<uint64_t>{0, 2}));
}

TEST_F(WorldsTest, ListsByIdAfterAnother) {
  for (const char* id : {"ccc", "aaa", "bbb"}) ASSERT_TRUE(worlds_.Create({.id = id}).ok());
  const std::vector<WorldEntry> page = worlds_.List("aaa", 1);
  ASSERT_EQ(page.size(), 1u);
  EXPECT_EQ(page[0].world->id(), "bbb");
  EXPECT_EQ(worlds_.List("", 10).size(), 3u);
}

TEST_F(WorldsTest, ADeletedWorldIsGoneForGood) {
  ASSERT_TRUE(worlds_.Create({.id = "world-1"}).ok());
  const WorldEntry entry = worlds_.Get("world-1").value();
  ASSERT_TRUE(worlds_.Delete("world-1").ok());
  EXPECT_EQ(ReasonOf(worlds_.Get("world-1").status()), "RESOURCE_NOT_FOUND");
  EXPECT_EQ(ReasonOf(worlds_.Delete("world-1")), "RESOURCE_NOT_FOUND");
  EXPECT_EQ(worlds_.Find("world-1"), nullptr);
  EXPECT_EQ(ReasonOf(entry.clock->Advance({}).status()), "WORLD_GONE");
  EXPECT_EQ(worlds_.TakeDeleted(), std::vector<std::string>{"world-1"});
  EXPECT_TRUE(worlds_.TakeDeleted().empty());
}

}  // namespace
}  // namespace sparkgate::simulator
