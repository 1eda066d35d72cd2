// A campaign. Its secondary status is derived on read. Plain data; guarded by the world.
#ifndef SPARKGATE_SIMULATOR_WORLD_ENTITIES_CAMPAIGN_H_
#define SPARKGATE_SIMULATOR_WORLD_ENTITIES_CAMPAIGN_H_

#include <cstdint>
#include <string>
#include <vector>

#include <absl/time/time.h>

#include "simulator/world/entities/operation_status.h"

namespace sparkgate::simulator {

struct Campaign {
  std::string id;
  std::string advertiser_id;
  std::string name;
  std::string objective_type;
  std::string budget_mode;
  int64_t budget_micros = 0;
  bool budget_optimize_on = false;  // the campaign holds the budget, not its groups
  std::vector<std::string> special_industries;
  std::string campaign_type;
  std::string po_number;
  OperationStatus operation_status = OperationStatus::kEnable;
  absl::Time create_time;
  absl::Time modify_time;
  std::vector<std::string> ad_group_ids;  // oldest first, deleted ones too

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor& visit) {
    visit("id", self.id);
    visit("advertiser_id", self.advertiser_id);
    visit("name", self.name);
    visit("objective_type", self.objective_type);
    visit("budget_mode", self.budget_mode);
    visit("budget_micros", self.budget_micros);
    visit("budget_optimize_on", self.budget_optimize_on);
    visit("special_industries", self.special_industries);
    visit("campaign_type", self.campaign_type);
    visit("po_number", self.po_number);
    visit("operation_status", self.operation_status);
    visit("create_time", self.create_time);
    visit("modify_time", self.modify_time);
    visit("ad_group_ids", self.ad_group_ids);
  }
};

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_ENTITIES_CAMPAIGN_H_
