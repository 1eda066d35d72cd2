// Spark ads: a creator's post, run as itself. Calls take an advertiser's token.
#ifndef SPARKGATE_SERVER_TIKTOK_AD_H_
#define SPARKGATE_SERVER_TIKTOK_AD_H_

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
struct NewAd {
  std::string advertiser_id = {};
  std::string adgroup_id = {};
  std::string name = {};
  std::string identity_type = "AUTH_CODE";
  std::string identity_id = {};
  std::string tiktok_item_id = {};
  std::string ad_format = "SINGLE_VIDEO";  // CAROUSEL_ADS for photo posts
  std::string call_to_action = {};
  std::string landing_page_url = {};
  std::string tiktok_page_category = {};  // PAGE_VISIT: PROFILE_PAGE, …
  bool dark_post = false;
  std::optional<bool> promotional_music_disabled = {};
  bool enabled = true;
};

struct Ad {
  std::string ad_id = {};
  std::string adgroup_id = {};
  std::string campaign_id = {};
  std::string advertiser_id = {};
  std::string name = {};
  std::string identity_id = {};
  std::string identity_type = {};
  std::string tiktok_item_id = {};
  std::string call_to_action = {};
  std::string landing_page_url = {};
  std::string operation_status = {};
  std::string secondary_status = {};  // "" where TikTok doesn't say
  std::optional<absl::Time> create_time = {};
  std::optional<absl::Time> modify_time = {};
};

struct AdPage {
  std::vector<Ad> ads = {};
  PageInfo page_info = {};
};

// Thread-safe; every call blocks for one exchange. Errors of all calls: docs/errors.md.
class AdApi {
 public:
  virtual ~AdApi() = default;

  // Mutation. One creative per call, so that an error is one ad's. `ad_id` is always set in the
  // answer; the rest as TikTok tells it.
  virtual absl::StatusOr<Ad> Create(const Call& call, const NewAd& ad) = 0;
  // Mutation; absolute: the ad is as `ad` says afterwards, but for its switch, which stays. It may
  // be reviewed again.
  virtual absl::Status Update(const Call& call, std::string_view ad_id, const NewAd& ad) = 0;
  virtual absl::StatusOr<AdPage> Get(const Call& call, const AdObjectQuery& query) = 0;
  // Mutation. 1 to 20 ads; deleting is final.
  virtual absl::StatusOr<SwitchResult> UpdateStatus(const Call& call,
                                                    std::string_view advertiser_id,
                                                    const std::vector<std::string>& ids,
                                                    Switch to) = 0;
};

}  // namespace sparkgate::tiktok

#endif  // SPARKGATE_SERVER_TIKTOK_AD_H_
