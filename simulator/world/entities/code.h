// The authorization code of a post: a bearer capability. Its state (not used, in use, expired) is a
// function of time, computed on read. Plain data; guarded by the world.
#ifndef SPARKGATE_SIMULATOR_WORLD_ENTITIES_CODE_H_
#define SPARKGATE_SIMULATOR_WORLD_ENTITIES_CODE_H_

#include <cstdint>
#include <optional>
#include <string>

#include <absl/time/time.h>

namespace sparkgate::simulator {

struct Code {
  std::string value;  // "#" and 64 base64 characters; never logged
  std::string post_id;
  absl::Time start_time;
  absl::Time end_time;                        // the code is expired at this instant and after
  int64_t days = 0;                           // total, all extensions included
  std::optional<absl::Time> first_used_time;  // an advertiser redeemed it
  std::optional<absl::Time> delete_time;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor& visit) {
    visit("value", self.value);
    visit("post_id", self.post_id);
    visit("start_time", self.start_time);
    visit("end_time", self.end_time);
    visit("days", self.days);
    visit("first_used_time", self.first_used_time);
    visit("delete_time", self.delete_time);
  }
};

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_ENTITIES_CODE_H_
