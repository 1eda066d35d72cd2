#include "simulator/world/review/line.h"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/clock.h"
#include "simulator/world/review/desk_fixture.h"
#include "simulator/world/review/queue_changes.h"

namespace sparkgate::simulator {
namespace {

TEST(LineTest, PagesAreInTheOrderOfWaitingWhoeverHasThem) {
  DeskWorld world(HourEach(3));
  std::vector<std::string> ads = world.NewAds(4);
  world.Advance(absl::Hours(3));
  const std::string rereviewed = ads[0];
  ads = world.NewAds(5);
  world.Advance(absl::Seconds(5));
  world.Resubmit(rereviewed);
  ads.push_back(rereviewed);
  world.Advance(absl::Seconds(5));
  EXPECT_EQ(FiguresOf(world.state).in_hand, 3u);

  std::vector<std::string> seen;
  QueuePlace after;
  while (true) {
    const std::vector<const Review*> page = QueueAfter(world.state, after, 2);
    if (page.empty()) break;
    EXPECT_LE(page.size(), 2u);
    for (const Review* review : page) seen.push_back(review->ad_id);
    after = {.since = ToMicros(*WaitingSince(*page.back())), .ad = AdNumber(page.back()->ad_id)};
  }
  EXPECT_EQ(seen.size(), 6u);
  EXPECT_EQ(seen.back(), rereviewed);
  EXPECT_EQ(std::set(seen.begin(), seen.end()), std::set(ads.begin(), ads.end()));
}

TEST(LineTest, ChangesAreNumberedAndToldOnceEach) {
  DeskWorld world(HourEach(1));
  const uint64_t start = LastChange(world.state.review_desk);
  const std::string first = world.NewAd();
  const std::string second = world.NewAd();
  world.Resubmit(first);
  QueueChanges changes = ChangesAfter(world.state.review_desk, start, 100);
  EXPECT_EQ(changes.ads, (std::vector<std::string>{second, first}));
  EXPECT_EQ(changes.last, start + 3);
  EXPECT_FALSE(changes.forgotten);
  EXPECT_EQ(ChangesAfter(world.state.review_desk, start, 1).ads, std::vector<std::string>{first});
  EXPECT_TRUE(ChangesAfter(world.state.review_desk, changes.last, 100).ads.empty());
  EXPECT_EQ(ChangesAfter(world.state.review_desk, changes.last + 9, 100).last, changes.last);
  for (int i = 0; i < 2000; ++i) world.Resubmit(first);
  EXPECT_LT(world.state.review_desk.changed.size(), 1250u);
  EXPECT_EQ(LastChange(world.state.review_desk), start + 2003);
  changes = ChangesAfter(world.state.review_desk, start, 5000);
  EXPECT_TRUE(changes.forgotten);
  EXPECT_EQ(changes.last, start + 2003);
  EXPECT_FALSE(ChangesAfter(world.state.review_desk, start + 2000, 10).forgotten);
}

}  // namespace
}  // namespace sparkgate::simulator
