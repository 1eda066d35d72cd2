#include "simulator/control/notifications.h"

#include <algorithm>
#include <string>
#include <vector>

#include "simulator/control/people_conversions.h"
#include "simulator/world/notifications.h"

namespace sparkgate::simulator {
namespace {

std::string NumberOf(const Notification& notification) {
  return std::to_string(notification.number);
}

}  // namespace

v1::ListNotificationsResponse NotificationsOf(const WorldState& state, std::string_view recipient,
                                              const Page& page) {
  v1::ListNotificationsResponse response;
  const std::vector<Notification> all = NotificationsFor(state, recipient);
  auto next = all.begin();
  if (!page.after.empty()) {
    next = std::ranges::find(all, page.after, NumberOf);
    if (next != all.end()) ++next;
  }
  std::string last;
  for (; next != all.end(); ++next) {
    if (static_cast<size_t>(response.notifications_size()) == page.size) {
      response.set_next_page_token(PageToken(kNotificationList, last));
      break;
    }
    *response.add_notifications() = ToProto(state, *next);
    last = NumberOf(*next);
  }
  return response;
}

}  // namespace sparkgate::simulator
