// `filtering` of campaign/get, adgroup/get and ad/get (facts 7.2, 7.4, 7.6). Pure.
#ifndef SPARKGATE_SIMULATOR_BUSINESS_API_OBJECT_FILTER_H_
#define SPARKGATE_SIMULATOR_BUSINESS_API_OBJECT_FILTER_H_

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <absl/time/time.h>

#include "simulator/business_api/arguments.h"
#include "simulator/world/state.h"

namespace sparkgate::simulator {

struct ObjectFilter {
  std::vector<std::string> campaign_ids;
  std::vector<std::string> ad_group_ids;
  std::vector<std::string> ad_ids;
  std::string name;  // part of it
  std::string primary_status;
  std::string secondary_status;
  std::string objective_type;
  std::string optimization_goal;
  bool auction = true;  // buying_types names it, or nothing
  std::optional<absl::Time> created_from;
  std::optional<absl::Time> created_to;
  std::optional<absl::Time> modified_after;

  // Whether the status matters at all: finding it out is most of the work.
  bool AsksForStatus() const { return primary_status != "STATUS_ALL" || !secondary_status.empty(); }
  // Whether anything is asked of the objects above an ad.
  bool AsksForParents() const {
    return !(campaign_ids.empty() && ad_group_ids.empty() && objective_type.empty() &&
             optimization_goal.empty());
  }
  bool PassesStatus(std::string_view secondary) const;
  bool PassesName(std::string_view text) const;
  bool PassesTimes(absl::Time created, absl::Time modified) const;
  bool PassesCampaign(const Campaign& campaign) const;  // its id and objective
  bool PassesAdGroup(const AdGroup& group) const;       // its id and goal
};

// `name_field` is campaign_name, adgroup_name or ad_name; `unsimulated` are filters that TikTok has
// and that nothing here could be filtered by.
ObjectFilter ReadObjectFilter(const WorldState& state, ArgumentReader& in,
                              std::string_view name_field,
                              std::span<const std::string_view> unsimulated);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_BUSINESS_API_OBJECT_FILTER_H_
