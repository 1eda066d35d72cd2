// An ad group. Its secondary status is derived on read. Plain data; guarded by the world.
#ifndef SPARKGATE_SIMULATOR_WORLD_ENTITIES_AD_GROUP_H_
#define SPARKGATE_SIMULATOR_WORLD_ENTITIES_AD_GROUP_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <absl/time/time.h>

#include "simulator/world/entities/operation_status.h"

namespace sparkgate::simulator {

struct AdGroup {
  std::string id;
  std::string advertiser_id;
  std::string campaign_id;
  std::string name;
  std::string promotion_type;
  std::string placement_type;
  std::vector<std::string> placements;
  std::vector<std::string> subplacements;  // tiktok_subplacements
  bool comment_disabled = false;
  bool share_disabled = false;
  bool video_download_disabled = false;
  std::vector<std::string> location_ids;
  std::vector<std::string> zipcode_ids;
  std::vector<std::string> age_groups;
  std::string gender;
  std::vector<std::string> languages;
  std::vector<std::string> interest_category_ids;
  std::vector<std::string> operating_systems;
  std::string budget_mode;
  int64_t budget_micros = 0;
  std::optional<int64_t> next_budget_micros;   // what a daily budget will be
  std::optional<absl::Time> next_budget_time;  // from when on
  std::string schedule_type;
  absl::Time schedule_start_time;
  std::optional<absl::Time> schedule_end_time;
  std::string optimization_goal;
  std::string billing_event;
  std::string bid_type;
  std::string bid_display_mode;
  std::string dayparting;  // 48 half hours by 7 days of 0 and 1; "": all day
  int64_t bid_price_micros = 0;
  int64_t conversion_bid_price_micros = 0;
  std::string pacing;
  std::string pixel_id;
  std::string optimization_event;
  int64_t frequency = 0;
  int64_t frequency_schedule = 0;  // days
  OperationStatus operation_status = OperationStatus::kEnable;
  std::vector<std::string> denied_by;  // ads whose rejection rejects all of the group
  absl::Time create_time;
  absl::Time modify_time;
  std::vector<std::string> ad_ids;            // oldest first, deleted ones too
  std::vector<std::string> subscription_ids;  // webhooks about it

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor& visit) {
    visit("id", self.id);
    visit("advertiser_id", self.advertiser_id);
    visit("campaign_id", self.campaign_id);
    visit("name", self.name);
    visit("promotion_type", self.promotion_type);
    visit("placement_type", self.placement_type);
    visit("placements", self.placements);
    visit("subplacements", self.subplacements);
    visit("comment_disabled", self.comment_disabled);
    visit("share_disabled", self.share_disabled);
    visit("video_download_disabled", self.video_download_disabled);
    visit("location_ids", self.location_ids);
    visit("zipcode_ids", self.zipcode_ids);
    visit("age_groups", self.age_groups);
    visit("gender", self.gender);
    visit("languages", self.languages);
    visit("interest_category_ids", self.interest_category_ids);
    visit("operating_systems", self.operating_systems);
    visit("budget_mode", self.budget_mode);
    visit("budget_micros", self.budget_micros);
    visit("next_budget_micros", self.next_budget_micros);
    visit("next_budget_time", self.next_budget_time);
    visit("schedule_type", self.schedule_type);
    visit("schedule_start_time", self.schedule_start_time);
    visit("schedule_end_time", self.schedule_end_time);
    visit("optimization_goal", self.optimization_goal);
    visit("billing_event", self.billing_event);
    visit("bid_type", self.bid_type);
    visit("bid_display_mode", self.bid_display_mode);
    visit("dayparting", self.dayparting);
    visit("bid_price_micros", self.bid_price_micros);
    visit("conversion_bid_price_micros", self.conversion_bid_price_micros);
    visit("pacing", self.pacing);
    visit("pixel_id", self.pixel_id);
    visit("optimization_event", self.optimization_event);
    visit("frequency", self.frequency);
    visit("frequency_schedule", self.frequency_schedule);
    visit("operation_status", self.operation_status);
    visit("denied_by", self.denied_by);
    visit("create_time", self.create_time);
    visit("modify_time", self.modify_time);
    visit("ad_ids", self.ad_ids);
    visit("subscription_ids", self.subscription_ids);
  }
};

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_ENTITIES_AD_GROUP_H_
