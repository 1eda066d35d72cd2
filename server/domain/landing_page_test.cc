#include <algorithm>

#include <gtest/gtest.h>

#include "server/domain/ad_rules.h"

namespace sparkgate::server {
namespace {

// Whether the final check finds `reason` in one ad of a campaign with this goal.
bool Finds(const char* reason, Objective objective, const char* goal, const char* landing_page) {
  PublishPlan plan;
  plan.campaign.objective = objective;
  plan.ad_groups.resize(1);
  plan.ad_groups[0].optimization_goal = goal;
  plan.ads.resize(1);
  plan.ads[0].landing_page_url = landing_page;
  const auto problems = CheckPublish(plan, absl::UnixEpoch());
  return std::any_of(problems.begin(), problems.end(), [&](const PublishProblem& problem) {
    return problem.reason == reason && problem.about == PublishProblem::About::kAd &&
           problem.severity == Severity::kError;
  });
}

TEST(LandingPageTest, AGoalSaysWhetherAnAdHasALandingPage) {
  constexpr char kMissing[] = "LANDING_PAGE_MISSING";
  constexpr char kNotAllowed[] = "LANDING_PAGE_NOT_ALLOWED";
  constexpr char kUrl[] = "https://brand.example/";
  EXPECT_TRUE(Finds(kMissing, Objective::kTraffic, "CLICK", ""));
  EXPECT_FALSE(Finds(kMissing, Objective::kTraffic, "CLICK", kUrl));
  for (const char* page : {"", kUrl}) {
    EXPECT_FALSE(Finds(kMissing, Objective::kReach, "REACH", page));
    EXPECT_FALSE(Finds(kNotAllowed, Objective::kReach, "REACH", page));
  }
  for (const char* goal : {"FOLLOWERS", "PAGE_VISIT"}) {
    EXPECT_TRUE(Finds(kNotAllowed, Objective::kEngagement, goal, kUrl));
    EXPECT_FALSE(Finds(kNotAllowed, Objective::kEngagement, goal, ""));
    EXPECT_FALSE(Finds(kMissing, Objective::kEngagement, goal, ""));
  }
}

TEST(LandingPageTest, OnlyPageVisitsNameAPageOfTikTok) {
  EXPECT_EQ(FindGoal(Objective::kEngagement, "PAGE_VISIT")->page_category, "PROFILE_PAGE");
  EXPECT_EQ(FindGoal(Objective::kEngagement, "FOLLOWERS")->page_category, "");
}

}  // namespace
}  // namespace sparkgate::server
