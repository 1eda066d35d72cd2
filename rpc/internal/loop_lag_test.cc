#include "rpc/internal/loop_lag.h"

#include <gtest/gtest.h>

#include "rpc/testing/counting_metrics.h"

namespace sparkgate::rpc::internal {
namespace {

TEST(LoopLagTest, ABeatIsObservedUntilStopped) {
  testing::CountingMetrics metrics;
  LoopLag lag(metrics);
  grpc::CompletionQueue queue;
  void* tag = nullptr;
  bool ok = false;
  lag.Start(queue);
  ASSERT_TRUE(queue.Next(&tag, &ok));
  static_cast<Tag*>(tag)->Complete(ok);
  EXPECT_EQ(metrics.Value("rpc_loop_lag_seconds", {}), 1);
  lag.Stop();
  queue.Shutdown();
  ASSERT_TRUE(queue.Next(&tag, &ok));  // the next beat, called off
  static_cast<Tag*>(tag)->Complete(ok);
  EXPECT_EQ(metrics.Value("rpc_loop_lag_seconds", {}), 1);
  EXPECT_FALSE(queue.Next(&tag, &ok));
}

}  // namespace
}  // namespace sparkgate::rpc::internal
