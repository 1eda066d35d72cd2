// Full and broken disks, above all in the middle of a group: whoever is told that it's done finds
// it done, and of everybody else there is nothing.
#include <atomic>
#include <cstdlib>
#include <map>
#include <set>
#include <thread>

#include <gtest/gtest.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/mutex.h"
#include "server/store/sqlite/sqlite_store.h"
#include "server/store/testing/faulty_disk.h"
#include "server/store/testing/samples.h"
#include "server/store/testing/scratch_folder.h"

namespace sparkgate::server {
namespace {

using sqlite::SqliteStore;

std::unique_ptr<SqliteStore> OpenStore(const SqliteOptions& options) {
  absl::StatusOr<std::unique_ptr<SqliteStore>> store = SqliteStore::Open(options);
  EXPECT_TRUE(store.ok()) << store.status();
  return *std::move(store);
}

absl::Status PutWithEvent(Transaction& t, const std::string& id) {
  SG_RETURN_IF_ERROR(t.codes().Put(SampleCode("w", id)));
  return t.events().Append(SampleEvent("w", id));
}

// Runs `calls` in one group: they wait behind a write that doesn't end until all are there. What
// each was told.
std::vector<absl::Status> RunAsGroup(SqliteStore& store, const std::vector<Store::WriteFn>& calls) {
  Mutex mutex;
  CondVar changed;
  bool holding = false;
  bool go = false;
  std::thread holder([&] {
    const absl::Status status = store.Write([&](Transaction&) {
      MutexLock lock(mutex);
      holding = true;
      changed.NotifyAll();
      while (!go) changed.Wait(mutex);
      return absl::OkStatus();
    });
    EXPECT_TRUE(status.ok()) << status;
  });
  {
    MutexLock lock(mutex);
    while (!holding) changed.Wait(mutex);
  }
  std::vector<absl::Status> told(calls.size());
  std::vector<std::thread> threads;
  for (size_t i = 0; i < calls.size(); ++i) {
    threads.emplace_back([&, i] { told[i] = store.Write(calls[i]); });
    while (store.waiting_writes() <= i) std::this_thread::yield();
  }
  {
    MutexLock lock(mutex);
    go = true;
    changed.NotifyAll();
  }
  for (std::thread& thread : threads) thread.join();
  holder.join();
  return told;
}

// The ids of the codes that are there; each has its event, and events have no gaps.
std::set<std::string> Present(Store& store) {
  std::set<std::string> ids;
  const absl::Status status = store.Read([&](const Transaction& t) -> absl::Status {
    SG_ASSIGN_OR_RETURN(const auto codes, t.codes().List("w", {}, {"", 1'000'000}));
    SG_ASSIGN_OR_RETURN(const auto events, t.events().List("w", 0, 1'000'000));
    std::set<std::string> resources;
    for (const Event& event : events) {
      resources.insert(event.resource);
      EXPECT_EQ(event.number, static_cast<int64_t>(resources.size()));
    }
    for (const Code& code : codes) ids.insert(code.id);
    EXPECT_EQ(ids, resources);
    return absl::OkStatus();
  });
  EXPECT_TRUE(status.ok()) << status;
  return ids;
}

TEST(FaultTest, WhereverADiskFailsInAGroupNobodyIsToldWrong) {
  FaultyDisk disk;
  constexpr int kCalls = 6;
  for (const auto fault : {FaultyDisk::Fault::kFull, FaultyDisk::Fault::kBroken}) {
    bool failed = true;
    for (int after = 1; failed; ++after) {
      ASSERT_LT(after, 500);
      ScratchFolder folder;
      const SqliteOptions options = {.path = folder.Path("sparkgate.db")};
      std::unique_ptr<SqliteStore> store = OpenStore(options);
      std::atomic<bool> armed = false;
      std::vector<Store::WriteFn> calls;
      for (int i = 0; i < kCalls; ++i) {
        calls.push_back([&, i](Transaction& t) -> absl::Status {
          if (!armed.exchange(true)) disk.FailAfter(after, fault);
          SG_RETURN_IF_ERROR(PutWithEvent(t, std::to_string(i)));
          return i == 2 ? absl::CancelledError("by itself") : absl::OkStatus();
        });
      }
      const std::vector<absl::Status> told = RunAsGroup(*store, calls);
      failed = disk.Heal();
      std::set<std::string> done;
      for (size_t i = 0; i < told.size(); ++i) {
        if (told[i].ok()) done.insert(std::to_string(i));
        if (!told[i].ok() && i != 2) {
          const char* reason =
              fault == FaultyDisk::Fault::kFull ? "STORAGE_FULL" : "STORAGE_CORRUPT";
          EXPECT_EQ(ReasonOf(told[i]), reason) << told[i];
        }
      }
      EXPECT_FALSE(done.contains("2"));
      if (!failed) {
        EXPECT_EQ(done.size(), kCalls - 1u);
      }
      EXPECT_EQ(Present(*store), done) << "fault " << after;
      // The disk is well again, and the store goes on.
      ASSERT_TRUE(store->Write([](Transaction& t) { return PutWithEvent(t, "next"); }).ok());
      done.insert("next");
      store.reset();
      store = OpenStore(options);
      EXPECT_EQ(Present(*store), done) << "fault " << after << ", reopened";
    }
  }
}

TEST(FaultTest, AFullStoreRefusesWritesAndReadsOn) {
  ScratchFolder folder;
  std::unique_ptr<SqliteStore> store =
      OpenStore({.path = folder.Path("sparkgate.db"), .max_bytes = 600'000, .sync = false});
  std::set<std::string> done;
  absl::Status status;
  for (int i = 0; status.ok(); ++i) {
    ASSERT_LT(i, 10'000);
    status = store->Write([&](Transaction& t) { return PutWithEvent(t, std::to_string(i)); });
    if (status.ok()) done.insert(std::to_string(i));
  }
  EXPECT_EQ(status.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(ReasonOf(status), "STORAGE_FULL");
  EXPECT_NE(status.message().find(folder.Path("sparkgate.db")), std::string::npos);
  EXPECT_EQ(Present(*store), done);
  // Room again, by erasing.
  ASSERT_TRUE(store->Write([](Transaction& t) { return t.workspaces().Erase("w", false); }).ok());
  ASSERT_TRUE(store->Write([](Transaction& t) { return PutWithEvent(t, "again"); }).ok());
  EXPECT_EQ(Present(*store), std::set<std::string>{"again"});
}

TEST(FaultTest, TheOneThatDoesNotFitTakesNobodyWithIt) {
  ScratchFolder folder;
  std::unique_ptr<SqliteStore> store =
      OpenStore({.path = folder.Path("sparkgate.db"), .max_bytes = 600'000, .sync = false});
  const auto large = [](Transaction& t) -> absl::Status {
    Code code = SampleCode("w", "large");
    code.item_id = std::string(1'000'000, 'x');
    SG_RETURN_IF_ERROR(t.events().Append(SampleEvent("w", "large")));
    (void)t.codes().Put(code);  // a careless use case
    return absl::OkStatus();
  };
  const auto small = [](const char* id) {
    return [id](Transaction& t) { return PutWithEvent(t, id); };
  };
  const std::vector<absl::Status> told =
      RunAsGroup(*store, {small("1"), large, small("2"), small("3")});
  EXPECT_TRUE(told[0].ok()) << told[0];
  EXPECT_EQ(ReasonOf(told[1]), "STORAGE_FULL") << told[1];
  EXPECT_TRUE(told[2].ok()) << told[2];
  EXPECT_TRUE(told[3].ok()) << told[3];
  EXPECT_EQ(Present(*store), (std::set<std::string>{"1", "2", "3"}));
}

// A real file system that is really full. Needs the right to mount one.
TEST(FaultTest, AFullFileSystemIsNamed) {
  ScratchFolder folder;
  const std::string mount_point = folder.Path("small");
  ASSERT_EQ(mkdir(mount_point.c_str(), 0700), 0);
  if (mount("tmpfs", mount_point.c_str(), "tmpfs", 0, "size=2m") != 0) {
    ASSERT_EQ(std::getenv("CI"), nullptr) << "CI must have the right to mount a file system";
    GTEST_SKIP() << "may not mount a file system";
  }
  {
    std::unique_ptr<SqliteStore> store = OpenStore({.path = mount_point + "/sparkgate.db"});
    std::set<std::string> done;
    int refused = 0;
    for (int i = 0; refused < 20; ++i) {
      ASSERT_LT(i, 100'000);
      const absl::Status status =
          store->Write([&](Transaction& t) { return PutWithEvent(t, std::to_string(i)); });
      if (status.ok()) {
        done.insert(std::to_string(i));
      } else {
        EXPECT_EQ(ReasonOf(status), "STORAGE_FULL") << status;
        ++refused;
      }
    }
    EXPECT_EQ(Present(*store), done);
    store.reset();
    store = OpenStore({.path = mount_point + "/sparkgate.db"});
    EXPECT_EQ(Present(*store), done);
  }
  EXPECT_EQ(umount(mount_point.c_str()), 0);
}

TEST(FaultTest, AGroupThatIsGoneRunsAgainOneByOne) {
  ScratchFolder folder;
  std::unique_ptr<SqliteStore> store = OpenStore({.path = folder.Path("sparkgate.db")});
  std::map<std::string, int> runs;  // by the writer's thread alone
  const auto put = [&](const char* id) {
    return [&runs, id](Transaction& t) {
      ++runs[id];
      return PutWithEvent(t, id);
    };
  };
  // What SQLite does by itself when it can't go on.
  const auto lose = [](Transaction& t) {
    return static_cast<sql::SqlTransaction&>(t).connection().Command("ROLLBACK");
  };
  const std::vector<absl::Status> told = RunAsGroup(*store, {put("1"), lose, put("2")});
  EXPECT_TRUE(told[0].ok()) << told[0];
  EXPECT_FALSE(told[1].ok());
  EXPECT_TRUE(told[2].ok()) << told[2];
  EXPECT_EQ(runs, (std::map<std::string, int>{{"1", 2}, {"2", 1}}));
  EXPECT_EQ(Present(*store), (std::set<std::string>{"1", "2"}));
}

TEST(FaultTest, OneCommitHoldsMany) {
  ScratchFolder folder;
  std::unique_ptr<SqliteStore> store = OpenStore({.path = folder.Path("sparkgate.db")});
  const auto put = [](const char* id) {
    return [id](Transaction& t) { return PutWithEvent(t, id); };
  };
  for (const absl::Status& told : RunAsGroup(*store, {put("1"), put("2"), put("3")})) {
    EXPECT_TRUE(told.ok()) << told;
  }
  EXPECT_EQ(Present(*store).size(), 3u);
  EXPECT_EQ(store->stats().writes, 4);
  EXPECT_EQ(store->stats().commits, 2) << "the holder's and the group's";
  EXPECT_EQ(store->stats().reads, 2) << "the store's id, and what is present";
}

TEST(FaultTest, AWriteInsideAWriteIsRefused) {
  ScratchFolder folder;
  std::unique_ptr<SqliteStore> store = OpenStore({.path = folder.Path("sparkgate.db")});
  const absl::Status status = store->Write([&](Transaction&) {
    return store->Write([](Transaction& t) { return PutWithEvent(t, "inner"); });
  });
  EXPECT_EQ(status.code(), absl::StatusCode::kInternal);
  EXPECT_EQ(Present(*store), std::set<std::string>());
}

}  // namespace
}  // namespace sparkgate::server
