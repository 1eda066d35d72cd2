#include "simulator/world/faults/stale_reads.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

namespace sparkgate::simulator {
namespace {

// The longest lag of those that wait.
std::optional<absl::Duration> LongestLag(const WorldState& state) {
  std::optional<absl::Duration> longest;
  for (const FaultPlan& plan : state.faults.plans) {
    for (auto i = static_cast<size_t>(plan.turn); i < plan.steps.size(); ++i) {
      const FaultStep& step = plan.steps[i];
      if (step.kind != FaultKind::kStale) continue;
      longest = std::max(longest.value_or(absl::ZeroDuration()), step.lag);
    }
  }
  return longest;
}

}  // namespace

void KeepForStaleReads(WorldState& state) {
  StaleView& stale = state.faults.stale;
  if (state.faults.plans.empty() && stale.world == nullptr) return;
  const std::optional<absl::Duration> lag = LongestLag(state);
  const bool young = lag && stale.world != nullptr && state.now < stale.since + *lag;
  if (young) return;
  stale = StaleView();
  if (!lag) return;
  auto world = std::make_shared<WorldState>(state);
  world->faults = Faults();
  stale = {.world = std::move(world), .since = state.now};
}

bool LagsBehind(const WorldState& state, const FaultStep& step) {
  const StaleView& stale = state.faults.stale;
  return stale.world != nullptr && state.now < stale.since + step.lag;
}

const WorldState& StaleWorld(const WorldState& state) {
  const StaleView& stale = state.faults.stale;
  return stale.world != nullptr ? *stale.world : state;
}

}  // namespace sparkgate::simulator
