#include "simulator/world/objectives.h"

#include <string>

#include <gtest/gtest.h>

namespace sparkgate::simulator {
namespace {

TEST(Objectives, BillsAsTheTableSays) {
  const GoalRule* views = FindGoalRule("VIDEO_VIEWS", "ENGAGED_VIEW");
  ASSERT_NE(views, nullptr);
  EXPECT_EQ(views->billing_event, "CPV");
  EXPECT_EQ(views->bid_field, BidField::kBidPrice);
  const GoalRule* followers = FindGoalRule("ENGAGEMENT", "FOLLOWERS");
  ASSERT_NE(followers, nullptr);
  EXPECT_EQ(followers->billing_event, "OCPM");
  EXPECT_EQ(followers->bid_field, BidField::kConversionBidPrice);
}

TEST(Objectives, OcpmIsBidOnConversions) {
  for (const GoalRule& rule : GoalRules()) {
    EXPECT_EQ(rule.billing_event == "OCPM", rule.bid_field == BidField::kConversionBidPrice)
        << rule.objective << " " << rule.goal;
    EXPECT_TRUE(IsObjective(rule.objective)) << rule.objective;
  }
}

TEST(Objectives, AGoalBelongsToItsObjective) {
  EXPECT_EQ(FindGoalRule("REACH", "CLICK"), nullptr);
  EXPECT_EQ(FindGoalRule("", ""), nullptr);
}

TEST(Objectives, KnowsWhatItCannotRun) {
  EXPECT_TRUE(IsObjective("APP_PROMOTION"));
  EXPECT_FALSE(IsSimulatedObjective("APP_PROMOTION"));
  EXPECT_FALSE(IsObjective("CONVERSIONS"));
  EXPECT_TRUE(IsSimulatedObjective("TRAFFIC"));
}

}  // namespace
}  // namespace sparkgate::simulator
