#include "simulator/world/faults/fault_plans.h"

#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include <boost/json/array.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "simulator/world/faults/fault_kinds.h"
#include "simulator/world/faults/latency.h"
#include "simulator/world/persistence/world_text.h"
#include "simulator/world/rules_fixture.h"

namespace sparkgate::simulator {
namespace {

using testing::ElementsAre;

class FaultPlans : public testing::Test {
 protected:
  static FaultStep Step(FaultKind kind, int64_t times = 1) {
    FaultStep step;
    step.kind = kind;
    step.times = times;
    return step;
  }
  static FaultPlan PlanOf(std::vector<FaultStep> steps, std::string target = "ad/create") {
    FaultPlan plan;
    plan.id = "plan";
    plan.target = std::move(target);
    plan.steps = std::move(steps);
    return plan;
  }
  const FaultPlan& Make(FaultPlan plan) {
    const auto made = CreateFaultPlan(world_.state, std::move(plan));
    EXPECT_TRUE(made.ok()) << made.status();
    return **made;
  }
  std::optional<FiredFault> Call(std::string_view target,
                                 const boost::json::object& arguments = {}) {
    return FireFault(world_.state,
                     {.face = FaultFace::kHttp, .target = target, .arguments = arguments});
  }
  // Which of so many calls meet a fault.
  std::vector<int> Hit(int calls, std::string_view target = "ad/create") {
    std::vector<int> hit;
    for (int i = 1; i <= calls; ++i) {
      if (Call(target)) hit.push_back(i);
    }
    return hit;
  }
  // The field that is wrong.
  std::string Wrong(FaultPlan plan) {
    const absl::Status status = CreateFaultPlan(world_.state, std::move(plan)).status();
    const ErrorDetail detail = DetailOf(status);
    return detail.fields.empty() ? status.ToString() : detail.fields.front().field;
  }

