// What TikTok asks of an ad group, field by field (facts 7.3, 7.8, 7.9). Pure.
#ifndef SPARKGATE_SIMULATOR_WORLD_AD_GROUP_CHECKS_H_
#define SPARKGATE_SIMULATOR_WORLD_AD_GROUP_CHECKS_H_

#include <string_view>

#include <absl/status/status.h>

#include "simulator/world/state.h"

namespace sparkgate::simulator {

// `before` is the group as it stands, null for a new one: a start that has passed since is no
// error, and neither budget mode nor placements can change. Errors: as CreateAdGroup's.
absl::Status CheckAdGroup(const WorldState& state, const Campaign& campaign, const AdGroup& group,
                          const AdGroup* before);

// Half hours of a week, each 0 or 1; or "": all of them.
bool IsDayparting(std::string_view text);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_AD_GROUP_CHECKS_H_
