// What TikTok told somebody, as a page of a list: newest first.
#ifndef SPARKGATE_SIMULATOR_CONTROL_NOTIFICATIONS_H_
#define SPARKGATE_SIMULATOR_CONTROL_NOTIFICATIONS_H_

#include <string_view>

#include "simulator/control/paging.h"
#include "simulator/world/state.h"
#include "sparkgate/simulator/v1/creator_app_service.pb.h"

namespace sparkgate::simulator {

// `recipient` as the world says it: "creators/…" or "advertisers/…".
v1::ListNotificationsResponse NotificationsOf(const WorldState& state, std::string_view recipient,
                                              const Page& page);

inline constexpr std::string_view kNotificationList = "notifications";

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_CONTROL_NOTIFICATIONS_H_
