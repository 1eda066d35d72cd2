// A TikTok account that posts videos. Plain data; guarded by the world.
#ifndef SPARKGATE_SIMULATOR_WORLD_ENTITIES_CREATOR_H_
#define SPARKGATE_SIMULATOR_WORLD_ENTITIES_CREATOR_H_

#include <cstdint>
#include <string>
#include <vector>

#include <absl/time/time.h>

namespace sparkgate::simulator {

struct CreatorAccount {
  std::string id;        // 19 digits
  std::string username;  // unique in the world, without @
  std::string display_name;
  std::string profile_image;  // URL
  std::string bio;
  std::string region = "US";  // ISO 3166-1 alpha-2
  int64_t followers = 0;
  int64_t following = 0;
  bool is_verified = false;
  bool is_business = false;
  bool is_government = false;  // cannot be used in Spark Ads (facts 5.1)
  bool is_private = false;
  bool is_banned = false;
  bool ad_settings_on = false;  // account-wide: Settings > Creator > Ad settings
  absl::Time create_time;
  std::vector<std::string> post_ids;  // oldest first

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor& visit) {
    visit("id", self.id);
    visit("username", self.username);
    visit("display_name", self.display_name);
    visit("profile_image", self.profile_image);
    visit("bio", self.bio);
    visit("region", self.region);
    visit("followers", self.followers);
    visit("following", self.following);
    visit("is_verified", self.is_verified);
    visit("is_business", self.is_business);
    visit("is_government", self.is_government);
    visit("is_private", self.is_private);
    visit("is_banned", self.is_banned);
    visit("ad_settings_on", self.ad_settings_on);
    visit("create_time", self.create_time);
    visit("post_ids", self.post_ids);
  }
};

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_ENTITIES_CREATOR_H_
