// Messages that TikTok shows to people: to creators in the app, to advertisers in Ads Manager. Free
// functions over the state, under its owner's lock.
#ifndef SPARKGATE_SIMULATOR_WORLD_NOTIFICATIONS_H_
#define SPARKGATE_SIMULATOR_WORLD_NOTIFICATIONS_H_

#include <string>
#include <string_view>
#include <vector>

#include "simulator/world/state.h"

namespace sparkgate::simulator {

std::string CreatorName(std::string_view id);  // "creators/…", as records and recipients say it
std::string AdvertiserName(std::string_view id);  // "advertisers/…"
std::string PostName(std::string_view id);        // "posts/…"

// `text` is a sentence without secrets.
void Notify(WorldState& state, std::string_view recipient, std::string_view kind,
            std::string_view subject, std::string_view text);

// What a recipient was shown, newest first: the last 1,000.
std::vector<Notification> NotificationsFor(const WorldState& state, std::string_view recipient);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_NOTIFICATIONS_H_
