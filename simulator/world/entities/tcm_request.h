// A brand's request, through the creator marketplace (TCM), to run a creator's post as Spark Ads.
// Plain data; guarded by the world.
#ifndef SPARKGATE_SIMULATOR_WORLD_ENTITIES_TCM_REQUEST_H_
#define SPARKGATE_SIMULATOR_WORLD_ENTITIES_TCM_REQUEST_H_

#include <cstdint>
#include <string>

#include <absl/time/time.h>

namespace sparkgate::simulator {

enum class TcmRequestState : uint8_t { kWaiting, kAccepted, kRejected };

struct TcmRequest {
  std::string tcm_account_id;  // the brand's, on the marketplace
  std::string post_id;
  TcmRequestState state = TcmRequestState::kWaiting;
  bool extends = false;  // of an authorization that is there
  int64_t days = 0;      // asked for; the creator may grant others
  int64_t asked = 0;     // times since the last answer
  absl::Time create_time;
  absl::Time update_time;  // of `state`

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor& visit) {
    visit("tcm_account_id", self.tcm_account_id);
    visit("post_id", self.post_id);
    visit("state", self.state);
    visit("extends", self.extends);
    visit("days", self.days);
    visit("asked", self.asked);
    visit("create_time", self.create_time);
    visit("update_time", self.update_time);
  }
};

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_ENTITIES_TCM_REQUEST_H_
