// Where ads and ad groups stand, derived on read (facts 7.7). The order of the causes is that of
// facts 14.8: deleted > account > paused > authorization lost > review > money > schedule >
// delivering. Free functions over the state, under its owner's lock.
#ifndef SPARKGATE_SIMULATOR_WORLD_DELIVERY_H_
#define SPARKGATE_SIMULATOR_WORLD_DELIVERY_H_

#include "simulator/world/state.h"

namespace sparkgate::simulator {

// The first cause that keeps an ad from running, or kNone.
enum class Obstacle {
  kAdDeleted,
  kAdGroupDeleted,
  kCampaignDeleted,
  kAccountPunished,
  kAccountContractPending,
  kAccountInReview,
  kAccountDenied,
  kCampaignPaused,
  kAdGroupPaused,
  kAdPaused,
  kAuthorizationEnded,
  kAuthorizationRevoked,
  kUnfunded,
  kInReview,
  kInRereview,
  kRejected,
  kAdGroupRejected,  // for another ad of it
  kBudgetUsedUp,
  kCampaignBudgetUsedUp,
  kNotStarted,
  kDone,
  kNone,
};
Obstacle ObstacleOf(const WorldState& state, const Ad& ad);

// The same, but for money and schedule: what stands until somebody does something, or the
// authorization ends.
Obstacle StandingObstacle(const WorldState& state, const Ad& ad);

// The ones of a group itself: deleted, account, paused; kNone otherwise.
Obstacle ObstacleOfGroup(const WorldState& state, const AdGroup& group);

// Once money and review are no matter: kNotStarted, kDone or kNone.
Obstacle ScheduleObstacle(const WorldState& state, const AdGroup& group);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_DELIVERY_H_
