#include "server/tiktok/limits/usage.h"

#include <string>

#include <gtest/gtest.h>

namespace sparkgate::tiktok {
namespace {

const absl::Time kNow = absl::FromUnixSeconds(1'767'225'600);

TEST(Usage, FadesByHalfInTwoSeconds) {
  Usage usage;
  EXPECT_EQ(usage.Of("a", kNow), 0);
  for (int i = 0; i < 4; ++i) usage.Add("a", kNow);
  EXPECT_DOUBLE_EQ(usage.Of("a", kNow), 4);
  EXPECT_DOUBLE_EQ(usage.Of("a", kNow + absl::Seconds(2)), 2);
  EXPECT_DOUBLE_EQ(usage.Of("a", kNow + absl::Seconds(4)), 1);
  EXPECT_EQ(usage.Of("b", kNow), 0);
}

TEST(Usage, AClockThatIsSetBackBringsNothingMore) {
  Usage usage;
  usage.Add("a", kNow);
  EXPECT_DOUBLE_EQ(usage.Of("a", kNow - absl::Hours(1)), 1);
}

TEST(Usage, WhoWasAwayForLongIsForgotten) {
  Usage usage;
  for (int i = 0; i < 100; ++i) usage.Add(std::to_string(i), kNow);
  EXPECT_EQ(usage.size(), 100u);
  usage.Add("x", kNow + absl::Minutes(1));
  EXPECT_EQ(usage.size(), 1u);
}

}  // namespace
}  // namespace sparkgate::tiktok
