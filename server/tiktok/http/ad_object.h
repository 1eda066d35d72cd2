// The parts of campaigns, ad groups and ads that TikTok's calls treat alike. Pure functions, apart
// from the calls on OpenApi.
#ifndef SPARKGATE_SERVER_TIKTOK_HTTP_AD_OBJECT_H_
#define SPARKGATE_SERVER_TIKTOK_HTTP_AD_OBJECT_H_

#include <string>
#include <string_view>
#include <vector>

#include <absl/status/statusor.h>

#include "server/tiktok/ad_object.h"
#include "server/tiktok/call.h"
#include "server/tiktok/http/open_api.h"

namespace sparkgate::tiktok {

// How one kind is spelt in paths and fields.
struct AdObjectKind {
  std::string_view noun;  // "campaign": campaign/create, campaign_ids

  std::string Path(std::string_view verb) const;  // "campaign/create"
  std::string Field(std::string_view end) const;  // Field("ids"): "campaign_ids"
};

inline constexpr AdObjectKind kCampaignKind = {"campaign"};
inline constexpr AdObjectKind kAdGroupKind = {"adgroup"};
inline constexpr AdObjectKind kAdKind = {"ad"};

std::string_view OperationStatus(bool enabled);

// What ".../get/" is asked.
Query GetQuery(const AdObjectKind& kind, const AdObjectQuery& query);

// Calls ".../status/update/".
absl::StatusOr<SwitchResult> SwitchObjects(const OpenApi& api, const Call& call,
                                           const AdObjectKind& kind, std::string_view advertiser_id,
                                           const std::vector<std::string>& ids, Switch to);

}  // namespace sparkgate::tiktok

#endif  // SPARKGATE_SERVER_TIKTOK_HTTP_AD_OBJECT_H_
