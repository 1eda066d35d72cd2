// A post in an advertiser's Spark Ads library: what tt_video/authorize leaves behind. Whether it is
// authorized is a function of its code and of time. Plain data; guarded by the world.
#ifndef SPARKGATE_SIMULATOR_WORLD_ENTITIES_SPARK_POST_H_
#define SPARKGATE_SIMULATOR_WORLD_ENTITIES_SPARK_POST_H_

#include <string>

#include <absl/time/time.h>

namespace sparkgate::simulator {

struct SparkPost {
  std::string advertiser_id;
  std::string post_id;
  std::string code;  // the code it was redeemed with
  std::string identity_id;
  absl::Time invite_start_time;  // when this advertiser redeemed it

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor& visit) {
    visit("advertiser_id", self.advertiser_id);
    visit("post_id", self.post_id);
    visit("code", self.code);
    visit("identity_id", self.identity_id);
    visit("invite_start_time", self.invite_start_time);
  }
};

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_ENTITIES_SPARK_POST_H_
