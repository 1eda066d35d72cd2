#include "server/usecases/overlap.h"

#include <atomic>
#include <set>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/mutex.h"
#include "base/trace.h"

namespace sparkgate::server {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;

class Refuses final : public Executor {
 public:
  bool TryPost(Task) override { return false; }
};

// Keeps tasks until they are too late.
class Late final : public Executor {
 public:
  bool TryPost(Task task) override {
    tasks.push_back(std::move(task));
    return true;
  }
  std::vector<Task> tasks;
};

TEST(OverlapTest, DoesEachOnce) {
  ThreadPool pool({.name = "test", .threads = 4, .queue_limit = 100});
  std::vector<std::atomic<int>> done(500);
  Overlap(pool, done.size(), [&](size_t i) { ++done[i]; });
  EXPECT_THAT(std::vector<int>(done.begin(), done.end()), Each(1));
  Overlap(pool, 0, [](size_t) { FAIL(); });
}

TEST(OverlapTest, IsSeveralAtOnce) {
  ThreadPool pool({.name = "test", .threads = 2, .queue_limit = 100});
  Mutex mutex;
  CondVar met;
  int there = 0;
  Overlap(pool, 2, [&](size_t) {
    MutexLock lock(mutex);
    ++there;
    met.NotifyAll();
    while (there < 2) met.Wait(mutex);
  });
  EXPECT_EQ(there, 2);
}

TEST(OverlapTest, IsOneTraceOnEveryThread) {
  ThreadPool pool({.name = "test", .threads = 4, .queue_limit = 100});
  const Trace trace = NewTrace();
  const TraceScope scope(trace);
  std::vector<std::string> seen(100);
  Overlap(pool, seen.size(), [&](size_t i) { seen[i] = ThisThreadsTrace().trace_id; });
  EXPECT_THAT(seen, Each(trace.trace_id));
}

TEST(OverlapTest, GoesInOrderWithoutThreads) {
  Refuses refuses;
  std::vector<size_t> order;
  Overlap(refuses, 3, [&](size_t i) { order.push_back(i); });
  InlineExecutor inline_executor;
  Overlap(inline_executor, 3, [&](size_t i) { order.push_back(i); });
  EXPECT_THAT(order, ElementsAre(0, 1, 2, 0, 1, 2));
}

TEST(OverlapTest, WhoComesLateFindsNothing) {
  Late late;
  std::vector<size_t> order;
  Overlap(late, 3, [&](size_t i) { order.push_back(i); });
  for (auto& task : late.tasks) task();
  EXPECT_THAT(order, ElementsAre(0, 1, 2));
}

}  // namespace
}  // namespace sparkgate::server
