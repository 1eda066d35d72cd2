#include "simulator/world/notifications.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include <fmt/format.h>

namespace sparkgate::simulator {

namespace {

constexpr size_t kKept = 1000;                    // of one recipient's
constexpr std::ptrdiff_t kForgottenAtOnce = 100;  // moving the rest up for each one would cost

}  // namespace

std::string CreatorName(std::string_view id) { return fmt::format("creators/{}", id); }
std::string AdvertiserName(std::string_view id) { return fmt::format("advertisers/{}", id); }
std::string PostName(std::string_view id) { return fmt::format("posts/{}", id); }

void Notify(WorldState& state, std::string_view recipient, std::string_view kind,
            std::string_view subject, std::string_view text) {
  Notification notification;
  notification.recipient = std::string(recipient);
  notification.kind = std::string(kind);
  notification.text = std::string(text);
  notification.subject = std::string(subject);
  notification.create_time = state.now;
  std::vector<Notification>& shown = state.notifications[notification.recipient];
  notification.number = shown.empty() ? 1 : shown.back().number + 1;
  shown.push_back(std::move(notification));
  if (shown.size() >= kKept + kForgottenAtOnce) {
    shown.erase(shown.begin(), shown.begin() + kForgottenAtOnce);
  }
  // About its subject: what happens to two ads of one account at one instant has no order.
  state.Record("notification.shown", subject,
               {{"kind", std::string(kind)}, {"recipient", std::string(recipient)}});
}

std::vector<Notification> NotificationsFor(const WorldState& state, std::string_view recipient) {
  const std::vector<Notification>* shown = Find(state.notifications, recipient);
  if (shown == nullptr) return {};
  const size_t count = std::min(shown->size(), kKept);
  return {shown->rbegin(), shown->rbegin() + static_cast<std::ptrdiff_t>(count)};
}

}  // namespace sparkgate::simulator
