// campaign/* (facts 7.1, 7.2).
#include <vector>

#include <boost/json/array.hpp>

#include "simulator/business_api/access.h"
#include "simulator/business_api/endpoints.h"
#include "simulator/business_api/fields.h"
#include "simulator/business_api/formats.h"
#include "simulator/business_api/money.h"
#include "simulator/business_api/object_filter.h"
#include "simulator/business_api/paging.h"
#include "simulator/business_api/wire_status.h"
#include "simulator/world/campaigns.h"

namespace sparkgate::simulator {
namespace {

constexpr std::string_view kUnsimulatedCampaignFilters[] = {
    "campaign_product_source", "campaign_system_origins",       "campaign_type",
    "creative_campaign_type",  "is_smart_performance_campaign", "sales_destination",
    "split_test_enabled"};

namespace json = boost::json;

constexpr std::string_view kIndustries[] = {"HOUSING", "EMPLOYMENT", "CREDIT"};
constexpr std::string_view kCampaignTypes[] = {"REGULAR_CAMPAIGN", "IOS14_CAMPAIGN"};

json::object CampaignData(const WorldState& state, const Campaign& campaign) {
  return {{"advertiser_id", campaign.advertiser_id},
          {"campaign_id", campaign.id},
          {"campaign_name", campaign.name},
          {"campaign_type", campaign.campaign_type},
          {"objective_type", campaign.objective_type},
          {"objective", "LANDING_PAGE"},
          {"budget_mode", campaign.budget_mode},
          {"budget", FromMoneyMicros(campaign.budget_micros)},
          {"budget_optimize_on", campaign.budget_optimize_on},
          {"special_industries",
           json::array(campaign.special_industries.begin(), campaign.special_industries.end())},
          {"po_number",
           campaign.po_number.empty() ? json::value(nullptr) : json::value(campaign.po_number)},
          {"operation_status", ShownOperationStatus(campaign.operation_status)},
          {"secondary_status", CampaignSecondaryStatus(state, campaign)},
          {"is_new_structure", true},
          {"is_search_campaign", false},
          {"is_smart_performance_campaign", false},
          {"app_promotion_type", "UNSET"},
          {"deep_bid_type", nullptr},
          {"roas_bid", 0.0},
          {"create_time", WireTime(campaign.create_time)},
          {"modify_time", WireTime(campaign.modify_time)}};
}

// A 64-bit integer in a string.
std::string ReadRequestId(ArgumentReader& in) { return in.OptionalId("request_id").value_or(""); }

absl::StatusOr<Data> CampaignCreate(WorldState& state, const Caller& caller,
                                    const Arguments& arguments) {
  ArgumentReader in(arguments);
  NewCampaign wanted;
  wanted.advertiser_id = in.Id("advertiser_id");
  wanted.objective_type = in.String("objective_type");
  wanted.name = in.String("campaign_name");
  wanted.request_id = ReadRequestId(in);
  wanted.budget_optimize_on = in.OptionalBool("budget_optimize_on").value_or(false);
  wanted.budget_mode = in.String("budget_mode");
  if (wanted.budget_mode != "BUDGET_MODE_INFINITE") in.Require("budget");
  wanted.budget_micros = ToMoneyMicros(in.OptionalNumber("budget", kMoneyRange).value_or(0));
  wanted.operation_status = ReadInitialStatus(in);
  wanted.special_industries = in.OptionalListOf("special_industries", kIndustries);
  wanted.campaign_type =
      in.OptionalOneOf("campaign_type", kCampaignTypes).value_or(wanted.campaign_type);
  wanted.po_number = in.OptionalString("po_number").value_or("");
  SG_RETURN_IF_ERROR(in.Check());
  SG_RETURN_IF_ERROR(CheckAdvertiser(state, caller, wanted.advertiser_id));
  SG_ASSIGN_OR_RETURN(const Campaign* campaign, CreateCampaign(state, wanted));
  return CampaignData(state, *campaign);
}

// Newest first; only those asked for are looked at.
std::vector<const Campaign*> SelectCampaigns(const WorldState& state,
                                             std::string_view advertiser_id,
                                             const ObjectFilter& filter) {
  std::vector<const Campaign*> found;
  const AdvertiserAccount& advertiser = *Find(state.advertisers, advertiser_id);
  for (auto id = advertiser.campaign_ids.rbegin(); id != advertiser.campaign_ids.rend(); ++id) {
    const Campaign& campaign = *Find(state.campaigns, *id);
    if (filter.PassesCampaign(campaign) && filter.PassesName(campaign.name) &&
        filter.PassesTimes(campaign.create_time, campaign.modify_time) &&
        filter.PassesStatus(CampaignSecondaryStatus(state, campaign))) {
      found.push_back(&campaign);
    }
  }
  return found;
}

absl::StatusOr<Data> CampaignGet(const WorldState& state, const Caller& caller,
                                 const Arguments& arguments) {
  ArgumentReader in(arguments);
  const std::string advertiser_id = in.Id("advertiser_id");
  const ObjectFilter filter =
      ReadObjectFilter(state, in, "campaign_name", kUnsimulatedCampaignFilters);
  const FieldChoice choice = ReadFieldChoice(in);
  const Page page = ReadPage(in, 10, 1000);
  SG_RETURN_IF_ERROR(in.Check());
  SG_RETURN_IF_ERROR(CheckAdvertiser(state, caller, advertiser_id));

  const std::vector<const Campaign*> found = SelectCampaigns(state, advertiser_id, filter);
  json::array list;
  for (size_t i = page.First(found.size()); i < page.Last(found.size()); ++i) {
    json::object data = CampaignData(state, *found[i]);
    choice.Apply(data);
    list.push_back(std::move(data));
  }
  return Data{{"list", std::move(list)}, {"page_info", page.Info(found.size())}};
}

absl::StatusOr<Data> CampaignUpdate(WorldState& state, const Caller& caller,
                                    const Arguments& arguments) {
  ArgumentReader in(arguments);
  const std::string advertiser_id = in.Id("advertiser_id");
  const std::string campaign_id = in.Id("campaign_id");
  CampaignChange change;
  change.name = in.OptionalString("campaign_name");
  if (const auto budget = in.OptionalNumber("budget", kMoneyRange)) {
    change.budget_micros = ToMoneyMicros(*budget);
  }
  if (in.Has("special_industries")) {
    change.special_industries = in.OptionalListOf("special_industries", kIndustries);
  }
  change.po_number = in.OptionalString("po_number");
  SG_RETURN_IF_ERROR(in.Check());
  SG_RETURN_IF_ERROR(CheckAdvertiser(state, caller, advertiser_id));
  SG_ASSIGN_OR_RETURN(const Campaign* campaign,
                      UpdateCampaign(state, advertiser_id, campaign_id, change));
  return CampaignData(state, *campaign);
}

absl::StatusOr<Data> CampaignStatusUpdate(WorldState& state, const Caller& caller,
                                          const Arguments& arguments) {
  ArgumentReader in(arguments);
  const std::string advertiser_id = in.Id("advertiser_id");
  const std::vector<std::string> ids = in.Ids("campaign_ids", {1, 20});
  const OperationStatus status = ReadNewStatus(in);
  SG_RETURN_IF_ERROR(in.Check());
  SG_RETURN_IF_ERROR(CheckAdvertiser(state, caller, advertiser_id));
  SG_RETURN_IF_ERROR(SetCampaignStatus(state, advertiser_id, ids, status));
  json::array list;
  for (const std::string& id : ids) {
    list.push_back({{"campaign_id", id}, {"status", OperationStatusName(status)}});
  }
  return Data{{"campaign_ids", json::array(ids.begin(), ids.end())},
              {"status", OperationStatusName(status)},
              {"campaign_list", std::move(list)}};
}

constexpr Endpoint kCampaignEndpoints[] = {
    PostEndpoint("campaign/create", TokenFamily::kAdvertiser, "201", &CampaignCreate),
    GetEndpoint("campaign/get", TokenFamily::kAdvertiser, "200", &CampaignGet),
    PostEndpoint("campaign/status/update", TokenFamily::kAdvertiser, "201", &CampaignStatusUpdate),
    PostEndpoint("campaign/update", TokenFamily::kAdvertiser, "201", &CampaignUpdate),
};

}  // namespace

std::span<const Endpoint> CampaignEndpoints() { return kCampaignEndpoints; }

}  // namespace sparkgate::simulator
