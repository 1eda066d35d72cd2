// An ad. Its secondary status is derived on read. Plain data; guarded by the world.
#ifndef SPARKGATE_SIMULATOR_WORLD_ENTITIES_AD_H_
#define SPARKGATE_SIMULATOR_WORLD_ENTITIES_AD_H_

#include <string>
#include <vector>

#include <absl/time/time.h>

#include "simulator/world/entities/operation_status.h"

namespace sparkgate::simulator {

struct Ad {
  std::string id;
  std::string advertiser_id;
  std::string campaign_id;
  std::string ad_group_id;
  std::string name;
  std::string identity_type;
  std::string identity_id;
  std::string post_id;  // tiktok_item_id
  std::string ad_format;
  std::string call_to_action;
  std::string call_to_action_id;
  std::string landing_page_url;
  std::string tiktok_page_category;
  std::string tracking_pixel_id;
  bool dark_post = false;
  bool promotional_music_disabled = true;
  std::string item_duet_status;    // ENABLE, DISABLE or ""
  std::string item_stitch_status;  // likewise
  OperationStatus operation_status = OperationStatus::kEnable;
  absl::Time create_time;
  absl::Time modify_time;
  std::vector<std::string> subscription_ids;  // webhooks about it

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor& visit) {
    visit("id", self.id);
    visit("advertiser_id", self.advertiser_id);
    visit("campaign_id", self.campaign_id);
    visit("ad_group_id", self.ad_group_id);
    visit("name", self.name);
    visit("identity_type", self.identity_type);
    visit("identity_id", self.identity_id);
    visit("post_id", self.post_id);
    visit("ad_format", self.ad_format);
    visit("call_to_action", self.call_to_action);
    visit("call_to_action_id", self.call_to_action_id);
    visit("landing_page_url", self.landing_page_url);
    visit("tiktok_page_category", self.tiktok_page_category);
    visit("tracking_pixel_id", self.tracking_pixel_id);
    visit("dark_post", self.dark_post);
    visit("promotional_music_disabled", self.promotional_music_disabled);
    visit("item_duet_status", self.item_duet_status);
    visit("item_stitch_status", self.item_stitch_status);
    visit("operation_status", self.operation_status);
    visit("create_time", self.create_time);
    visit("modify_time", self.modify_time);
    visit("subscription_ids", self.subscription_ids);
  }
};

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_ENTITIES_AD_H_
