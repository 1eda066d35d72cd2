#include "base/timer.h"

#include <latch>
#include <memory>
#include <string>

#include <gtest/gtest.h>

namespace sparkgate {
namespace {

TEST(ManualTimerServiceTest, FiresInOrderOfTimeThenOfCreation) {
  ManualTimerService timers;
  std::string order;
  timers.After(absl::Seconds(2), [&] { order += "c"; });
  timers.After(absl::Seconds(1), [&] { order += "a"; });
  timers.After(absl::Seconds(1), [&] { order += "b"; });
  timers.After(absl::Seconds(3), [&] { order += "d"; });
  timers.Advance(absl::Seconds(2));
  EXPECT_EQ(order, "abc");
  timers.Advance(absl::Seconds(1));
  EXPECT_EQ(order, "abcd");
}

TEST(ManualTimerServiceTest, ATimerSetByATimerCountsFromItsInstant) {
  ManualTimerService timers;
  int beats = 0;
  std::function<void()> beat = [&] {
    ++beats;
    timers.After(absl::Seconds(1), beat);
  };
  timers.After(absl::Seconds(1), beat);
  timers.Advance(absl::Seconds(10));
  EXPECT_EQ(beats, 10);
}

TEST(ManualTimerServiceTest, CancelSaysWhetherItWasInTime) {
  ManualTimerService timers;
  int ran = 0;
  const auto id = timers.After(absl::Seconds(1), [&] { ++ran; });
  const auto late = timers.After(-absl::Seconds(1), [&] { ++ran; });
  EXPECT_TRUE(timers.Cancel(id));
  EXPECT_FALSE(timers.Cancel(id));
  timers.Advance(absl::ZeroDuration());
  EXPECT_FALSE(timers.Cancel(late));
  timers.Advance(absl::Hours(1));
  EXPECT_EQ(ran, 1);
}

TEST(ThreadTimerServiceTest, ALaterOneThatWasSetFirstHoldsNobodyUp) {
  ThreadTimerService timers;
  std::latch done(1);
  bool later = false;
  timers.After(absl::Hours(1), [&] { later = true; });
  timers.After(absl::Milliseconds(1), [&] { done.count_down(); });
  done.wait();
  EXPECT_FALSE(later);
}

TEST(ThreadTimerServiceTest, TellsHowLateATimerFires) {
  ThreadTimerService timers;
  absl::Duration late = -absl::Seconds(1);
  timers.OnFire([&](absl::Duration by) { late = by; });
  std::latch done(1);
  timers.After(absl::Milliseconds(1), [&] { done.count_down(); });
  done.wait();
  EXPECT_GE(late, absl::ZeroDuration());
}

TEST(ThreadTimerServiceTest, ACancelledTimerNeverRuns) {
  ThreadTimerService timers;
  std::latch done(1);
  bool ran = false;
  const auto id = timers.After(absl::InfiniteDuration(), [&] { ran = true; });
  EXPECT_TRUE(timers.Cancel(id));
  EXPECT_FALSE(timers.Cancel(id));
  EXPECT_FALSE(timers.Cancel(12345));
  timers.After(absl::ZeroDuration(), [&] { done.count_down(); });
  done.wait();
  EXPECT_FALSE(ran);
}

TEST(ThreadTimerServiceTest, ACallbackMayUseTheService) {
  ThreadTimerService timers;
  std::latch done(1);
  timers.After(absl::ZeroDuration(),
               [&] { timers.After(absl::ZeroDuration(), [&] { done.count_down(); }); });
  done.wait();
}

TEST(ThreadTimerServiceTest, PendingCallbacksDieWithTheService) {
  auto owned = std::make_shared<int>(1);
  std::weak_ptr<int> watch = owned;
  {
    ThreadTimerService timers;
    timers.After(absl::Hours(1), [owned = std::move(owned)] { FAIL(); });
  }
  EXPECT_TRUE(watch.expired());
}

}  // namespace
}  // namespace sparkgate
