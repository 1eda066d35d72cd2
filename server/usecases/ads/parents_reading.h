// What TikTok tells of campaigns and ad groups, put into our records of them.
#ifndef SPARKGATE_SERVER_USECASES_ADS_PARENTS_READING_H_
#define SPARKGATE_SERVER_USECASES_ADS_PARENTS_READING_H_

#include <map>
#include <string>
#include <vector>

#include <absl/status/statusor.h>
#include <absl/time/time.h>

#include "server/domain/ad.h"
#include "server/store/store.h"
#include "server/tiktok/call.h"
#include "server/usecases/ads/outside.h"
#include "server/usecases/env.h"

namespace sparkgate::server {

// What an ad account has on TikTok above its ads.
struct Parents {
  std::vector<Campaign> campaigns;
  std::vector<AdGroup> ad_groups;
};
absl::StatusOr<Parents> LoadParents(const Transaction& tx, const std::string& workspace,
                                    const std::string& ad_account);

// By TikTok's ids; only of objects of which TikTok says something new.
struct ParentLooks {
  std::map<std::string, OutsideStatus> campaigns;
  std::map<std::string, OutsideStatus> ad_groups;

  bool empty() const { return campaigns.empty() && ad_groups.empty(); }
};
absl::StatusOr<ParentLooks> LookAtParents(Env& env, const tiktok::Call& call,
                                          const std::string& ad_account, const Parents& parents);

absl::Status TakeLooks(Transaction& tx, const Parents& seen, const ParentLooks& looks,
                       absl::Time now);

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_USECASES_ADS_PARENTS_READING_H_
