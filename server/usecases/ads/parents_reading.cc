#include "server/usecases/ads/parents_reading.h"

#include <utility>

#include "base/error.h"
#include "server/tiktok/tiktok.h"
#include "server/usecases/ads/batches.h"

namespace sparkgate::server {
namespace {

template <class Object>
std::vector<std::string> TikTokIds(const std::vector<Object>& objects) {
  std::vector<std::string> ids;
  ids.reserve(objects.size());
  for (const Object& object : objects) ids.push_back(object.tiktok_id);
  return ids;
}

template <class Object>
void DropWhatIsKnown(const std::vector<Object>& seen, std::map<std::string, OutsideStatus>& looks) {
  for (const Object& object : seen) {
    const auto look = looks.find(object.tiktok_id);
    if (look != looks.end() && SaysNothingNew(object, look->second)) looks.erase(look);
  }
}

template <class Object>
absl::Status TakeAll(Transaction& tx, const std::vector<Object>& seen,
                     const std::map<std::string, OutsideStatus>& looks, absl::Time now) {
  for (const Object& before : seen) {
    const auto look = looks.find(before.tiktok_id);
    if (look == looks.end()) continue;
    Object object = before;
    SG_RETURN_IF_ERROR(TakeOutside(tx, before, object, look->second, now).status());
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Parents> LoadParents(const Transaction& tx, const std::string& workspace,
                                    const std::string& ad_account) {
  Parents parents;
  SG_ASSIGN_OR_RETURN(auto campaigns, tx.campaigns().List(workspace, ad_account, kAllRows));
  for (Campaign& campaign : campaigns) {
    if (campaign.stage != Stage::kLive) continue;
    SG_ASSIGN_OR_RETURN(auto groups, tx.ad_groups().List(workspace, campaign.id, kAllRows));
    for (AdGroup& group : groups) {
      if (group.stage == Stage::kLive) parents.ad_groups.push_back(std::move(group));
    }
    parents.campaigns.push_back(std::move(campaign));
  }
  return parents;
}

absl::StatusOr<ParentLooks> LookAtParents(Env& env, const tiktok::Call& call,
                                          const std::string& ad_account, const Parents& parents) {
  ParentLooks looks;
  const auto query = [&](const std::vector<std::string>& ids, const char* id_field) {
    return tiktok::AdObjectQuery{.advertiser_id = ad_account,
                                 .ids = ids,
                                 .include_deleted = true,
                                 .fields = {id_field, "operation_status", "secondary_status"},
                                 .page_size = kMostIds};
  };
  SG_RETURN_IF_ERROR(InBatches(
      TikTokIds(parents.campaigns), kMostIds,
      [&](const std::vector<std::string>& ids) -> absl::Status {
        SG_ASSIGN_OR_RETURN(const auto page,
                            env.tiktok.campaigns().Get(call, query(ids, "campaign_id")));
        for (const tiktok::Campaign& read : page.campaigns) {
          looks.campaigns[read.campaign_id] = {read.operation_status, read.secondary_status};
        }
        return absl::OkStatus();
      }));
  SG_RETURN_IF_ERROR(InBatches(
      TikTokIds(parents.ad_groups), kMostIds,
      [&](const std::vector<std::string>& ids) -> absl::Status {
        SG_ASSIGN_OR_RETURN(const auto page,
                            env.tiktok.ad_groups().Get(call, query(ids, "adgroup_id")));
        for (const tiktok::AdGroup& read : page.ad_groups) {
          looks.ad_groups[read.adgroup_id] = {read.operation_status, read.secondary_status};
        }
        return absl::OkStatus();
      }));
  DropWhatIsKnown(parents.campaigns, looks.campaigns);
  DropWhatIsKnown(parents.ad_groups, looks.ad_groups);
  return looks;
}

absl::Status TakeLooks(Transaction& tx, const Parents& seen, const ParentLooks& looks,
                       absl::Time now) {
  SG_RETURN_IF_ERROR(TakeAll(tx, seen.campaigns, looks.campaigns, now));
  return TakeAll(tx, seen.ad_groups, looks.ad_groups, now);
}

}  // namespace sparkgate::server
