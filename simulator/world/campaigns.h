// Campaigns (facts 7.1, 7.2). Free functions over the state, under its owner's lock. Pointers are
// good until the state changes.
#ifndef SPARKGATE_SIMULATOR_WORLD_CAMPAIGNS_H_
#define SPARKGATE_SIMULATOR_WORLD_CAMPAIGNS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <absl/status/statusor.h>

#include "simulator/world/state.h"

namespace sparkgate::simulator {

struct NewCampaign {
  std::string advertiser_id;
  std::string name;
  std::string objective_type;
  std::string budget_mode;
  int64_t budget_micros = 0;
  bool budget_optimize_on = false;
  std::vector<std::string> special_industries;
  std::string campaign_type = "REGULAR_CAMPAIGN";
  std::string po_number;
  OperationStatus operation_status = OperationStatus::kEnable;
  std::string request_id;  // TikTok's ten-second key (facts 1.9); "" for none
};

// Errors: NAME_NOT_ALLOWED, NAME_TAKEN, OBJECTIVE_NOT_ALLOWED, BUDGET_MODE_NOT_ALLOWED,
// BUDGET_TOO_LOW, DUPLICATED_REQUEST.
absl::Status CheckNewCampaign(const WorldState& state, const NewCampaign& campaign);
// Errors: as above.
absl::StatusOr<const Campaign*> CreateCampaign(WorldState& state, const NewCampaign& campaign);

struct CampaignChange {
  std::optional<std::string> name;
  std::optional<int64_t> budget_micros;
  std::optional<std::vector<std::string>> special_industries;
  std::optional<std::string> po_number;
};
// Errors: NO_SUCH_CAMPAIGN, CAMPAIGN_DELETED, NOTHING_TO_UPDATE, and as above.
absl::StatusOr<const Campaign*> UpdateCampaign(WorldState& state, std::string_view advertiser_id,
                                               std::string_view campaign_id,
                                               const CampaignChange& change);

// All or nothing. Errors: NO_SUCH_CAMPAIGN, CAMPAIGN_DELETED.
absl::Status SetCampaignStatus(WorldState& state, std::string_view advertiser_id,
                               const std::vector<std::string>& campaign_ids,
                               OperationStatus status);

// Errors: NO_SUCH_CAMPAIGN (40007), also for another advertiser's.
absl::StatusOr<const Campaign*> GetCampaign(const WorldState& state, std::string_view advertiser_id,
                                            std::string_view campaign_id);

// Derived on read (facts 7.7).
std::string_view CampaignSecondaryStatus(const WorldState& state, const Campaign& campaign);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_CAMPAIGNS_H_
