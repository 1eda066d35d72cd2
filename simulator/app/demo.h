// The world "default", furnished: everything that somebody with only curl needs for a first call.
#ifndef SPARKGATE_SIMULATOR_APP_DEMO_H_
#define SPARKGATE_SIMULATOR_APP_DEMO_H_

#include <cstdint>
#include <string>

#include <absl/status/statusor.h>

#include "simulator/world/worlds.h"

namespace sparkgate::simulator {

struct Demo {
  std::string app_id;
  std::string secret;
  std::string advertiser_id;
  std::string advertiser_token;
  std::string business_id;  // of the creator
  std::string creator_token;
  std::string item_id;
  std::string code;  // nobody has redeemed it
};

// Makes the world and furnishes it, or finds what was made at an earlier start; what was used since
// then, is renewed. On an error (somebody else's world has a demo_creator of its own, or switches
// that keep it from authorizing) nothing has changed.
absl::StatusOr<Demo> FurnishDemo(Worlds& worlds);

// For the terminal: the only place where the simulator prints secrets, and they open nothing real.
std::string DemoText(const Demo& demo, uint16_t http_port);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_APP_DEMO_H_
