#include "simulator/world/event_queue.h"

#include <algorithm>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace sparkgate::simulator {
namespace {

const absl::Time kStart = absl::FromUnixSeconds(1'800'000'000);

TEST(EventQueueTest, GivesEventsInOrderOfTimeThenOfPushing) {
  std::mt19937 random(7);
  EventQueue queue;
  std::vector<std::pair<absl::Time, std::string>> expected;
  for (int i = 0; i < 5000; ++i) {
    const absl::Time time = kStart + absl::Seconds(static_cast<int64_t>(random() % 300));
    queue.Push(time, EventKind::kWebhookAttempt, std::to_string(i));
    expected.emplace_back(time, std::to_string(i));
  }
  std::ranges::stable_sort(expected, {}, [](const auto& event) { return event.first; });
  for (const auto& [time, subject] : expected) {
    ASSERT_NE(queue.Next(), nullptr);
    EXPECT_EQ(queue.Next()->time, time);
    const std::optional<WorldEvent> event = queue.PopDue(absl::InfiniteFuture());
    ASSERT_TRUE(event.has_value());
    ASSERT_EQ(event->subject, subject);
  }
  EXPECT_EQ(queue.Next(), nullptr);
}

TEST(EventQueueTest, KeepsWhatIsNotDue) {
  EventQueue queue;
  queue.Push(kStart + absl::Seconds(1), EventKind::kReviewDecision, "later");
  EXPECT_FALSE(queue.PopDue(kStart).has_value());
  EXPECT_EQ(queue.size(), 1u);
  EXPECT_TRUE(queue.PopDue(kStart + absl::Seconds(1)).has_value());
  EXPECT_FALSE(queue.PopDue(absl::InfiniteFuture()).has_value());
}

}  // namespace
}  // namespace sparkgate::simulator
