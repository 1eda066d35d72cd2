#include "simulator/world/review/wait_histogram.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <random>
#include <vector>

#include <gtest/gtest.h>

namespace sparkgate::simulator {
namespace {

TEST(WaitHistogramTest, NothingWaitedYet) {
  EXPECT_EQ(WaitHistogram().Percentile(0.5), absl::ZeroDuration());
  EXPECT_EQ(WaitHistogram().count(), 0u);
}

TEST(WaitHistogramTest, BelowAMinuteItIsExact) {
  WaitHistogram waits;
  for (int i = 1; i <= 60; ++i) waits.Add(absl::Seconds(i));
  EXPECT_EQ(waits.Percentile(0.5), absl::Seconds(30));
  EXPECT_EQ(waits.Percentile(0), absl::Seconds(1));
  EXPECT_EQ(waits.Percentile(1), absl::Seconds(60));
}

// Against the sorted waits themselves: never below, and at most 1/32 above.
TEST(WaitHistogramTest, PercentilesAreAtMostOne32ndTooHigh) {
  std::mt19937_64 random(7);
  for (int round = 0; round < 50; ++round) {
    WaitHistogram waits;
    std::vector<int64_t> all;
    for (int i = 0; i < 500; ++i) {
      all.push_back(static_cast<int64_t>(random() >> (24 + random() % 40)));
      waits.Add(absl::Seconds(all.back()));
    }
    std::ranges::sort(all);
    for (const double share : {0.01, 0.5, 0.9, 0.95, 0.99, 1.0}) {
      const int64_t exact = all[static_cast<size_t>(std::ceil(share * 500)) - 1];
      const int64_t told = absl::ToInt64Seconds(waits.Percentile(share));
      EXPECT_GE(told, exact);
      EXPECT_LE(told - exact, exact / 32) << exact;
    }
    EXPECT_EQ(absl::ToInt64Seconds(waits.longest()), all.back());
  }
}

}  // namespace
}  // namespace sparkgate::simulator
