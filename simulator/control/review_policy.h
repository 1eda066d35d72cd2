// The review policy over gRPC: worlds/{world}/reviewPolicy.
#ifndef SPARKGATE_SIMULATOR_CONTROL_REVIEW_POLICY_H_
#define SPARKGATE_SIMULATOR_CONTROL_REVIEW_POLICY_H_

#include <absl/status/statusor.h>

#include "simulator/world/worlds.h"
#include "sparkgate/simulator/v1/review_desk_service.pb.h"

namespace sparkgate::simulator {

absl::StatusOr<v1::ReviewPolicy> GetReviewPolicy(Worlds& worlds,
                                                 const v1::GetReviewPolicyRequest& request);
absl::StatusOr<v1::ReviewPolicy> UpdateReviewPolicy(Worlds& worlds,
                                                    const v1::UpdateReviewPolicyRequest& request);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_CONTROL_REVIEW_POLICY_H_
