#include "server/usecases/event_feed.h"

#include <vector>

#include <gtest/gtest.h>

namespace sparkgate::server {
namespace {

TEST(EventFeed, TellsSubscribersOfTheirWorkspaceOnly) {
  EventFeed feed;
  std::vector<int64_t> a;
  std::vector<int64_t> b;
  const auto sub_a = feed.Subscribe("a", [&](int64_t n) { a.push_back(n); });
  const auto sub_b = feed.Subscribe("b", [&](int64_t n) { b.push_back(n); });
  feed.Publish("a", 7);
  feed.Stop();  // runs what waits
  EXPECT_EQ(a, std::vector<int64_t>{7});
  EXPECT_TRUE(b.empty());
}

TEST(EventFeed, ADroppedHandleHearsNothing) {
  EventFeed feed;
  int calls = 0;
  feed.Subscribe("a", [&](int64_t) { ++calls; }).reset();
  feed.Publish("a", 1);
  feed.Stop();
  EXPECT_EQ(calls, 0);
}

TEST(EventFeed, ABurstEndsWithTheNewestNumber) {
  EventFeed feed;
  int64_t last = 0;
  int calls = 0;
  const auto handle = feed.Subscribe("a", [&](int64_t n) {
    last = n;
    ++calls;
  });
  for (int64_t n = 1; n <= 1000; ++n) feed.Publish("a", n);
  feed.Stop();
  EXPECT_EQ(last, 1000);
  EXPECT_LE(calls, 1000);
}

TEST(EventFeed, CallsEverybodyNowAndThen) {
  EventFeed feed;
  ManualTimerService timers;
  std::vector<int64_t> heard;
  const auto handle = feed.Subscribe("a", [&](int64_t n) { heard.push_back(n); });
  feed.CallEvery(timers, absl::Seconds(5));
  timers.Advance(absl::Seconds(10));
  feed.Stop();
  EXPECT_EQ(heard, (std::vector<int64_t>{0, 0}));
  timers.Advance(absl::Seconds(10));
  EXPECT_EQ(heard.size(), 2u);
}

}  // namespace
}  // namespace sparkgate::server
