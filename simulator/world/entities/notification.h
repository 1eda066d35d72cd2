// A message that TikTok shows to a person, in the app or in Ads Manager. Plain data; guarded by the
// world.
#ifndef SPARKGATE_SIMULATOR_WORLD_ENTITIES_NOTIFICATION_H_
#define SPARKGATE_SIMULATOR_WORLD_ENTITIES_NOTIFICATION_H_

#include <cstdint>
#include <string>

#include <absl/time/time.h>

namespace sparkgate::simulator {

struct Notification {
  uint64_t number = 0;    // of one recipient's: 1, 2, …
  std::string recipient;  // "creators/…" or "advertisers/…"
  std::string kind;       // lower_snake_case, e.g. "authorization_ended"
  std::string text;       // a sentence; never a code
  std::string subject;    // what it is about, e.g. "posts/…"
  absl::Time create_time;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor& visit) {
    visit("number", self.number);
    visit("recipient", self.recipient);
    visit("kind", self.kind);
    visit("text", self.text);
    visit("subject", self.subject);
    visit("create_time", self.create_time);
  }
};

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_ENTITIES_NOTIFICATION_H_
