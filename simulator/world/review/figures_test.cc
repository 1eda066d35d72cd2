#include "simulator/world/review/figures.h"

#include <string>

#include <gtest/gtest.h>

#include "simulator/world/persistence/world_text.h"
#include "simulator/world/review/desk_fixture.h"

namespace sparkgate::simulator {
namespace {

TEST(FiguresTest, ThoseOfAnIdleDeskAreOfNow) {
  ReviewDeskPlan plan = HourEach(2);
  plan.others_per_hour = 2.5;
  DeskWorld world(plan);
  world.Advance(absl::Hours(24 * 5));
  const DeskFigures before = FiguresOf(world.state);
  EXPECT_EQ(before.busy_reviewers, 2u);
  world.Advance(absl::Hours(24 * 5));
  const DeskFigures now = FiguresOf(world.state);
  EXPECT_GT(now.others_waiting, before.others_waiting);
  EXPECT_FALSE(now.oldest.has_value());
  const std::string saved = WorldToText(world.state);
  const absl::StatusOr<WorldState> loaded = WorldFromText(saved);
  ASSERT_TRUE(loaded.ok()) << loaded.status();
  EXPECT_EQ(FiguresOf(*loaded).others_waiting, now.others_waiting);
  EXPECT_EQ(WorldToText(*loaded), saved);  // looking changes nothing
  world.NewAd();                           // who comes finds as many there
  EXPECT_EQ(FiguresOf(world.state).others_waiting, now.others_waiting);
}

TEST(FiguresTest, ReviewersWorkByTheDesksTimeZone) {
  ReviewDeskPlan plan = HourEach(1);
  plan.timezone = "Asia/Tokyo";
  plan.shifts[0].start = absl::Hours(9);
  plan.shifts[0].end = absl::Hours(17);
  DeskWorld world(plan);  // at midnight of UTC, nine in Tokyo
  EXPECT_EQ(FiguresOf(world.state).reviewers, 1u);
  world.Advance(absl::Hours(8));
  EXPECT_EQ(FiguresOf(world.state).reviewers, 0u);
  const absl::StatusOr<WorldState> loaded = WorldFromText(WorldToText(world.state));
  ASSERT_TRUE(loaded.ok()) << loaded.status();
  EXPECT_EQ(FiguresOf(*loaded).reviewers, 0u);
  WorldState later = *loaded;
  AdvanceState(later, absl::Hours(16));
  EXPECT_EQ(FiguresOf(later).reviewers, 1u);
  plan.timezone = "UTC";
  world.SetPlan(plan);
  world.Advance(absl::Hours(1));
  EXPECT_EQ(FiguresOf(world.state).reviewers, 1u);
}

}  // namespace
}  // namespace sparkgate::simulator
