#include "server/usecases/ads/strangers.h"

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

#include "base/error.h"
#include "server/usecases/ads/batches.h"
#include "server/usecases/ads/kinds.h"

namespace sparkgate::server {
namespace {

constexpr int kPageSize = 1000;
constexpr size_t kEnough = 5000;

// Identities that a Spark ad can run as (facts 5). Whoever else's has no post to be authorized.
bool IsSparkAd(const tiktok::Ad& ad) {
  constexpr std::string_view kIdentityTypes[] = {"AUTH_CODE", "TT_USER", "BC_AUTH_TT"};
  return !ad.tiktok_item_id.empty() && std::ranges::count(kIdentityTypes, ad.identity_type) != 0;
}

// Those of TikTok's ids that no object of this kind has.
template <class Object>
absl::StatusOr<std::vector<std::string>> Unknown(Env& env, const std::string& workspace,
                                                 const std::set<std::string>& ids) {
  std::vector<std::string> unknown;
  SG_RETURN_IF_ERROR(env.store.Read([&](const Transaction& tx) -> absl::Status {
    unknown.clear();
    for (const std::string& id : ids) {
      SG_ASSIGN_OR_RETURN(const auto known, Kind<Object>::Table(tx).FindByTikTokId(workspace, id));
      if (!known.has_value()) unknown.push_back(id);
    }
    return absl::OkStatus();
  }));
  return unknown;
}

absl::Status AddAds(Env& env, const std::string& workspace, std::vector<tiktok::Ad> page,
                    Strangers& strangers) {
  std::erase_if(page, [](const tiktok::Ad& ad) { return !IsSparkAd(ad); });
  std::set<std::string> ids;
  for (const tiktok::Ad& ad : page) ids.insert(ad.ad_id);
  SG_ASSIGN_OR_RETURN(const auto unknown, Unknown<Ad>(env, workspace, ids));
  const std::set<std::string_view> wanted(unknown.begin(), unknown.end());
  for (tiktok::Ad& ad : page) {
    if (wanted.contains(ad.ad_id)) strangers.ads.push_back(std::move(ad));
  }
  return absl::OkStatus();
}

absl::Status AddParents(Env& env, const std::string& workspace, const AdAccountCall& as,
                        Strangers& strangers) {
  std::set<std::string> groups;
  std::set<std::string> campaigns;
  for (const tiktok::Ad& ad : strangers.ads) {
    groups.insert(ad.adgroup_id);
    campaigns.insert(ad.campaign_id);
  }
  SG_ASSIGN_OR_RETURN(const auto unknown_groups, Unknown<AdGroup>(env, workspace, groups));
  SG_RETURN_IF_ERROR(
      InBatches(unknown_groups, kMostIds, [&](const std::vector<std::string>& ids) -> absl::Status {
        SG_ASSIGN_OR_RETURN(auto page, env.tiktok.ad_groups().Get(
                                           as.call, {.advertiser_id = as.account.id, .ids = ids}));
        for (tiktok::AdGroup& group : page.ad_groups) {
          strangers.ad_groups[group.adgroup_id] = std::move(group);
        }
        return absl::OkStatus();
      }));
  SG_ASSIGN_OR_RETURN(const auto unknown_campaigns, Unknown<Campaign>(env, workspace, campaigns));
  return InBatches(
      unknown_campaigns, kMostIds, [&](const std::vector<std::string>& ids) -> absl::Status {
        SG_ASSIGN_OR_RETURN(auto page, env.tiktok.campaigns().Get(
                                           as.call, {.advertiser_id = as.account.id, .ids = ids}));
        for (tiktok::Campaign& campaign : page.campaigns) {
          strangers.campaigns[campaign.campaign_id] = std::move(campaign);
        }
        return absl::OkStatus();
      });
}

}  // namespace

absl::StatusOr<Strangers> LookForStrangers(Env& env, const std::string& workspace,
                                           const AdAccountCall& as) {
  Strangers strangers;
  for (int number = 1;; ++number) {
    SG_ASSIGN_OR_RETURN(auto page, env.tiktok.ads().Get(as.call, {.advertiser_id = as.account.id,
                                                                  .page = number,
                                                                  .page_size = kPageSize}));
    SG_RETURN_IF_ERROR(AddAds(env, workspace, std::move(page.ads), strangers));
    if (!page.page_info.has_more()) break;
    strangers.more = strangers.ads.size() >= kEnough;
    if (strangers.more) break;
  }
  if (!strangers.ads.empty()) SG_RETURN_IF_ERROR(AddParents(env, workspace, as, strangers));
  return strangers;
}

}  // namespace sparkgate::server
