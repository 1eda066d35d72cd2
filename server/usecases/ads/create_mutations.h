// Creating campaigns, ad groups and ads on TikTok. What proves a create is an object under its
// parent whose name ends in our tag.
#ifndef SPARKGATE_SERVER_USECASES_ADS_CREATE_MUTATIONS_H_
#define SPARKGATE_SERVER_USECASES_ADS_CREATE_MUTATIONS_H_

#include <string>
#include <string_view>

#include <absl/status/statusor.h>

#include "server/domain/ad.h"
#include "server/domain/ad_rules.h"
#include "server/domain/spark_post.h"
#include "server/domain/workspace.h"
#include "server/store/store.h"
#include "server/tiktok/ad.h"
#include "server/usecases/operations.h"

namespace sparkgate::server {

inline constexpr char kCreateCampaign[] = "campaign.create";
inline constexpr char kCreateAdGroup[] = "ad_group.create";
inline constexpr char kCreateAd[] = "ad.create";

// Arguments of a create: which object of ours, and the name that it gets on TikTok, which no create
// had before.
absl::StatusOr<std::string> CreateArguments(Transaction& tx, const Workspace& workspace,
                                            const std::string& kind, const std::string& id,
                                            const std::string& ad_account,
                                            const std::string& display_name);

// Whether a name on TikTok ends in a tag as CreateArguments gives them, ours or another
// Sparkgate's.
bool CarriesTag(std::string_view name);

// An ad as it shall be on TikTok. `goal` null: nobody knows the ad group's.
tiktok::NewAd WantedAd(const Ad& ad, const std::string& name, const std::string& adgroup_id,
                       const SparkPost& post, const GoalRule* goal);

void RegisterCreateMutations(Operations& operations);

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_USECASES_ADS_CREATE_MUTATIONS_H_
