// Webhook subscriptions (facts 8). What is sent and how it is signed is in webhooks.h. Free
// functions over the state, under its owner's lock. Pointers are good until the state changes.
#ifndef SPARKGATE_SIMULATOR_WORLD_SUBSCRIPTIONS_H_
#define SPARKGATE_SIMULATOR_WORLD_SUBSCRIPTIONS_H_

#include <string>
#include <string_view>
#include <vector>

#include <absl/status/statusor.h>

#include "simulator/world/state.h"

namespace sparkgate::simulator {

// `subscription` holds what the caller wants; id and time are set here. Errors:
// SUBSCRIBE_ENTITY_NOT_SIMULATED (40008), CALLBACK_URL_NOT_ALLOWED (switch https_callbacks_only),
// the token's (40105), the objects' (NO_SUCH_AD, NO_SUCH_AD_GROUP, NO_SUCH_ADVERTISER,
// NO_SUCH_POST).
absl::StatusOr<const Subscription*> Subscribe(WorldState& state, Subscription subscription);

// Errors: NO_SUCH_SUBSCRIPTION (also for another app's).
absl::Status Unsubscribe(WorldState& state, std::string_view app_id,
                         std::string_view subscription_id);

// Oldest first. `entity` "" for all.
std::vector<const Subscription*> ListSubscriptions(const WorldState& state, std::string_view app_id,
                                                   std::string_view entity);

// Something happened that subscribers hear of: a delivery for each is put on the queue for now.
void NotifyReviewDecided(WorldState& state, const Ad& ad, const Review& review);
void NotifyAccountStatus(WorldState& state, const AdvertiserAccount& advertiser);
void NotifyTcmRequestAnswered(WorldState& state, const TcmRequest& request);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_SUBSCRIPTIONS_H_
