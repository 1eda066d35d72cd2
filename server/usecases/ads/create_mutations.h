// Creating campaigns, ad groups and ads on TikTok. What proves a create is an object under its
// parent whose name ends in our tag.
#ifndef SPARKGATE_SERVER_USECASES_ADS_CREATE_MUTATIONS_H_
#define SPARKGATE_SERVER_USECASES_ADS_CREATE_MUTATIONS_H_

#include <string>

#include <absl/status/statusor.h>

#include "server/domain/workspace.h"
#include "server/store/store.h"
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

void RegisterCreateMutations(Operations& operations);

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_USECASES_ADS_CREATE_MUTATIONS_H_
