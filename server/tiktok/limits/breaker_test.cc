#include "server/tiktok/limits/breaker.h"

#include <optional>

#include <gtest/gtest.h>

namespace sparkgate::tiktok {
namespace {

const absl::Time kNow = absl::FromUnixSeconds(1'767'225'600);

// Lets a call through and has it fail.
void Fail(Breaker& breaker, absl::Time now, int times = 1) {
  for (int i = 0; i < times; ++i) {
    ASSERT_FALSE(breaker.Refuses(now).has_value()) << i;
    breaker.Failed(now);
  }
}

TEST(Breaker, OpensAfterFiveFailuresInARow) {
  Breaker breaker;
  Fail(breaker, kNow, 4);
  breaker.Succeeded();
  Fail(breaker, kNow, 4);
  EXPECT_FALSE(breaker.open());
  Fail(breaker, kNow);
  EXPECT_TRUE(breaker.open());
  EXPECT_EQ(breaker.Refuses(kNow + absl::Seconds(1)), absl::Seconds(4));
}

TEST(Breaker, TriesWithOneCall) {
  Breaker breaker;
  Fail(breaker, kNow, 5);
  const absl::Time later = kNow + absl::Seconds(5);
  EXPECT_EQ(breaker.Refuses(later), std::nullopt);
  EXPECT_TRUE(breaker.Refuses(later).has_value());  // one is out
  breaker.Succeeded();
  EXPECT_FALSE(breaker.open());
  EXPECT_EQ(breaker.Refuses(later), std::nullopt);
}

TEST(Breaker, RestsLongerEachTimeUpToAMinute) {
  Breaker breaker;
  Fail(breaker, kNow, 5);
  absl::Time now = kNow + absl::Seconds(5);
  for (const int rest : {10, 20, 40, 60, 60}) {
    Fail(breaker, now);
    EXPECT_EQ(breaker.Refuses(now), absl::Seconds(rest));
    now += absl::Seconds(rest);
  }
}

TEST(Breaker, WhatLeftBeforeItOpenedProlongsNothing) {
  Breaker breaker;
  Fail(breaker, kNow, 5);
  breaker.Failed(kNow + absl::Seconds(4));
  EXPECT_EQ(breaker.Refuses(kNow + absl::Seconds(4)), absl::Seconds(1));
}

TEST(Breaker, ACallThatWasNotSentLetsAnotherTry) {
  Breaker breaker;
  Fail(breaker, kNow, 5);
  const absl::Time later = kNow + absl::Seconds(5);
  EXPECT_EQ(breaker.Refuses(later), std::nullopt);
  breaker.Abandoned();
  EXPECT_EQ(breaker.Refuses(later), std::nullopt);
}

TEST(Breaker, AClockThatIsSetBackHoldsNobody) {
  Breaker breaker;
  Fail(breaker, kNow, 5);
  EXPECT_EQ(breaker.Refuses(kNow - absl::Hours(1)), std::nullopt);
}

}  // namespace
}  // namespace sparkgate::tiktok
