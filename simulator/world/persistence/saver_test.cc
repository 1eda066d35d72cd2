#include "simulator/world/persistence/saver.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "base/error.h"
#include "simulator/world/time/clock_fixture.h"

namespace sparkgate::simulator {
namespace {

class SaverTest : public testing::Test {
 protected:
  SaverTest() {
    std::string pattern = testing::TempDir() + "/saver_test_XXXXXX";
    folder_ = mkdtemp(pattern.data());
  }
  ~SaverTest() override { std::filesystem::remove_all(folder_); }

  struct Running {
    explicit Running(const std::string& folder)
        : files(WorldFiles::Open(folder).value()),
          worlds(fixture.services(),
                 [this](const WorldState& state) { files->MarkUnsaved(state); }),
          saver(std::make_shared<Saver>(worlds, *files, fixture.timers, fixture.executor)) {
      std::vector<WorldState> states = files->LoadAll().value();
      for (WorldState& state : states) worlds.Restore(std::move(state));
      worlds.Start();
      saver->Start();
    }
    ClockFixture fixture;
    std::unique_ptr<WorldFiles> files;
    Worlds worlds;
    std::shared_ptr<Saver> saver;
  };

  static void Change(World& world) {
    world.Write([](WorldState& state) {
      state.Record("test", "things/1");
      return true;
    });
  }
  static std::string IncarnationIn(const Running& running) {
    return running.worlds.Find("world-1")->Read(
        [](const WorldState& state) { return state.incarnation; });
  }

  std::string folder_;
};

TEST_F(SaverTest, AChangeIsOnDiskWithinFiveSeconds) {
  std::string hash;
  {
    Running running(folder_);
    const WorldEntry entry = running.worlds.Create({.id = "world-1"}).value();
    entry.world->Write([&](WorldState& state) {
      state.Record("test", "things/1");
      hash = state.log.Hash();
      return true;
    });
    running.fixture.timers.Advance(absl::Seconds(5));
  }  // gone without Stop
  Running again(folder_);
  const std::shared_ptr<World> world = again.worlds.Find("world-1");
  ASSERT_NE(world, nullptr);
  EXPECT_EQ(world->Read([](const WorldState& state) { return state.log.Hash(); }), hash);
}

TEST_F(SaverTest, StoppingSavesWhatChangedAndDeletedWorldsStayDeleted) {
  {
    Running running(folder_);
    ASSERT_TRUE(running.worlds.Create({.id = "world-1"}).ok());
    ASSERT_TRUE(running.worlds.Create({.id = "world-2"}).ok());
    running.fixture.timers.Advance(absl::Seconds(5));
    ASSERT_TRUE(running.worlds.Delete("world-1").ok());
    ASSERT_TRUE(running.worlds.Create({.id = "world-3"}).ok());
    ASSERT_TRUE(running.saver->Stop().ok());
  }
  Running again(folder_);
  EXPECT_EQ(again.worlds.Find("world-1"), nullptr);
  EXPECT_NE(again.worlds.Find("world-2"), nullptr);
  EXPECT_NE(again.worlds.Find("world-3"), nullptr);
}

TEST_F(SaverTest, AWorldThatComesBackOlderIsAnotherOne) {
  std::string first;
  {
    Running running(folder_);
    const WorldEntry entry = running.worlds.Create({.id = "world-1"}).value();
    running.fixture.timers.Advance(absl::Seconds(5));
    Change(*entry.world);
    first = IncarnationIn(running);
  }  // killed before the next save
  std::string second;
  {
    Running again(folder_);
    second = IncarnationIn(again);
    EXPECT_NE(second, first);
    again.fixture.timers.Advance(absl::Seconds(5));
  }
  const Running once_more(folder_);
  EXPECT_EQ(IncarnationIn(once_more), second);
}

TEST_F(SaverTest, AWorldThatWasSavedIsTheSameWorld) {
  std::string first;
  {
    Running running(folder_);
    const WorldEntry entry = running.worlds.Create({.id = "world-1"}).value();
    running.fixture.timers.Advance(absl::Seconds(5));
    Change(*entry.world);
    running.fixture.timers.Advance(absl::Seconds(5));
    first = IncarnationIn(running);
  }
  { EXPECT_EQ(IncarnationIn(Running(folder_)), first); }  // and killed at once
  EXPECT_EQ(IncarnationIn(Running(folder_)), first);
}

TEST_F(SaverTest, TheFoldersNameMayEndInASlash) {
  for (int start = 0; start < 2; ++start) {
    Running running(folder_ + "/");
    ASSERT_TRUE(running.worlds.Create({.id = "world-1"}).ok());
    EXPECT_TRUE(running.saver->Stop().ok());
  }
}

TEST_F(SaverTest, ARemovalThatFailedIsTriedAgain) {
  namespace fs = std::filesystem;
  const std::string path = folder_ + "/world-1.world.json";
  Running running(folder_);
  ASSERT_TRUE(running.worlds.Create({.id = "world-1"}).ok());
  ASSERT_TRUE(running.saver->SaveChanged().ok());
  ASSERT_TRUE(running.worlds.Delete("world-1").ok());
  fs::remove(path);
  fs::create_directories(path + "/in the way");
  EXPECT_FALSE(running.saver->SaveChanged().ok());
  fs::remove(path + "/in the way");
  EXPECT_TRUE(running.saver->SaveChanged().ok());
  EXPECT_FALSE(fs::exists(path));
}

TEST_F(SaverTest, WhatAKilledSaveLeftBehindIsSweptAway) {
  { Running running(folder_); }
  const std::string path = folder_ + "/world-1.world.json.tmp-0123456789abcdef";
  std::ofstream(path) << "{";
  { Running running(folder_); }
  EXPECT_FALSE(std::filesystem::exists(path));
}

TEST_F(SaverTest, AFolderHasOneOwner) {
  const Running running(folder_);
  EXPECT_EQ(ReasonOf(WorldFiles::Open(folder_).status()), "FILE_LOCKED");
}

TEST_F(SaverTest, AFolderThatOthersMayWriteIsRefused) {
  std::filesystem::permissions(folder_, std::filesystem::perms::all);
  EXPECT_EQ(ReasonOf(WorldFiles::Open(folder_).status()), "FOLDER_UNSAFE");
}

TEST_F(SaverTest, ABrokenFileIsNamedAndNothingIsSkipped) {
  { Running running(folder_); }
  const std::string path = folder_ + "/world-1.world.json";
  std::ofstream(path) << "{\"format\":1,";
  const absl::Status status = WorldFiles::Open(folder_).value()->LoadAll().status();
  EXPECT_EQ(ReasonOf(status), "WORLD_FILE_BROKEN");
  EXPECT_NE(status.message().find(path), std::string::npos) << status;
}

}  // namespace
}  // namespace sparkgate::simulator
