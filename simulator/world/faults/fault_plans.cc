#include "simulator/world/faults/fault_plans.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include <fmt/format.h>

#include "base/error.h"
#include "simulator/world/faults/fault_checks.h"
#include "simulator/world/faults/fault_kinds.h"
#include "simulator/world/faults/latency.h"
#include "simulator/world/faults/stale_reads.h"
#include "simulator/world/ids.h"
#include "simulator/world/journal/exchange_arguments.h"

namespace sparkgate::simulator {
namespace {

constexpr size_t kMostPlans = 1000;
constexpr size_t kFiringsKept = 100;
constexpr size_t kLongestId = 63;
constexpr size_t kLongestTarget = 200;  // that a firing tells: callers choose it

bool FitsId(std::string_view id) {
  return id.size() <= kLongestId && std::ranges::all_of(id, [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  c == '-' || c == '_';
         });
}

std::string PlanRecord(std::string_view id) { return fmt::format("faultPlans/{}", id); }

bool NamesTarget(std::string_view pattern, std::string_view target) {
  if (!pattern.ends_with('*')) return pattern == target;
  return target.starts_with(pattern.substr(0, pattern.size() - 1));
}

bool IsAbout(const FaultPlan& plan, const FaultableCall& call) {
  return plan.face == call.face && NamesTarget(plan.target, call.target) &&
         std::ranges::all_of(plan.arguments, [&](const auto& wanted) {
           return ArgumentText(call.arguments, wanted.first) == wanted.second;
         });
}

std::string DrawKey(const FaultPlan& plan) { return fmt::format("{}/{}", plan.id, plan.turn); }

// Whether the step takes the call that it sees now.
bool TakesCall(const WorldState& state, const FaultPlan& plan, FaultStep& step) {
  const int64_t place = ++step.seen - step.skip;
  if (place < 1 || (place - 1) % step.every != 0) return false;
  return step.chance >= 1 || FractionOf(state, "fault_chance", DrawKey(plan),
                                        static_cast<uint64_t>(step.seen)) < step.chance;
}

FiredFault Fire(WorldState& state, FaultPlan& plan, std::string_view target) {
  FaultStep& step = plan.steps[static_cast<size_t>(plan.turn)];
  const auto draw = [&](std::string_view purpose) {
    return FractionOf(state, purpose, DrawKey(plan), static_cast<uint64_t>(step.seen));
  };
  FiredFault fault{.step = step, .delay = absl::ZeroDuration()};
  const bool world_time = plan.face == FaultFace::kWebhook;
  fault.delay = DrawLatency(step.latency, draw("fault_delay"), draw("fault_delay_2"),
                            world_time ? kLongestWorldDelay : kLongestDelay);
  fault.plan_id = plan.id;
  fault.firing = ++plan.fired;
  if (plan.firings.size() == kFiringsKept) plan.firings.erase(plan.firings.begin());
  plan.firings.push_back({.number = fault.firing,
                          .step = plan.turn,
                          .time = state.now,
                          .target = ShownText(target.substr(0, kLongestTarget)),
                          .subject = ""});
  state.Record("fault.fired", PlanRecord(plan.id), {{"kind", std::string(SpecOf(step.kind).name)}});
  if (++step.fired == step.times) ++plan.turn;
  return fault;
}

FaultPlan* Locate(WorldState& state, std::string_view id) {
  auto& plans = state.faults.plans;
  const auto found = std::ranges::find(plans, id, &FaultPlan::id);
  return found == plans.end() ? nullptr : &*found;
}

}  // namespace

absl::StatusOr<const FaultPlan*> CreateFaultPlan(WorldState& state, FaultPlan plan) {
  constexpr std::string_view kPath = "fault_plan.";
  if (!FitsId(plan.id)) {
    return InvalidField("fault_plan_id", "At most 63 characters of a-z, A-Z, 0-9, '-' and '_'.");
  }
  SG_RETURN_IF_ERROR(CheckFaultPlan(kPath, plan));
  Faults& faults = state.faults;
  if (plan.id.empty()) plan.id = fmt::format("fault-{}", faults.made + 1);
  if (Locate(state, plan.id) != nullptr) {
    return Error(absl::StatusCode::kAlreadyExists,
                 fmt::format("There is a fault plan \"{}\" already.", plan.id),
                 {.reason = "FAULT_PLAN_EXISTS", .who = Actor::kCaller});
  }
  if (faults.plans.size() >= kMostPlans) {
    return Error(absl::StatusCode::kResourceExhausted,
                 fmt::format("A world has {} fault plans at most: delete some.", kMostPlans),
                 {.reason = "TOO_MANY_FAULT_PLANS", .who = Actor::kCaller});
  }
  ++faults.made;
  plan.create_time = state.now;
  plan.turn = plan.matched = plan.fired = 0;
  plan.firings.clear();
  for (FaultStep& step : plan.steps) step.seen = step.fired = 0;
  state.Record("fault.planned", PlanRecord(plan.id));
  return &faults.plans.emplace_back(std::move(plan));
}

const FaultPlan* FindFaultPlan(const WorldState& state, std::string_view id) {
  const auto found = std::ranges::find(state.faults.plans, id, &FaultPlan::id);
  return found == state.faults.plans.end() ? nullptr : &*found;
}

bool DeleteFaultPlan(WorldState& state, std::string_view id) {
  const auto deleted =
      std::erase_if(state.faults.plans, [id](const FaultPlan& plan) { return plan.id == id; });
  if (deleted > 0) state.Record("fault.unplanned", PlanRecord(id));
  return deleted > 0;
}

bool IsSpent(const FaultPlan& plan) { return std::cmp_equal(plan.turn, plan.steps.size()); }

bool HasFaults(const WorldState& state, FaultFace face) {
  return std::ranges::any_of(state.faults.plans, [face](const FaultPlan& plan) {
    return plan.face == face && !IsSpent(plan);
  });
}

std::optional<FiredFault> FireFault(WorldState& state, const FaultableCall& call) {
  for (FaultPlan& plan : state.faults.plans) {
    if (IsSpent(plan) || !IsAbout(plan, call)) continue;
    FaultStep& step = plan.steps[static_cast<size_t>(plan.turn)];
    // Only a read can be stale, and only once something has changed.
    const bool stale = step.kind == FaultKind::kStale;
    if (stale && !(call.reads && LagsBehind(state, step))) continue;
    if (step.kind == FaultKind::kStreamCut && !call.streams) continue;
    ++plan.matched;
    if (TakesCall(state, plan, step)) return Fire(state, plan, call.target);
  }
  return std::nullopt;
}

void NoteSubject(WorldState& state, const FiredFault& fault, std::string_view subject) {
  FaultPlan* plan = Locate(state, fault.plan_id);
  if (plan == nullptr) return;
  const auto firing = std::ranges::find(plan->firings, fault.firing, &FaultFiring::number);
  if (firing != plan->firings.end()) firing->subject = std::string(subject);
}

}  // namespace sparkgate::simulator
