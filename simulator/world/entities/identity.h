// Under whose name an ad appears. An AUTH_CODE identity stands for one creator at one advertiser,
// whatever the number of codes (facts 5.1); a CUSTOMIZED_USER is a name and a picture that the
// advertiser chose. Plain data; guarded by the world.
#ifndef SPARKGATE_SIMULATOR_WORLD_ENTITIES_IDENTITY_H_
#define SPARKGATE_SIMULATOR_WORLD_ENTITIES_IDENTITY_H_

#include <string>

#include <absl/time/time.h>

namespace sparkgate::simulator {

struct Identity {
  std::string id;
  std::string type = "AUTH_CODE";  // TikTok's value (facts 5)
  std::string advertiser_id;
  std::string creator_id;  // "" of a CUSTOMIZED_USER
  std::string display_name;
  std::string profile_image;
  absl::Time create_time;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor& visit) {
    visit("id", self.id);
    visit("type", self.type);
    visit("advertiser_id", self.advertiser_id);
    visit("creator_id", self.creator_id);
    visit("display_name", self.display_name);
    visit("profile_image", self.profile_image);
    visit("create_time", self.create_time);
  }
};

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_ENTITIES_IDENTITY_H_
