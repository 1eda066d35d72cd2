// A TikTok developer app, as the world knows it. Plain data; guarded by the world.
#ifndef SPARKGATE_SIMULATOR_WORLD_ENTITIES_APP_H_
#define SPARKGATE_SIMULATOR_WORLD_ENTITIES_APP_H_

#include <cstdint>
#include <string>
#include <vector>

namespace sparkgate::simulator {

enum class AppTier : uint8_t { kBasic, kAdvanced, kPremium, kUltimate };

struct App {
  std::string id;
  std::string secret;  // never logged
  std::vector<std::string> redirect_uris;
  AppTier tier = AppTier::kBasic;  // decides the rate limits (facts 1.6)

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor& visit) {
    visit("id", self.id);
    visit("secret", self.secret);
    visit("redirect_uris", self.redirect_uris);
    visit("tier", self.tier);
  }
};

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_ENTITIES_APP_H_
