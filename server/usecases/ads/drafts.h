// Use cases of campaigns, ad groups and ads: drafting, seeing, changing, deleting. A draft is ours
// alone; what is on TikTok is only ever changed by an operation.
#ifndef SPARKGATE_SERVER_USECASES_ADS_DRAFTS_H_
#define SPARKGATE_SERVER_USECASES_ADS_DRAFTS_H_

#include <functional>
#include <string>
#include <vector>

#include <absl/status/statusor.h>

#include "server/domain/ad.h"
#include "server/usecases/call.h"
#include "server/usecases/env.h"

namespace sparkgate::server {

// Without id and mirror fields, which are set here. Reasons: INVALID_FIELD; RESOURCE_NOT_FOUND for
// the parent; PARENT_DELETED (FAILED_PRECONDITION).
absl::StatusOr<Campaign> CreateCampaign(Env& env, const Call& call, Campaign draft);
absl::StatusOr<AdGroup> CreateAdGroup(Env& env, const Call& call, AdGroup draft);
absl::StatusOr<Ad> CreateAd(Env& env, const Call& call, Ad draft);

absl::StatusOr<Campaign> GetCampaign(Env& env, const std::string& workspace, const std::string& id);
absl::StatusOr<AdGroup> GetAdGroup(Env& env, const std::string& workspace, const std::string& id);
absl::StatusOr<Ad> GetAd(Env& env, const std::string& workspace, const std::string& id);

absl::StatusOr<std::vector<Campaign>> ListCampaigns(Env& env, const std::string& workspace,
                                                    const std::string& ad_account,
                                                    const Page& page);
absl::StatusOr<std::vector<AdGroup>> ListAdGroups(Env& env, const std::string& workspace,
                                                  const std::string& campaign, const Page& page);
absl::StatusOr<std::vector<Ad>> ListAds(Env& env, const std::string& workspace,
                                        const std::string& ad_group, const std::string& campaign,
                                        const Page& page);

// `change` edits a copy of a draft. NOT_A_DRAFT (FAILED_PRECONDITION) once it was submitted.
absl::StatusOr<Campaign> UpdateCampaign(Env& env, const Call& call, const std::string& id,
                                        const std::function<absl::Status(Campaign&)>& change);
absl::StatusOr<AdGroup> UpdateAdGroup(Env& env, const Call& call, const std::string& id,
                                      const std::function<absl::Status(AdGroup&)>& change);
absl::StatusOr<Ad> UpdateAd(Env& env, const Call& call, const std::string& id,
                            const std::function<absl::Status(Ad&)>& change);

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_USECASES_ADS_DRAFTS_H_
