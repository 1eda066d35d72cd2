// What an ad account has on TikTok that isn't in our records: Spark ads, and the ad groups and
// campaigns above them.
#ifndef SPARKGATE_SERVER_USECASES_ADS_STRANGERS_H_
#define SPARKGATE_SERVER_USECASES_ADS_STRANGERS_H_

#include <map>
#include <string>
#include <vector>

#include <absl/status/statusor.h>

#include "server/tiktok/tiktok.h"
#include "server/usecases/connect/tokens.h"
#include "server/usecases/env.h"

namespace sparkgate::server {

struct Strangers {
  std::vector<tiktok::Ad> ads;
  std::map<std::string, tiktok::AdGroup> ad_groups;   // by TikTok's id
  std::map<std::string, tiktok::Campaign> campaigns;  // likewise
  bool more = false;                                  // there may be more than these
};

// Asks TikTok for all ads of the account, a page of 1,000 per call (facts 7.6); stops, with `more`,
// when enough of them are strangers to fill a transaction.
absl::StatusOr<Strangers> LookForStrangers(Env& env, const std::string& workspace,
                                           const AdAccountCall& as);

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_USECASES_ADS_STRANGERS_H_
