#include "base/ids.h"

#include <gtest/gtest.h>

namespace sparkgate {
namespace {

TEST(IdsTest, IsStable) {
  // The first ten characters are a ULID's for the same millisecond.
  EXPECT_EQ(MakeTimeOrderedId(absl::FromUnixMillis(1469918176385), std::string(10, '\0')),
            "01aryz6s410000000000000000");
  EXPECT_EQ(MakeTimeOrderedId(absl::FromUnixMillis(0), std::string(10, '\xff')),
            "0000000000zzzzzzzzzzzzzzzz");
}

TEST(IdsTest, SortsByTimeThenEntropy) {
  const absl::Time now = absl::FromUnixMillis(1'767'225'600'000);
  const std::string low(10, '\0'), high(10, '\xff');
  EXPECT_LT(MakeTimeOrderedId(now, low), MakeTimeOrderedId(now, high));
  EXPECT_LT(MakeTimeOrderedId(now, high), MakeTimeOrderedId(now + absl::Milliseconds(1), low));
  EXPECT_LT(MakeTimeOrderedId(now, high), MakeTimeOrderedId(now + absl::Hours(24 * 36500), low));
}

TEST(IdsTest, TimesOutOfRangeAreClamped) {
  const std::string zero(10, '\0');
  EXPECT_EQ(MakeTimeOrderedId(absl::InfinitePast(), zero), std::string(26, '0'));
  EXPECT_EQ(MakeTimeOrderedId(absl::InfiniteFuture(), zero), "7zzzzzzzzz0000000000000000");
}

TEST(IdsTest, TenBytesCount) {
  const absl::Time now = absl::FromUnixMillis(1);
  EXPECT_EQ(MakeTimeOrderedId(now, "0123456789"), MakeTimeOrderedId(now, "0123456789abc"));
  EXPECT_NE(MakeTimeOrderedId(now, "0123456789"), MakeTimeOrderedId(now, "012345678a"));
}

}  // namespace
}  // namespace sparkgate
