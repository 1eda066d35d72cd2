#include "base/mutex.h"

#include <thread>
#include <vector>

#include <gtest/gtest.h>

namespace sparkgate {
namespace {

TEST(MutexTest, ExcludesOthers) {
  Mutex mutex;
  int count = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int j = 0; j < 1000; ++j) {
        MutexLock lock(mutex);
        ++count;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(count, 4000);
}

TEST(CondVarTest, WaitsUntilToldAndKeepsTheLock) {
  Mutex mutex;
  CondVar changed;
  bool ready = false;
  std::thread other([&] {
    MutexLock lock(mutex);
    ready = true;
    changed.NotifyAll();
  });
  {
    MutexLock lock(mutex);
    while (!ready) changed.Wait(mutex);
  }
  other.join();
}

TEST(CondVarTest, GivesUpAfterItsTime) {
  Mutex mutex;
  CondVar changed;
  MutexLock lock(mutex);
  EXPECT_FALSE(changed.WaitFor(mutex, absl::ZeroDuration()));
  EXPECT_FALSE(changed.WaitFor(mutex, -absl::InfiniteDuration()));
}

TEST(CondVarTest, ForEverIsAValidTime) {
  Mutex mutex;
  CondVar changed;
  bool ready = false;
  std::thread other([&] {
    MutexLock lock(mutex);
    ready = true;
    changed.NotifyOne();
  });
  {
    MutexLock lock(mutex);
    while (!ready) EXPECT_TRUE(changed.WaitFor(mutex, absl::InfiniteDuration()));
  }
  other.join();
}

}  // namespace
}  // namespace sparkgate
