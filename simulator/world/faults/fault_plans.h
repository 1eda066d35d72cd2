// Plans of faults: made and deleted by a test, and asked at each call. Free functions over the
// state, under its owner's lock. Pointers are good until the state changes.
//
// Plans are asked oldest first until one has a fault for the call; those behind it don't see that
// call. Which calls a step takes depends on how many it has seen, and by chance on the seed, so
// the same calls one after another meet the same faults.
#ifndef SPARKGATE_SIMULATOR_WORLD_FAULTS_FAULT_PLANS_H_
#define SPARKGATE_SIMULATOR_WORLD_FAULTS_FAULT_PLANS_H_

#include <optional>
#include <string>
#include <string_view>

#include <absl/status/status.h>
#include <absl/status/statusor.h>
#include <boost/json/object.hpp>

#include "simulator/world/faults/fault_plan.h"
#include "simulator/world/state.h"

namespace sparkgate::simulator {

// `plan.id` may be empty. Errors, as of fields of `fault_plan`: INVALID_FIELD; FAULT_PLAN_EXISTS;
// TOO_MANY_FAULT_PLANS.
absl::StatusOr<const FaultPlan*> CreateFaultPlan(WorldState& state, FaultPlan plan);
const FaultPlan* FindFaultPlan(const WorldState& state, std::string_view id);
// False: there is none.
bool DeleteFaultPlan(WorldState& state, std::string_view id);

// Every step has fired as often as it should.
bool IsSpent(const FaultPlan& plan);
// Whether one that isn't spent is about this face at all.
bool HasFaults(const WorldState& state, FaultFace face);

// What a fault may happen to. `arguments` outlives it.
struct FaultableCall {
  FaultFace face = FaultFace::kHttp;
  std::string_view target;
  const boost::json::object& arguments;
  bool reads = false;    // and changes nothing
  bool streams = false;  // its answer, if it is an RPC
};

// A fault that happens now.
struct FiredFault {
  FaultStep step;
  absl::Duration delay;
  std::string plan_id{};  // "": of none, but of the call's own header
  int64_t firing = 0;     // its number
};
std::optional<FiredFault> FireFault(WorldState& state, const FaultableCall& call);
// By what the call it happened to can be found, once that is known.
void NoteSubject(WorldState& state, const FiredFault& fault, std::string_view subject);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_FAULTS_FAULT_PLANS_H_
