// business/spark_ad/create: a campaign, an ad group and a Spark Ad in one step (facts 4.7).
#include <string>
#include <utility>

#include "simulator/business_api/access.h"
#include "simulator/business_api/adgroup_fields.h"
#include "simulator/business_api/endpoints.h"
#include "simulator/world/refusal.h"
#include "simulator/world/spark_ads.h"

namespace sparkgate::simulator {
namespace {

constexpr std::string_view kSparkAdBudgetModes[] = {"BUDGET_MODE_TOTAL", "BUDGET_MODE_DAY"};
constexpr std::string_view kSparkAdIdentityTypes[] = {"AUTH_CODE", "TT_USER", "BC_AUTH_TT"};

// Of an ad group's fields only these can be chosen here.
AdGroup ReadAdGroup(ArgumentReader& in) {
  if (!in.Has("saved_audience_id")) in.Require("location_ids");
  for (const std::string_view name :
       {"adgroup_name", "budget", "schedule_type", "schedule_start_time", "optimization_goal"}) {
    in.Require(name);
  }
  in.OneOf("budget_mode", kSparkAdBudgetModes);
  AdGroup given;
  given.gender = "GENDER_UNLIMITED";
  given.bid_type = "BID_TYPE_NO_BID";
  ReadAdGroupFields(in, given);
  AdGroup group;
  group.name = std::move(given.name);
  group.location_ids = std::move(given.location_ids);
  group.gender = std::move(given.gender);
  group.age_groups = std::move(given.age_groups);
  group.budget_mode = std::move(given.budget_mode);
  group.budget_micros = given.budget_micros;
  group.schedule_type = std::move(given.schedule_type);
  group.schedule_start_time = given.schedule_start_time;
  group.schedule_end_time = given.schedule_end_time;
  group.optimization_goal = std::move(given.optimization_goal);
  group.frequency = given.frequency;
  group.frequency_schedule = given.frequency_schedule;
  group.bid_type = std::move(given.bid_type);
  group.bid_price_micros = given.bid_price_micros;
  group.conversion_bid_price_micros = given.conversion_bid_price_micros;
  return group;
}

void ReadAd(ArgumentReader& in, Ad& ad) {
  // An empty name is one: the ad is then called by its id.
  if (!in.Has("ad_name")) in.Require("ad_name");
  ad.name = in.OptionalString("ad_name").value_or("");
  ad.identity_type = in.OneOf("identity_type", kSparkAdIdentityTypes);
  ad.identity_id = in.String("identity_id");
  if (ad.identity_type == "BC_AUTH_TT") in.Require("identity_authorized_bc_id");
  ad.post_id = in.Id("tiktok_item_id");
  ad.call_to_action = in.OptionalString("call_to_action").value_or("");
  ad.landing_page_url = in.OptionalString("landing_page_url").value_or("");
}

absl::StatusOr<Data> BusinessSparkAdCreate(WorldState& state, const Caller& caller,
                                           const Arguments& arguments) {
  ArgumentReader in(arguments);
  NewSparkAd wanted;
  wanted.campaign.advertiser_id = in.Id("advertiser_id");
  wanted.campaign.name = in.String("campaign_name");
  wanted.campaign.objective_type = in.String("objective_type");
  wanted.ad_group = ReadAdGroup(in);
  ReadAd(in, wanted.ad);
  SG_RETURN_IF_ERROR(in.Check());
  SG_RETURN_IF_ERROR(CheckAdvertiser(state, caller, wanted.campaign.advertiser_id));
  if (in.OptionalId("saved_audience_id")) {
    return Refuse(ApiCode::kNotImplemented, "AUDIENCES_NOT_SIMULATED",
                  "saved_audience_id: Audiences are not simulated.");
  }
  SG_ASSIGN_OR_RETURN(const SparkAdIds ids, CreateSparkAd(state, std::move(wanted)));
  return Data{
      {"campaign_id", ids.campaign_id}, {"adgroup_id", ids.ad_group_id}, {"ad_id", ids.ad_id}};
}

constexpr Endpoint kSparkAdEndpoints[] = {
    PostEndpoint("business/spark_ad/create", TokenFamily::kAdvertiser, "201",
                 &BusinessSparkAdCreate),
};

}  // namespace

std::span<const Endpoint> SparkAdEndpoints() { return kSparkAdEndpoints; }

}  // namespace sparkgate::simulator
