#include "server/usecases/ads/account_look.h"

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

#include "base/error.h"
#include "server/usecases/ads/batches.h"
#include "server/usecases/connect/tokens.h"
#include "server/usecases/work_kinds.h"

namespace sparkgate::server {
namespace {

class OpenReviews {
 public:
  explicit OpenReviews(absl::Time now) : now_(now) {}
  void See(const AdMirror& ad) {
    if (!IsReviewOpen(ad)) return;
    const auto since = ad.appeal == AppealState::kOpen ? ad.appeal_time : ad.submit_time;
    age_ = std::max(age_.value_or(absl::ZeroDuration()), now_ - since.value_or(now_));
  }
  std::optional<absl::Time> NextLook() const {
    if (!age_.has_value()) return std::nullopt;
    return now_ + std::clamp(*age_ / 8, absl::Minutes(5), absl::Hours(1));
  }

 private:
  const absl::Time now_;
  std::optional<absl::Duration> age_;  // of the oldest
};

bool Runs(const Campaign& campaign) {
  return campaign.operation_status == OperationStatus::kEnabled &&
         campaign.tiktok_secondary_status == "CAMPAIGN_STATUS_ENABLE";
}
bool Runs(const AdGroup& group) {
  return group.operation_status == OperationStatus::kEnabled &&
         group.tiktok_secondary_status == "ADGROUP_STATUS_DELIVERY_OK";
}

bool Delivers(const AdLooks& news, const AdMirror& ad) {
  const auto look = news.find(ad.tiktok_id);
  const std::string& status =
      look == news.end() ? ad.tiktok_secondary_status : look->second.ad.secondary_status;
  return ReadSecondaryStatus(status).delivery.state == DeliveryState::kDelivering;
}

// The parents that TikTok must be asked about: an ad that delivers says of what is above it that it
// still runs.
Parents ParentsToAsk(const AccountLook& look) {
  std::set<std::string_view> delivering;  // ad groups and campaigns
  for (const AdMirror& ad : look.ads) {
    if (Delivers(look.ad_news, ad)) delivering.insert(ad.ad_group);
  }
  Parents ask;
  for (const AdGroup& group : look.parents.ad_groups) {
    const bool delivers = delivering.contains(group.id);
    if (delivers) delivering.insert(group.campaign);
    if (!delivers || !Runs(group)) ask.ad_groups.push_back(group);
  }
  for (const Campaign& campaign : look.parents.campaigns) {
    if (!delivering.contains(campaign.id) || !Runs(campaign)) ask.campaigns.push_back(campaign);
  }
  return ask;
}

// Asks about what `look` knows.
absl::StatusOr<AccountLook> Ask(Env& env, const AdAccountCall& as, AccountLook look) {
  SG_ASSIGN_OR_RETURN(look.ad_news, LookAtAds(env, as.call, as.account.id, look.ads));
  SG_ASSIGN_OR_RETURN(look.parent_news,
                      LookAtParents(env, as.call, as.account.id, ParentsToAsk(look)));
  return look;
}

}  // namespace

absl::StatusOr<AccountLook> LookAtAccount(Env& env, const std::string& workspace,
                                          const AdAccountCall& as, AdsScope scope) {
  const std::string& ad_account = as.account.id;
  AccountLook look;
  const bool reviews = scope == AdsScope::kReviews;
  SG_RETURN_IF_ERROR(env.store.Read([&](const Transaction& tx) -> absl::Status {
    if (!reviews) {
      SG_ASSIGN_OR_RETURN(look.parents, LoadParents(tx, workspace, ad_account));
      SG_ASSIGN_OR_RETURN(const auto item, tx.work().Get(workspace, kReviewSyncWork, ad_account));
      look.review_look = item.has_value() ? std::optional(item->due) : std::nullopt;
    }
    SG_ASSIGN_OR_RETURN(look.ads, tx.ads().ListMirrors(workspace, ad_account, reviews));
    return absl::OkStatus();
  }));
  return Ask(env, as, std::move(look));
}

std::optional<absl::Time> NextReviewLook(const AccountLook& look, absl::Time now) {
  OpenReviews open(now);
  for (const AdMirror& ad : look.ads) open.See(ad);
  return open.NextLook();
}

absl::StatusOr<AccountTaken> TakeAccount(Transaction& tx, const std::string& workspace,
                                         const AccountLook& look, absl::Time now) {
  SG_RETURN_IF_ERROR(TakeLooks(tx, look.parents, look.parent_news, now));
  AccountTaken taken;
  OpenReviews open(now);
  for (const AdMirror& seen : look.ads) {
    const auto news = look.ad_news.find(seen.tiktok_id);
    if (news == look.ad_news.end()) {
      open.See(seen);
      continue;
    }
    SG_ASSIGN_OR_RETURN(Ad ad, TakeLook(tx, workspace, seen, news->second, now));
    const AdMirror mirror = MirrorOf(ad);
    if (ad.stage == Stage::kLive) open.See(mirror);
    if (mirror != seen) taken.changed.push_back(std::move(ad));
  }
  taken.review_look = open.NextLook();
  return taken;
}

absl::StatusOr<bool> ConfirmsParents(const Transaction& tx, const Ad& ad) {
  if (ad.delivery.state != DeliveryState::kDelivering) return false;
  SG_ASSIGN_OR_RETURN(const auto group, tx.ad_groups().Get(ad.workspace, ad.ad_group));
  if (!group.has_value() || !Runs(*group)) return false;
  SG_ASSIGN_OR_RETURN(const auto campaign, tx.campaigns().Get(ad.workspace, ad.campaign));
  return campaign.has_value() && Runs(*campaign);
}

}  // namespace sparkgate::server
