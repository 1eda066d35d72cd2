// What the review desk knows, in protobuf. Pure.
#ifndef SPARKGATE_SIMULATOR_CONTROL_REVIEW_CONVERSIONS_H_
#define SPARKGATE_SIMULATOR_CONTROL_REVIEW_CONVERSIONS_H_

#include <string_view>
#include <vector>

#include <absl/status/statusor.h>

#include "simulator/world/state.h"
#include "sparkgate/simulator/v1/review_desk_service.pb.h"

namespace sparkgate::simulator {

v1::Review ToProto(const WorldState& state, const Review& review);
v1::ReviewPolicy ToProto(const WorldState& state, const ReviewPolicy& policy);
v1::ScriptedDecision ToProto(const ReviewDecision& decision);
v1::QueueStats QueueStatsOf(const WorldState& state);

// Each answers INVALID_ARGUMENT naming the field.
absl::StatusOr<ReviewDecision> FromProto(const v1::DecideRequest& request);
absl::StatusOr<std::vector<ReviewDecision>> FromProto(const v1::ScriptDecisionsRequest& request);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_CONTROL_REVIEW_CONVERSIONS_H_
