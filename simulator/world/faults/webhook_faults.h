// What faults do to webhooks: each is asked about when it is made. Free functions over the state,
// under its owner's lock.
#ifndef SPARKGATE_SIMULATOR_WORLD_FAULTS_WEBHOOK_FAULTS_H_
#define SPARKGATE_SIMULATOR_WORLD_FAULTS_WEBHOOK_FAULTS_H_

#include <string>
#include <string_view>

#include "simulator/world/state.h"

namespace sparkgate::simulator {

// Puts a new delivery on its way, as planned faults want it.
void Dispatch(WorldState& state, WebhookDelivery delivery);

// An attempt of one is over, whatever came of it: what waited for that to be overtaken goes now.
void ReleaseOvertaken(WorldState& state, const std::string& subscription_id,
                      std::string_view delivery_id);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_FAULTS_WEBHOOK_FAULTS_H_
