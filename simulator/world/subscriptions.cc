#include "simulator/world/subscriptions.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/clock.h"
#include "simulator/world/ad_groups.h"
#include "simulator/world/ads.h"
#include "simulator/world/advertisers.h"
#include "simulator/world/callback_url.h"
#include "simulator/world/faults/webhook_faults.h"
#include "simulator/world/ids.h"
#include "simulator/world/oauth.h"
#include "simulator/world/posts.h"
#include "simulator/world/refusal.h"
#include "simulator/world/tcm_requests.h"

namespace sparkgate::simulator {
namespace {

namespace json = boost::json;

constexpr std::string_view kAd = "AD";
constexpr std::string_view kAdGroup = "AD_GROUP";
constexpr std::string_view kSuspension = "AD_ACCOUNT_SUSPENSION";
constexpr std::string_view kTcmSparkAds = "TCM_SPARK_ADS";
constexpr std::string_view kSimulated[] = {kAd, kAdGroup, kSuspension, kTcmSparkAds};

// "https://example.com:8443" of "https://name:word@example.com:8443/hook?key=x".
std::string OriginOf(std::string_view url) {
  const size_t host = url.find("://") + 3;
  std::string_view authority = url.substr(host, url.find_first_of("/?#", host) - host);
  const size_t user = authority.rfind('@');
  if (user != std::string_view::npos) authority.remove_prefix(user + 1);
  return fmt::format("{}{}", url.substr(0, host), authority);
}

bool Reaches(const AdvertiserToken& token, std::string_view advertiser_id) {
  return std::ranges::find(token.advertiser_ids, advertiser_id) != token.advertiser_ids.end();
}

absl::Status CheckObjects(const WorldState& state, const Subscription& wanted,
                          const AdvertiserToken& token) {
  for (const std::string& id : wanted.advertiser_ids) {
    SG_RETURN_IF_ERROR(GetAdvertiser(state, id).status());
    if (!Reaches(token, id)) {
      return Refuse(ApiCode::kPermissionError, "NO_PERMISSION",
                    fmt::format("You don't have permission to operate this advertiser:{}.", id),
                    Actor::kAdvertiser);
    }
  }
  if (wanted.entity == kAd) {
    return GetAd(state, wanted.advertiser_ids.front(), wanted.ad_id).status();
  }
  if (wanted.entity == kAdGroup) {
    return GetAdGroup(state, wanted.advertiser_ids.front(), wanted.ad_group_id).status();
  }
  if (wanted.entity == kTcmSparkAds) return GetPost(state, wanted.video_id).status();
  return absl::OkStatus();
}

// Those of the Business Center's ad accounts that the token reaches now.
absl::StatusOr<std::vector<std::string>> AccountsOf(const WorldState& state, std::string_view bc_id,
                                                    const AdvertiserToken& token) {
  std::vector<std::string> accounts;
  for (const std::string& id : token.advertiser_ids) {
    const AdvertiserAccount* account = Find(state.advertisers, id);
    if (account != nullptr && BusinessCenterId(state, *account) == bc_id) accounts.push_back(id);
  }
  if (!accounts.empty()) return accounts;
  return Refuse(ApiCode::kPermissionError, "NO_PERMISSION",
                fmt::format("You don't have permission to operate this business center:{}.", bc_id),
                Actor::kAdvertiser);
}

// One webhook per subscription, to be sent now.
void Deliver(WorldState& state, const Subscription& subscription, const json::object& payload) {
  WebhookDelivery delivery;
  delivery.id = NewNumericId(state, "webhook", subscription.id);
  delivery.subscription_id = subscription.id;
  delivery.entity = subscription.entity;
  delivery.receiver = OriginOf(subscription.callback_url);
  delivery.body = json::serialize(payload);
  delivery.create_time = delivery.next_attempt_time = state.now;
  state.Record("webhook.made", fmt::format("subscriptions/{}", subscription.id));
  Dispatch(state, std::move(delivery));
}

uint64_t AsNumber(const std::string& digits) {
  uint64_t number = 0;
  for (const char c : digits) number = number * 10 + static_cast<uint64_t>(c - '0');
  return number;
}

// Facts 8.3: the payload has no status, only the reason; `object` is 3 for an ad, 2 for its group.
json::object ReviewPayload(WorldState& state, const Subscription& subscription, const Ad& ad,
                           const Review& review) {
  const Campaign& campaign = *Find(state.campaigns, ad.campaign_id);
  const AdGroup& group = *Find(state.ad_groups, ad.ad_group_id);
  json::object entry{
      {"log_id", NewHexToken(state, "webhook_log", subscription.id, 16)},
      {"adv_id", AsNumber(ad.advertiser_id)},
      {"campaign_id", ad.campaign_id},
      {"campaign_name", campaign.name},
      {"adgroup_id", ad.ad_group_id},
      {"adgroup_name", group.name},
  };
  if (subscription.entity == kAd) {
    entry["ad_id"] = ad.id;
    entry["ad_name"] = ad.name;
  }
  entry["reject_reason"] = fmt::format("{}", fmt::join(review.reasons, "; "));
  return {{"request_id", NewHexToken(state, "webhook_request", subscription.id, 16)},
          {"object", subscription.entity == kAd ? 3 : 2},
          {"entry", json::array{std::move(entry)}}};
}

// Who keeps the ids of this subscription: its ad, its ad group, its ad accounts, or its post.
std::vector<std::vector<std::string>*> ListsOf(WorldState& state,
                                               const Subscription& subscription) {
  if (subscription.entity == kAd) {
    return {&Find(state.ads, subscription.ad_id)->subscription_ids};
  }
  if (subscription.entity == kAdGroup) {
    return {&Find(state.ad_groups, subscription.ad_group_id)->subscription_ids};
  }
  if (subscription.entity == kTcmSparkAds) {
    return {&Find(state.posts, subscription.video_id)->subscription_ids};
  }
  std::vector<std::vector<std::string>*> lists;
  for (const std::string& id : subscription.advertiser_ids) {
    lists.push_back(&Find(state.advertisers, id)->subscription_ids);
  }
  return lists;
}

}  // namespace

absl::StatusOr<const Subscription*> Subscribe(WorldState& state, Subscription wanted) {
  if (std::ranges::find(kSimulated, wanted.entity) == std::end(kSimulated)) {
    return Refuse(ApiCode::kNotImplemented, "SUBSCRIBE_ENTITY_NOT_SIMULATED",
                  fmt::format("subscribe_entity: {} is not simulated.", wanted.entity));
  }
  SG_RETURN_IF_ERROR(
      CheckCallbackUrl(wanted.callback_url, state.switches.Choice(kHttpsCallbacksOnly)));
  SG_ASSIGN_OR_RETURN(const AdvertiserToken* token, CheckAdvertiserToken(state, wanted.token));
  if (!wanted.bc_id.empty()) {
    SG_ASSIGN_OR_RETURN(wanted.advertiser_ids, AccountsOf(state, wanted.bc_id, *token));
  }
  SG_RETURN_IF_ERROR(CheckObjects(state, wanted, *token));
  wanted.id = NewNumericId(state, "subscription",
                           fmt::format("{}/{}/{}{}{}", wanted.app_id, wanted.entity, wanted.ad_id,
                                       wanted.ad_group_id, wanted.video_id));
  wanted.create_time = state.now;
  state.Record("subscription.made", fmt::format("subscriptions/{}", wanted.id));
  const std::string id = wanted.id;
  for (std::vector<std::string>* list : ListsOf(state, wanted)) list->push_back(id);
  return &state.subscriptions.insert_or_assign(id, std::move(wanted)).first->second;
}

absl::Status Unsubscribe(WorldState& state, std::string_view app_id,
                         std::string_view subscription_id) {
  const auto found = state.subscriptions.find(subscription_id);
  if (found == state.subscriptions.end() || found->second.app_id != app_id) {
    return Refuse(ApiCode::kNotExist, "NO_SUCH_SUBSCRIPTION",
                  fmt::format("The subscription {} does not exist.", subscription_id));
  }
  state.Record("subscription.ended", fmt::format("subscriptions/{}", subscription_id));
  for (std::vector<std::string>* list : ListsOf(state, found->second)) {
    std::erase(*list, found->second.id);
  }
  state.subscriptions.erase(found);
  return absl::OkStatus();
}

std::vector<const Subscription*> ListSubscriptions(const WorldState& state, std::string_view app_id,
                                                   std::string_view entity) {
  std::vector<const Subscription*> list;
  for (const auto& [id, subscription] : state.subscriptions) {
    if (subscription.app_id != app_id) continue;
    if (entity.empty() || subscription.entity == entity) list.push_back(&subscription);
  }
  std::ranges::stable_sort(list, {}, &Subscription::create_time);
  return list;
}

void NotifyReviewDecided(WorldState& state, const Ad& ad, const Review& review) {
  if (review.verdict == ReviewVerdict::kApproved && !state.switches.Flag(kWebhookOnApproval)) {
    return;
  }
  const AdGroup& group = *Find(state.ad_groups, ad.ad_group_id);
  for (const std::vector<std::string>& list : {ad.subscription_ids, group.subscription_ids}) {
    for (const std::string& id : list) {
      const Subscription& subscription = *Find(state.subscriptions, id);
      Deliver(state, subscription, ReviewPayload(state, subscription, ad, review));
    }
  }
}

void NotifyAccountStatus(WorldState& state, const AdvertiserAccount& advertiser) {
  if (advertiser.status != "STATUS_ENABLE" && advertiser.status != "STATUS_LIMIT") return;
  for (const std::string& id : advertiser.subscription_ids) {
    const Subscription& subscription = *Find(state.subscriptions, id);
    Deliver(state, subscription,
            {{"advertiser_id", advertiser.id},
             {"advertiser_name", advertiser.name},
             {"owner_bc_id", BusinessCenterId(state, advertiser)},
             {"status", advertiser.status},
             {"status_change_time", ToMicros(state.now) / 1'000'000},
             {"suspension_reason", advertiser.rejection_reason},
             {"subscription_id", subscription.id}});
  }
}

// Facts 8.3 know its `object` and nothing of its entry, which is ours: what tcm/tt_video/status
// says, without the code.
void NotifyTcmRequestAnswered(WorldState& state, const TcmRequest& request) {
  for (const std::string& id : Find(state.posts, request.post_id)->subscription_ids) {
    const Subscription& subscription = *Find(state.subscriptions, id);
    if (subscription.tcm_account_id != request.tcm_account_id) continue;
    json::object entry{{"log_id", NewHexToken(state, "webhook_log", subscription.id, 16)},
                       {"tcm_account_id", request.tcm_account_id},
                       {"video_id", request.post_id},
                       {"auth_status", TcmRequestStateName(request.state)}};
    Deliver(state, subscription,
            {{"request_id", NewHexToken(state, "webhook_request", subscription.id, 16)},
             {"object", 9},
             {"entry", json::array{std::move(entry)}}});
  }
}

}  // namespace sparkgate::simulator
