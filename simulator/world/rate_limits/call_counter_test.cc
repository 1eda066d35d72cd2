#include "simulator/world/rate_limits/call_counter.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace sparkgate::simulator {
namespace {

constexpr CallLimits kLimits{.per_second = 3, .per_minute = 10, .per_day = 20};

class CallCounterTest : public testing::Test {
 protected:
  // "" within the limits, else window, calls and limit.
  std::string Call(std::string_view key = "a") {
    const auto excess = counter_.Count(key, kLimits, now_, rules_);
    if (!excess) return "";
    constexpr const char* kNames[] = {"second", "minute", "day"};
    return fmt::format("{} {}/{}", kNames[static_cast<int>(excess->window)], excess->calls,
                       excess->limit);
  }
  int Allowed(int calls) {
    int allowed = 0;
    for (int i = 0; i < calls; ++i) allowed += Call().empty() ? 1 : 0;
    return allowed;
  }

  absl::Time now_ = absl::FromUnixSeconds(1'767'225'600);  // 2026-01-01T00:00Z
  CallCounter counter_;
  CountRules rules_;
};

TEST_F(CallCounterTest, ASecondsLimitIsFreeAgainAtTheNextSecond) {
  now_ += absl::Milliseconds(900);
  EXPECT_EQ(Allowed(3), 3);
  EXPECT_EQ(Call(), "second 4/3");
  EXPECT_EQ(Call(), "second 5/3");
  EXPECT_EQ(Call("b"), "");  // counted by itself
  now_ += absl::Milliseconds(99);
  EXPECT_EQ(Call(), "second 6/3");
  now_ += absl::Milliseconds(1);
  EXPECT_EQ(Call(), "");
}

TEST_F(CallCounterTest, AMinutesLimitStopsForFiveMinutes) {
  EXPECT_EQ(Allowed(10), 3);  // seven were too many for their second
  EXPECT_EQ(Call(), "minute 11/10");
  now_ += absl::Minutes(1);  // another minute, and stopped all the same
  EXPECT_EQ(Call(), "minute 11/10");
  now_ += absl::Minutes(4) - absl::Microseconds(1);
  EXPECT_EQ(Call(), "minute 11/10");  // that somebody goes on doesn't put off the end
  now_ += absl::Microseconds(1);
  EXPECT_EQ(Call(), "");
}

TEST_F(CallCounterTest, RefusedCallsNeedNotCountForTheMinute) {
  rules_.refused_calls_count = false;
  EXPECT_EQ(Allowed(100), 3);
  for (int i = 0; i < 3; ++i) {
    now_ += absl::Seconds(1);
    EXPECT_EQ(Allowed(100), i == 2 ? 1 : 3);  // the tenth in a minute is the last
  }
}

TEST_F(CallCounterTest, ADaysLimitHoldsUntilMidnight) {
  for (int i = 0; i < 20; ++i) {
    now_ += absl::Minutes(1);
    EXPECT_EQ(Call(), "") << i;
  }
  EXPECT_EQ(Call(), "day 21/20");
  now_ = absl::FromUnixSeconds(1'767'225'600 + 86'399);
  EXPECT_EQ(Call(), "day 21/20");
  now_ += absl::Seconds(1);
  EXPECT_EQ(Call(), "");
}

TEST_F(CallCounterTest, NoLimitIsNone) {
  for (int i = 0; i < 1'000; ++i) {
    EXPECT_FALSE(counter_.Count("a", CallLimits{}, now_, rules_).has_value());
  }
}

TEST_F(CallCounterTest, YesterdaysCallersAreForgotten) {
  for (int i = 0; i < 1'000; ++i) Call(fmt::format("{}", i));
  now_ += absl::Hours(24) - absl::Seconds(1);
  EXPECT_EQ(Allowed(11), 3);  // stopped beyond midnight
  EXPECT_EQ(counter_.size(), 1'001u);
  now_ += absl::Seconds(1);
  EXPECT_EQ(Call("0"), "");
  EXPECT_EQ(counter_.size(), 2u);
  EXPECT_EQ(Call(), "minute 11/10");
}

TEST_F(CallCounterTest, ASlidingSecondIsFreeAgainCallByCall) {
  rules_ = {.refused_calls_count = false, .windows_slide = true};
  now_ += absl::Milliseconds(900);
  EXPECT_EQ(Allowed(2), 2);
  now_ += absl::Milliseconds(500);  // in the next second of UTC
  EXPECT_EQ(Call(), "");
  EXPECT_EQ(Call(), "second 4/3");
  now_ += absl::Milliseconds(500) - absl::Microseconds(1);
  EXPECT_EQ(Call(), "second 4/3") << "who knocks meanwhile waits no longer for it";
  now_ += absl::Microseconds(1);  // a second after the first two
  EXPECT_EQ(Allowed(3), 2);
}

TEST_F(CallCounterTest, ASlidingMinuteStopsForFiveMinutesToo) {
  rules_ = {.refused_calls_count = false, .windows_slide = true};
  now_ += absl::Seconds(45);
  for (int i = 0; i < 10; ++i) {
    now_ += absl::Seconds(5);
    EXPECT_EQ(Call(), "") << i;
  }
  now_ += absl::Seconds(5);
  EXPECT_EQ(Call(), "minute 11/10") << "the ten are of this minute, though not of this one of UTC";
  now_ += absl::Minutes(5);
  EXPECT_EQ(Allowed(4), 3);
}

TEST_F(CallCounterTest, AChangedSwitchBeginsAnew) {
  rules_.windows_slide = true;
  EXPECT_EQ(Allowed(4), 3);
  rules_.windows_slide = false;
  now_ += absl::Seconds(1);
  EXPECT_EQ(Allowed(4), 3);
  rules_.windows_slide = true;
  EXPECT_EQ(Allowed(4), 3);
}

// Real time may be set back.
TEST_F(CallCounterTest, AnEarlierTimeIsAnotherWindow) {
  EXPECT_EQ(Allowed(11), 3);
  EXPECT_EQ(Call(), "minute 11/10");
  now_ -= absl::Hours(48);
  EXPECT_EQ(Allowed(4), 3);  // nor is anybody stopped until then
}

}  // namespace
}  // namespace sparkgate::simulator
