// Ad groups: whom to reach, when, and for how much. Calls take an advertiser's token.
#ifndef SPARKGATE_SERVER_TIKTOK_AD_GROUP_H_
#define SPARKGATE_SERVER_TIKTOK_AD_GROUP_H_

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

// Words are TikTok's own; an empty or unset one isn't sent.
struct NewAdGroup {
  std::string advertiser_id = {};
  std::string campaign_id = {};
  std::string name = {};
  std::string promotion_type = {};                             // e.g. WEBSITE
  std::vector<std::string> placements = {"PLACEMENT_TIKTOK"};  // empty: automatic
  std::vector<std::string> location_ids = {};
  std::vector<std::string> age_groups = {};
  std::string gender = {};
  std::vector<std::string> languages = {};
  std::string budget_mode = {};
  int64_t budget_micros = 0;
  absl::Time schedule_start = {};
  std::optional<absl::Time> schedule_end = {};  // unset: SCHEDULE_FROM_NOW
  std::string optimization_goal = {};
  std::string billing_event = {};
  // Unset: BID_TYPE_NO_BID. Sent as conversion_bid_price when the billing event is OCPM, else as
  // bid_price.
  std::optional<int64_t> bid_micros = {};
  std::string bid_display_mode = {};       // VIDEO_VIEWS: CPV
  std::optional<int> frequency = {};       // REACH
  std::optional<int> frequency_days = {};  // REACH
  std::string pacing = "PACING_MODE_SMOOTH";
  std::string pixel_id = {};
  std::string optimization_event = {};
  bool enabled = true;
  std::string request_id = {};  // as NewCampaign's
};

struct AdGroup {
  std::string adgroup_id = {};
  std::string campaign_id = {};
  std::string advertiser_id = {};
  std::string name = {};
  std::string budget_mode = {};
  int64_t budget_micros = 0;
  std::string operation_status = {};
  std::string secondary_status = {};
  std::optional<absl::Time> schedule_start = {};
  std::optional<absl::Time> schedule_end = {};
  std::string optimization_goal = {};
  std::string billing_event = {};
  int64_t bid_micros = 0;  // 0: none
  std::vector<std::string> placements = {};
  std::vector<std::string> location_ids = {};
  std::vector<std::string> age_groups = {};
  std::string gender = {};
  std::vector<std::string> languages = {};
  int frequency = 0;
  int frequency_days = 0;
  std::string pixel_id = {};
  std::string optimization_event = {};
  std::optional<absl::Time> create_time = {};
  std::optional<absl::Time> modify_time = {};
};

struct AdGroupPage {
  std::vector<AdGroup> ad_groups = {};
  PageInfo page_info = {};
};

// Thread-safe; every call blocks for one exchange. Errors of all calls: docs/errors.md.
class AdGroupApi {
 public:
  virtual ~AdGroupApi() = default;

  // Mutation. Reasons: NAME_TAKEN. `adgroup_id` is always set in the answer; the rest as TikTok
  // tells it.
  virtual absl::StatusOr<AdGroup> Create(const Call& call, const NewAdGroup& ad_group) = 0;
  virtual absl::StatusOr<AdGroupPage> Get(const Call& call, const AdObjectQuery& query) = 0;
  // Mutation. 1 to 20 ad groups; deleting is final.
  virtual absl::StatusOr<SwitchResult> UpdateStatus(const Call& call,
                                                    std::string_view advertiser_id,
                                                    const std::vector<std::string>& ids,
                                                    Switch to) = 0;
};

}  // namespace sparkgate::tiktok

#endif  // SPARKGATE_SERVER_TIKTOK_AD_GROUP_H_
