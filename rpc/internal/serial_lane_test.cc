#include "rpc/internal/serial_lane.h"

#include <memory>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "rpc/testing/gate.h"

namespace sparkgate::rpc::internal {
namespace {

TEST(SerialLane, WaitsUntilOpenAndKeepsTheOrder) {
  std::vector<int> order;
  {
    ThreadPool pool({.threads = 4});
    const auto lane = std::make_shared<SerialLane>(pool);
    for (int i = 0; i < 100; ++i) {
      lane->Post([&order, i] { order.push_back(i); });
    }
    EXPECT_EQ(pool.queue_depth(), 0u);
    lane->Open();
  }
  ASSERT_EQ(order.size(), 100u);
  for (int i = 0; i < 100; ++i) EXPECT_EQ(order[static_cast<size_t>(i)], i);
}

TEST(SerialLane, ManyPostersOneAtATime) {
  int64_t sum = 0;  // not atomic: the lane is what protects it
  {
    ThreadPool pool({.threads = 4});
    const auto lane = std::make_shared<SerialLane>(pool);
    lane->Open();
    std::vector<std::thread> posters;
    for (int t = 0; t < 4; ++t) {
      posters.emplace_back([&] {
        for (int i = 0; i < 1'000; ++i) lane->Post([&sum] { ++sum; });
      });
    }
    for (std::thread& poster : posters) poster.join();
  }
  EXPECT_EQ(sum, 4'000);
}

TEST(SerialLane, ATaskMayPostAndMayDropTheLane) {
  rpc::testing::Gate done;
  ThreadPool pool({.threads = 1});
  auto lane = std::make_shared<SerialLane>(pool);
  lane->Post([&done, own = lane]() mutable {
    own->Post([&done] { done.Open(); });
    own.reset();
  });
  lane->Open();
  lane.reset();
  done.Wait();
}

}  // namespace
}  // namespace sparkgate::rpc::internal
