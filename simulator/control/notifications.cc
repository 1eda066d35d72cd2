#include "simulator/control/notifications.h"

#include <algorithm>

#include "simulator/control/people_conversions.h"

namespace sparkgate::simulator {

v1::ListNotificationsResponse NotificationsOf(const WorldState& state, std::string_view recipient,
                                              const Page& page) {
  v1::ListNotificationsResponse response;
  const auto& all = state.notifications;
  auto next = all.rbegin();
  if (!page.after.empty()) {
    next = std::find_if(all.rbegin(), all.rend(),
                        [&page](const Notification& n) { return n.id == page.after; });
    if (next != all.rend()) ++next;
  }
  std::string last;
  for (; next != all.rend(); ++next) {
    if (next->recipient != recipient) continue;
    if (static_cast<size_t>(response.notifications_size()) == page.size) {
      response.set_next_page_token(PageToken(kNotificationList, last));
      break;
    }
    *response.add_notifications() = ToProto(state, *next);
    last = next->id;
  }
  return response;
}

}  // namespace sparkgate::simulator
