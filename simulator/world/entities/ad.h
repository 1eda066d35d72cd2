// An ad. Its secondary status is derived on read. Plain data; guarded by the world.
#ifndef SPARKGATE_SIMULATOR_WORLD_ENTITIES_AD_H_
#define SPARKGATE_SIMULATOR_WORLD_ENTITIES_AD_H_

#include <string>

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
  std::string landing_page_url;
  bool dark_post = false;
  bool promotional_music_disabled = true;
  OperationStatus operation_status = OperationStatus::kEnable;
  absl::Time create_time;
  absl::Time modify_time;

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
    visit("landing_page_url", self.landing_page_url);
    visit("dark_post", self.dark_post);
    visit("promotional_music_disabled", self.promotional_music_disabled);
    visit("operation_status", self.operation_status);
    visit("create_time", self.create_time);
    visit("modify_time", self.modify_time);
  }
};

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_ENTITIES_AD_H_
