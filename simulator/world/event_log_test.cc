#include "simulator/world/event_log.h"

#include <gtest/gtest.h>

namespace sparkgate::simulator {
namespace {

const absl::Time kNow = absl::FromUnixSeconds(1'800'000'000);

TEST(EventLogTest, OrderBetweenSubjectsAtOneInstantDoesNotCount) {
  EventLog one;
  one.Append(kNow, "ad.created", "ads/1");
  one.Append(kNow, "ad.created", "ads/2");
  EventLog other;
  other.Append(kNow, "ad.created", "ads/2");
  other.Append(kNow, "ad.created", "ads/1");
  EXPECT_EQ(one.Hash(), other.Hash());
  EXPECT_EQ(one.count(), 2u);
  EXPECT_EQ(one.Hash().size(), 64u);
}

TEST(EventLogTest, OrderUnderOneSubjectCounts) {
  EventLog one;
  one.Append(kNow, "ad.paused", "ads/1");
  one.Append(kNow, "ad.enabled", "ads/1");
  EventLog other;
  other.Append(kNow, "ad.enabled", "ads/1");
  other.Append(kNow, "ad.paused", "ads/1");
  EXPECT_NE(one.Hash(), other.Hash());
}

TEST(EventLogTest, TimeKindAndDetailsCount) {
  const auto hash = [](absl::Time at, std::string_view kind, EventLog::Details details) {
    EventLog log;
    log.Append(at, kind, "ads/1", details);
    return log.Hash();
  };
  const std::string base = hash(kNow, "a", {{"x", "1"}, {"y", "2"}});
  EXPECT_EQ(base, hash(kNow, "a", {{"x", "1"}, {"y", "2"}}));
  EXPECT_NE(base, hash(kNow + absl::Microseconds(1), "a", {{"x", "1"}, {"y", "2"}}));
  EXPECT_NE(base, hash(kNow, "b", {{"x", "1"}, {"y", "2"}}));
  EXPECT_NE(base, hash(kNow, "a", {{"x", "1y"}, {"", "2"}}));
}

}  // namespace
}  // namespace sparkgate::simulator
