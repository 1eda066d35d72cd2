#include "server/domain/ad_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sparkgate::server {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(ObjectiveTest, IsReadAsItIsWritten) {
  for (const Objective objective : {Objective::kReach, Objective::kTraffic, Objective::kVideoViews,
                                    Objective::kEngagement, Objective::kWebConversions}) {
    EXPECT_EQ(ObjectiveOf(TikTokName(objective)), objective);
  }
  EXPECT_EQ(ObjectiveOf("APP_PROMOTION"), Objective::kOther);
  EXPECT_EQ(ObjectiveOf(""), Objective::kOther);
}

TEST(AdRulesTest, AGoalBelongsToItsObjective) {
  EXPECT_THAT(GoalsOf(Objective::kReach), ElementsAre("REACH"));
  EXPECT_THAT(GoalsOf(Objective::kTraffic), ElementsAre("CLICK", "TRAFFIC_LANDING_PAGE_VIEW"));
  EXPECT_THAT(GoalsOf(Objective::kVideoViews), ElementsAre("ENGAGED_VIEW", "ENGAGED_VIEW_FIFTEEN"));
  EXPECT_THAT(GoalsOf(Objective::kEngagement), ElementsAre("FOLLOWERS", "PAGE_VISIT"));
  EXPECT_THAT(GoalsOf(Objective::kWebConversions), ElementsAre("CONVERT", "VALUE"));
  EXPECT_EQ(FindGoal(Objective::kReach, "CLICK"), nullptr);
  EXPECT_EQ(FindGoal(Objective::kTraffic, ""), nullptr);
}

TEST(AdRulesTest, AGoalImpliesItsBill) {
  const std::pair<Objective, std::pair<const char*, const char*>> rows[] = {
      {Objective::kReach, {"REACH", "CPM"}},
      {Objective::kTraffic, {"CLICK", "CPC"}},
      {Objective::kTraffic, {"TRAFFIC_LANDING_PAGE_VIEW", "OCPM"}},
      {Objective::kVideoViews, {"ENGAGED_VIEW", "CPV"}},
      {Objective::kEngagement, {"FOLLOWERS", "OCPM"}},
      {Objective::kEngagement, {"PAGE_VISIT", "CPC"}},
      {Objective::kWebConversions, {"CONVERT", "OCPM"}},
  };
  for (const auto& [objective, goal] : rows) {
    const GoalRule* rule = FindGoal(objective, goal.first);
    ASSERT_NE(rule, nullptr) << goal.first;
    EXPECT_EQ(rule->billing_event, goal.second) << goal.first;
    EXPECT_EQ(rule->needs_pixel, objective == Objective::kWebConversions) << goal.first;
  }
  EXPECT_EQ(FindGoal(Objective::kVideoViews, "ENGAGED_VIEW_FIFTEEN")->most_days, 30);
}

TEST(AdRulesTest, AnyReadableNameIsOne) {
  for (const char* name : {"Ramen", "拉面 – été №5", "a/b\\c \"d\"", " "}) {
    EXPECT_THAT(NameProblem(name), IsEmpty()) << name;
  }
}

TEST(AdRulesTest, WhatTikTokRefusesInNames) {
  EXPECT_EQ(NameProblem(""), "is required");
  EXPECT_THAT(NameProblem("ramen 🍜"), HasSubstr("emoji"));
  EXPECT_THAT(NameProblem("flag 🇨🇭"), HasSubstr("emoji"));
  EXPECT_THAT(NameProblem("two\nlines"), HasSubstr("control"));
  EXPECT_THAT(NameProblem("cut \xE6\x8B"), HasSubstr("UTF-8"));
  EXPECT_THAT(NameProblem("\x80"), HasSubstr("UTF-8"));
}

TEST(AdRulesTest, ANameLeavesRoomForOurTag) {
  std::string wide;
  for (int i = 0; i < 245; ++i) wide += "拉";
  EXPECT_THAT(NameProblem(std::string(490, 'a')), IsEmpty());
  EXPECT_THAT(NameProblem(std::string(491, 'a')), HasSubstr("491"));
  EXPECT_THAT(NameProblem(wide), IsEmpty());
  EXPECT_THAT(NameProblem(wide + "a"), HasSubstr("491"));
}

}  // namespace
}  // namespace sparkgate::server
