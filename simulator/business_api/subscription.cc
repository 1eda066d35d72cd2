// subscription/*: webhooks (facts 8.1, 8.2). These take the app's secret instead of a token.
#include <vector>

#include <boost/json/array.hpp>

#include "simulator/business_api/endpoints.h"
#include "simulator/business_api/paging.h"
#include "simulator/business_api/shown_id.h"
#include "simulator/world/oauth.h"
#include "simulator/world/refusal.h"
#include "simulator/world/subscriptions.h"

namespace sparkgate::simulator {
namespace {

namespace json = boost::json;

constexpr std::string_view kEntities[] = {
    "AD_GROUP",           "AD",         "AD_ACCOUNT_SUSPENSION", "LEAD",
    "TCM_SPARK_ADS",      "TCM_VIDEOS", "CREATIVE_FATIGUE",      "REPORT_DATA_CHANGE",
    "API_SERVICE_STATUS",
};

struct AppArguments {
  std::string app_id;
  std::string secret;
};

AppArguments ReadApp(ArgumentReader& in) { return {in.String("app_id"), in.String("secret")}; }

void ReadDetail(ArgumentReader& in, Subscription& wanted) {
  ArgumentReader detail = in.Object("subscription_detail");
  if (!in.Has("subscription_detail")) return;
  wanted.token = detail.String("access_token");
  detail.Allow({"ad_id", "adgroup_id", "advertiser_id", "advertiser_ids", "bc_id", "tcm_account_id",
                "video_id"});
  if (wanted.entity == "AD") wanted.ad_id = detail.Id("ad_id");
  if (wanted.entity == "AD_GROUP") wanted.ad_group_id = detail.Id("adgroup_id");
  if (wanted.entity == "AD" || wanted.entity == "AD_GROUP") {
    wanted.advertiser_ids = {detail.Id("advertiser_id")};
  } else if (wanted.entity == "AD_ACCOUNT_SUSPENSION") {
    wanted.bc_id = detail.OptionalId("bc_id").value_or("");
    // TikTok wants one of them; of both we take the accounts.
    if (wanted.bc_id.empty() || detail.Has("advertiser_ids")) {
      wanted.advertiser_ids = detail.Ids("advertiser_ids", {1, 100});
      wanted.bc_id.clear();
    }
  } else if (wanted.entity == "TCM_SPARK_ADS") {
    wanted.tcm_account_id = detail.Id("tcm_account_id");
    wanted.video_id = detail.Id("video_id");
  }
}

absl::StatusOr<Data> SubscriptionSubscribe(WorldState& state, const Caller&,
                                           const Arguments& arguments) {
  ArgumentReader in(arguments);
  const AppArguments app = ReadApp(in);
  Subscription wanted;
  wanted.app_id = app.app_id;
  wanted.entity = in.OneOf("subscribe_entity", kEntities);
  wanted.callback_url = in.String("callback_url");
  ReadDetail(in, wanted);
  SG_RETURN_IF_ERROR(in.Check());
  SG_RETURN_IF_ERROR(CheckAppSecret(state, app.app_id, app.secret).status());
  SG_ASSIGN_OR_RETURN(const Subscription* made, Subscribe(state, std::move(wanted)));
  return Data{{"subscription_id", ShownId(state, made->id)}};
}

// Everything but the token.
json::object DetailData(const Subscription& subscription) {
  const auto& advertisers = subscription.advertiser_ids;
  if (!subscription.bc_id.empty()) return {{"bc_id", subscription.bc_id}};
  if (subscription.entity == "AD_ACCOUNT_SUSPENSION") {
    return {{"advertiser_ids", json::array(advertisers.begin(), advertisers.end())}};
  }
  if (subscription.entity == "TCM_SPARK_ADS") {
    return {{"tcm_account_id", subscription.tcm_account_id}, {"video_id", subscription.video_id}};
  }
  json::object detail{{"advertiser_id", advertisers.front()}};
  if (!subscription.ad_id.empty()) detail["ad_id"] = subscription.ad_id;
  if (!subscription.ad_group_id.empty()) detail["adgroup_id"] = subscription.ad_group_id;
  return detail;
}

absl::StatusOr<Data> SubscriptionGet(const WorldState& state, const Caller&,
                                     const Arguments& arguments) {
  ArgumentReader in(arguments);
  const AppArguments app = ReadApp(in);
  const std::string entity = in.OptionalOneOf("subscribe_entity", kEntities).value_or("");
  const Page page = ReadPage(in, 10, 1000);
  SG_RETURN_IF_ERROR(in.Check());
  SG_RETURN_IF_ERROR(CheckAppSecret(state, app.app_id, app.secret).status());
  const std::vector<const Subscription*> found = ListSubscriptions(state, app.app_id, entity);
  json::array list;
  for (size_t i = page.First(found.size()); i < page.Last(found.size()); ++i) {
    list.push_back({{"app_id", found[i]->app_id},
                    {"subscription_id", ShownId(state, found[i]->id)},
                    {"subscribe_entity", found[i]->entity},
                    {"callback_url", found[i]->callback_url},
                    {"subscription_detail", DetailData(*found[i])}});
  }
  return Data{{"subscriptions", std::move(list)}, {"page_info", page.Info(found.size())}};
}

absl::StatusOr<Data> SubscriptionUnsubscribe(WorldState& state, const Caller&,
                                             const Arguments& arguments) {
  ArgumentReader in(arguments);
  const AppArguments app = ReadApp(in);
  const std::string id = in.Id("subscription_id");
  SG_RETURN_IF_ERROR(in.Check());
  SG_RETURN_IF_ERROR(CheckAppSecret(state, app.app_id, app.secret).status());
  SG_RETURN_IF_ERROR(Unsubscribe(state, app.app_id, id));
  return Data{{"subscription_id", ShownId(state, id)}};
}

constexpr Endpoint kSubscriptionEndpoints[] = {
    GetEndpoint("subscription/get", TokenFamily::kNone, "", &SubscriptionGet),
    PostEndpoint("subscription/subscribe", TokenFamily::kNone, "", &SubscriptionSubscribe),
    PostEndpoint("subscription/unsubscribe", TokenFamily::kNone, "", &SubscriptionUnsubscribe),
};

}  // namespace

std::span<const Endpoint> SubscriptionEndpoints() { return kSubscriptionEndpoints; }

}  // namespace sparkgate::simulator
