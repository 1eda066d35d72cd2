#include "base/executor.h"

#include <atomic>
#include <latch>
#include <vector>

#include <gtest/gtest.h>

namespace sparkgate {
namespace {

TEST(InlineExecutorTest, RunsBeforeItReturns) {
  InlineExecutor executor;
  bool ran = false;
  EXPECT_TRUE(executor.TryPost([&] { ran = true; }));
  EXPECT_TRUE(ran);
}

TEST(ThreadPoolTest, RunsEverythingThatWasTaken) {
  std::atomic<int> ran = 0;
  ThreadPool pool({.name = "a-long-pool-name", .threads = 4, .queue_limit = 1000});
  for (int i = 0; i < 1000; ++i) {
    while (!pool.TryPost([&] { ++ran; })) {
    }
  }
  pool.Stop();
  EXPECT_EQ(ran, 1000);
}

TEST(ThreadPoolTest, OneThreadKeepsTheOrder) {
  std::vector<int> order;
  {
    ThreadPool pool({.threads = 1});
    for (int i = 0; i < 100; ++i) ASSERT_TRUE(pool.TryPost([&order, i] { order.push_back(i); }));
  }
  ASSERT_EQ(order.size(), 100u);
  for (int i = 0; i < 100; ++i) EXPECT_EQ(order[static_cast<size_t>(i)], i);
}

TEST(ThreadPoolTest, RefusesWhenTheQueueIsFull) {
  std::latch running(1), release(1);
  ThreadPool pool({.threads = 1, .queue_limit = 2});
  ASSERT_TRUE(pool.TryPost([&] {
    running.count_down();
    release.wait();
  }));
  running.wait();
  EXPECT_TRUE(pool.TryPost([] {}));
  EXPECT_TRUE(pool.TryPost([] {}));
  EXPECT_EQ(pool.queue_depth(), 2u);
  EXPECT_FALSE(pool.TryPost([] {}));
  release.count_down();
}

TEST(ThreadPoolTest, StopRunsWhatWaitsAndRefusesTheRest) {
  std::latch running(1), release(1);
  std::atomic<int> ran = 0;
  ThreadPool pool({.threads = 1});
  ASSERT_TRUE(pool.TryPost([&] {
    running.count_down();
    release.wait();
  }));
  running.wait();
  for (int i = 0; i < 10; ++i) ASSERT_TRUE(pool.TryPost([&] { ++ran; }));
  std::thread first([&] { pool.Stop(); });
  std::thread second([&] { pool.Stop(); });
  release.count_down();
  first.join();
  second.join();
  EXPECT_EQ(ran, 10);
  EXPECT_FALSE(pool.TryPost([] {}));
  pool.Stop();
}

}  // namespace
}  // namespace sparkgate
