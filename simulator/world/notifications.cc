#include "simulator/world/notifications.h"

#include <fmt/format.h>

#include "simulator/world/ids.h"

namespace sparkgate::simulator {

std::string CreatorName(std::string_view id) { return fmt::format("creators/{}", id); }
std::string AdvertiserName(std::string_view id) { return fmt::format("advertisers/{}", id); }
std::string PostName(std::string_view id) { return fmt::format("posts/{}", id); }

void Notify(WorldState& state, std::string_view recipient, std::string_view kind,
            std::string_view subject, std::string_view text) {
  Notification notification;
  notification.id = NewNumericId(state, "notification", fmt::format("{}/{}", recipient, subject));
  notification.recipient = std::string(recipient);
  notification.kind = std::string(kind);
  notification.text = std::string(text);
  notification.subject = std::string(subject);
  notification.create_time = state.now;
  state.notifications.push_back(std::move(notification));
  state.Record("notification.shown", recipient, {{"kind", std::string(kind)}});
}

}  // namespace sparkgate::simulator
