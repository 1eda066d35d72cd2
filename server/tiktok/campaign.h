// Campaigns. Calls take an advertiser's token.
#ifndef SPARKGATE_SERVER_TIKTOK_CAMPAIGN_H_
#define SPARKGATE_SERVER_TIKTOK_CAMPAIGN_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <absl/status/statusor.h>
#include <absl/time/time.h>

#include "server/tiktok/ad_object.h"
#include "server/tiktok/call.h"

namespace sparkgate::tiktok {

struct NewCampaign {
  std::string advertiser_id = {};
  std::string name = {};  // at most 512 characters, CJK counting double, no emoji; unique
  std::string objective_type = {};
  std::string budget_mode = "BUDGET_MODE_INFINITE";
  std::optional<int64_t> budget_micros = {};  // unless INFINITE
  bool enabled = false;  // created off and switched on last: a twin never spends
  std::string request_id =
      {};  // a 64-bit number as text; TikTok honours it for 10 seconds; "": none
};

struct Campaign {
  std::string campaign_id = {};
  std::string advertiser_id = {};
  std::string name = {};
  std::string objective_type = {};
  std::string budget_mode = {};
  int64_t budget_micros = 0;
  std::string operation_status = {};
  std::string secondary_status = {};
  std::optional<absl::Time> create_time = {};
  std::optional<absl::Time> modify_time = {};
};

struct CampaignPage {
  std::vector<Campaign> campaigns = {};
  PageInfo page_info = {};
};

// Thread-safe; every call blocks for one exchange. Errors of all calls: docs/errors.md.
class CampaignApi {
 public:
  virtual ~CampaignApi() = default;

  // Mutation. Reasons: NAME_TAKEN. `campaign_id` is always set in the answer; the rest as TikTok
  // tells it.
  virtual absl::StatusOr<Campaign> Create(const Call& call, const NewCampaign& campaign) = 0;
  virtual absl::StatusOr<CampaignPage> Get(const Call& call, const AdObjectQuery& query) = 0;
  // Mutation. 1 to 20 campaigns; deleting is final.
  virtual absl::StatusOr<SwitchResult> UpdateStatus(const Call& call,
                                                    std::string_view advertiser_id,
                                                    const std::vector<std::string>& ids,
                                                    Switch to) = 0;
};

}  // namespace sparkgate::tiktok

#endif  // SPARKGATE_SERVER_TIKTOK_CAMPAIGN_H_