  RulesWorld world_;
};

TEST_F(FaultPlans, TheNthCallAndEachNthCall) {
  FaultStep third = Step(FaultKind::kReset);
  third.skip = 2;
  Make(PlanOf({third}));
  EXPECT_THAT(Hit(6), ElementsAre(3));
  DeleteFaultPlan(world_.state, "plan");
  FaultStep each = Step(FaultKind::kReset, 0);
  each.skip = 1;
  each.every = 3;
  Make(PlanOf({each}));
  EXPECT_THAT(Hit(9), ElementsAre(2, 5, 8));
}

TEST_F(FaultPlans, StepsComeOneAfterAnotherAndAreSpent) {
  Make(PlanOf({Step(FaultKind::kCutAfter, 2), Step(FaultKind::kMaintenance)}));
  EXPECT_EQ(Call("ad/create")->step.kind, FaultKind::kCutAfter);
  EXPECT_EQ(Call("ad/create")->step.kind, FaultKind::kCutAfter);
  EXPECT_FALSE(IsSpent(*FindFaultPlan(world_.state, "plan")));
  EXPECT_EQ(Call("ad/create")->step.kind, FaultKind::kMaintenance);
  EXPECT_TRUE(IsSpent(*FindFaultPlan(world_.state, "plan")));
  EXPECT_FALSE(HasFaults(world_.state, FaultFace::kHttp));
  EXPECT_FALSE(Call("ad/create"));
}

TEST_F(FaultPlans, ChanceGoesByTheSeed) {
  FaultStep chance = Step(FaultKind::kReset, 0);
  chance.chance = 0.3;
  Make(PlanOf({chance}));
  const std::vector<int> hit = Hit(1000);
  EXPECT_GT(hit.size(), 240u);
  EXPECT_LT(hit.size(), 360u);
  RulesWorld again;
  std::swap(again.state, world_.state);
  Make(PlanOf({chance}));
  EXPECT_EQ(Hit(1000), hit);
  DeleteFaultPlan(world_.state, "plan");
  world_.state.random = KeyedRandom("another");
  Make(PlanOf({chance}));
  EXPECT_NE(Hit(1000), hit);
}

TEST_F(FaultPlans, EndpointsAndArgumentsMustMatch) {
  FaultPlan plan = PlanOf({Step(FaultKind::kReset, 0)}, "tt_video/*");
  plan.arguments = {{"creatives.0.ad_name", "Spring"}, {"budget", "50"}};
  Make(plan);
  const boost::json::object spring{
      {"creatives", boost::json::array{boost::json::object{{"ad_name", "Spring"}}}},
      {"budget", 50}};
  EXPECT_TRUE(Call("tt_video/list", spring));
  EXPECT_FALSE(Call("ad/create", spring));
  EXPECT_FALSE(Call("tt_video/list", {{"budget", 50}}));
  EXPECT_EQ(FindFaultPlan(world_.state, "plan")->matched, 1);
}

TEST_F(FaultPlans, TheOldestOneActsAndThoseBehindDontSeeTheCall) {
  Make(PlanOf({Step(FaultKind::kReset)}));
  FaultPlan second = PlanOf({Step(FaultKind::kMaintenance)});
  second.id = "";
  const std::string id = Make(second).id;
  EXPECT_EQ(Call("ad/create")->plan_id, "plan");
  EXPECT_EQ(FindFaultPlan(world_.state, id)->matched, 0);
  EXPECT_EQ(Call("ad/create")->plan_id, id);
}

TEST_F(FaultPlans, WhatHappenedCanBeSeenAlsoInASavedWorld) {
  Make(PlanOf({Step(FaultKind::kCutAfter, 2)}));
  world_.Advance(absl::Hours(3));
  const std::optional<FiredFault> fault = Call("ad/create");
  NoteSubject(world_.state, *fault, "request-7");
  const absl::StatusOr<WorldState> loaded = WorldFromText(WorldToText(world_.state));
  ASSERT_TRUE(loaded.ok()) << loaded.status();
  world_.state = *loaded;
  const FaultPlan& plan = *FindFaultPlan(world_.state, "plan");
  EXPECT_EQ(plan.matched, 1);
  EXPECT_EQ(plan.fired, 1);
  ASSERT_EQ(plan.firings.size(), 1u);
  EXPECT_EQ(plan.firings[0].subject, "request-7");
  EXPECT_EQ(plan.firings[0].target, "ad/create");
  EXPECT_EQ(plan.firings[0].time, world_.state.start_time + absl::Hours(3));
  EXPECT_TRUE(Call("ad/create"));
  EXPECT_FALSE(Call("ad/create")) << "the count was saved";
}

TEST_F(FaultPlans, WhatIsWrongIsNamed) {
  EXPECT_EQ(Wrong(PlanOf({})), "fault_plan.steps");
  EXPECT_EQ(Wrong(PlanOf({Step(FaultKind::kReset)}, "")), "fault_plan.endpoint");
  EXPECT_EQ(Wrong(PlanOf({Step(FaultKind::kReset)}, "a*b")), "fault_plan.endpoint");
  EXPECT_EQ(Wrong(PlanOf({FaultStep()})), "fault_plan.steps[0].kind");
  EXPECT_EQ(Wrong(PlanOf({Step(FaultKind::kDrop)})), "fault_plan.steps[0].kind");
  EXPECT_EQ(Wrong(PlanOf({Step(FaultKind::kReset), Step(FaultKind::kApiError)})),
            "fault_plan.steps[1].code");
  EXPECT_EQ(Wrong(PlanOf({Step(FaultKind::kDelay)})), "fault_plan.steps[0].latency");
  EXPECT_EQ(Wrong(PlanOf({Step(FaultKind::kStale)})), "fault_plan.steps[0].lag");
  FaultStep cut = Step(FaultKind::kCutBefore);
  cut.after_commit = true;
  EXPECT_EQ(Wrong(PlanOf({cut})), "fault_plan.steps[0].after_commit");
  FaultStep never = Step(FaultKind::kReset);
  never.chance = 0;
  EXPECT_EQ(Wrong(PlanOf({never})), "fault_plan.steps[0].chance");
  Make(PlanOf({Step(FaultKind::kReset)}));
  EXPECT_EQ(ReasonOf(CreateFaultPlan(world_.state, PlanOf({Step(FaultKind::kReset)})).status()),
            "FAULT_PLAN_EXISTS");
}

TEST(Latencies, FollowTheirDistributions) {
  const Latency even{.shape = LatencyShape::kUniform,
                     .base = absl::Milliseconds(10),
                     .most = absl::Milliseconds(30)};
  EXPECT_EQ(DrawLatency(even, 0, 0), absl::Milliseconds(10));
  EXPECT_EQ(DrawLatency(even, 0.5, 0), absl::Milliseconds(20));
  const Latency lognormal{.shape = LatencyShape::kLognormal,
                          .base = absl::Milliseconds(100),
                          .most = absl::ZeroDuration(),
                          .sigma = 0.5};
  int below = 0;
  int far = 0;  // beyond the median times e^sigma: 15.9 % of a lognormal
  for (int i = 0; i < 100; ++i) {
    for (int j = 0; j < 100; ++j) {
      const absl::Duration drawn = DrawLatency(lognormal, (i + 0.5) / 100, (j + 0.5) / 100);
      below += drawn < absl::Milliseconds(100) ? 1 : 0;
      far += drawn > absl::Milliseconds(100) * std::exp(0.5) ? 1 : 0;
    }
  }
  EXPECT_NEAR(below, 5000, 150);
  EXPECT_NEAR(far, 1587, 150);
  EXPECT_EQ(DrawLatency({.shape = LatencyShape::kFixed, .base = absl::Hours(1)}, 0, 0),
            kLongestDelay);
}

TEST_F(FaultPlans, AFiringTellsItsTargetAsTextThatCanBeSaved) {
  Make(PlanOf({Step(FaultKind::kReset)}, "*"));
  ASSERT_TRUE(Call("ad/\xff" + std::string(1'000, 'x')).has_value());
  const absl::StatusOr<WorldState> loaded = WorldFromText(WorldToText(world_.state));
  ASSERT_TRUE(loaded.ok()) << loaded.status();
  const std::string target = FindFaultPlan(*loaded, "plan")->firings.front().target;
  EXPECT_TRUE(target.starts_with("ad/\uFFFDx")) << target;
  EXPECT_LT(target.size(), 300u);
}

TEST_F(FaultPlans, AWebhookIsNotMoreThanAYearLate) {
  FaultPlan plan;
  plan.id = "late";
  plan.face = FaultFace::kWebhook;
  plan.target = "*";
  FaultStep& step = plan.steps.emplace_back();
  step.kind = FaultKind::kDelay;
  step.times = 0;
  step.latency = {
      .shape = LatencyShape::kLognormal, .base = kLongestWorldDelay, .sigma = 5};  // half are cut
  ASSERT_TRUE(CreateFaultPlan(world_.state, plan).ok());
  int cut = 0;
  for (int i = 0; i < 40; ++i) {
    const auto fault =
        FireFault(world_.state, {.face = FaultFace::kWebhook, .target = "AD", .arguments = {}});
    ASSERT_TRUE(fault.has_value());
    EXPECT_LE(fault->delay, kLongestWorldDelay);
    cut += fault->delay == kLongestWorldDelay ? 1 : 0;
  }
  EXPECT_GT(cut, 0);
}

}  // namespace
}  // namespace sparkgate::simulator
