// Appeals against rejections (facts 7.11, 7.12): asked for by ad group, decided by the review desk
// (simulator/world/review.h). When one may be made isn't documented: docs/fidelity.md says what
// holds here. Free functions over the state, under its owner's lock.
#ifndef SPARKGATE_SIMULATOR_WORLD_APPEALS_H_
#define SPARKGATE_SIMULATOR_WORLD_APPEALS_H_

#include <optional>
#include <string>
#include <string_view>

#include <absl/status/status.h>

#include "simulator/world/state.h"

namespace sparkgate::simulator {

struct AppealRequest {
  std::string advertiser_id;
  std::string ad_group_id;
  std::optional<std::string> ad_id;  // unset: all rejected ads of the group
  std::string reason;                // at most 512 characters
};

// Each rejection can be appealed once, while it stands. Errors: NO_SUCH_AD_GROUP, AD_GROUP_DELETED,
// NO_SUCH_AD (also for one of another group), AD_DELETED, NOT_REJECTED, ALREADY_APPEALED,
// TEXT_TOO_LONG.
absl::Status AppealRejections(WorldState& state, const AppealRequest& request);

// What the group's ads that exist have in common: an open appeal comes first, then a failed one,
// then a successful one.
AppealState AppealStateOf(const WorldState& state, const AdGroup& group);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_APPEALS_H_
