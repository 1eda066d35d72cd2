// Which optimization goals an objective takes, how each is billed, and where its bid stands (facts
// 7.8). Pure data.
#ifndef SPARKGATE_SIMULATOR_WORLD_OBJECTIVES_H_
#define SPARKGATE_SIMULATOR_WORLD_OBJECTIVES_H_

#include <span>
#include <string_view>

namespace sparkgate::simulator {

enum class BidField { kBidPrice, kConversionBidPrice };

struct GoalRule {
  std::string_view objective;
  std::string_view goal;
  std::string_view billing_event;
  BidField bid_field;
  bool needs_pixel;         // pixel_id and optimization_event
  bool needs_landing_page;  // landing_page_url on each creative
};

// Every pair of objective and goal that the simulator runs.
std::span<const GoalRule> GoalRules();

// nullptr if the objective doesn't take this goal.
const GoalRule* FindGoalRule(std::string_view objective, std::string_view goal);

// True for the objectives of live campaigns whether or not the simulator can run them: a name that
// isn't one is a bad value, a name that is one and has no rule isn't simulated.
bool IsObjective(std::string_view objective);
bool IsSimulatedObjective(std::string_view objective);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_OBJECTIVES_H_
