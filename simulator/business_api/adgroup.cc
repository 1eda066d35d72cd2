// adgroup/* (facts 7.3, 7.4); adgroup/review_info is in review.cc.
#include <vector>

#include <boost/json/array.hpp>

#include "simulator/business_api/access.h"
#include "simulator/business_api/adgroup_fields.h"
#include "simulator/business_api/endpoints.h"
#include "simulator/business_api/fields.h"
#include "simulator/business_api/money.h"
#include "simulator/business_api/object_filter.h"
#include "simulator/business_api/paging.h"
#include "simulator/business_api/wire_status.h"
#include "simulator/world/ad_group_budgets.h"
#include "simulator/world/ad_groups.h"
#include "simulator/world/refusal.h"

namespace sparkgate::simulator {
namespace {

constexpr std::string_view kUnsimulatedAdGroupFilters[] = {
    "bid_strategy",           "billing_events", "campaign_system_origins",
    "creative_material_mode", "promotion_type", "split_test_enabled"};

namespace json = boost::json;

// Where the campaign holds the budget a group needs none.
bool NeedsBudget(const WorldState& state, std::string_view campaign_id) {
  const Campaign* campaign = Find(state.campaigns, campaign_id);
  return campaign == nullptr || !campaign->budget_optimize_on;
}

// Audiences come from endpoints that the simulator doesn't have: no id of one could be right.
absl::Status CheckSimulated(const std::vector<std::string>& audience_ids) {
  if (audience_ids.empty()) return absl::OkStatus();
  return Refuse(ApiCode::kNotImplemented, "AUDIENCES_NOT_SIMULATED",
                "audience_ids: Audiences are not simulated.");
}

absl::StatusOr<Data> AdgroupCreate(WorldState& state, const Caller& caller,
                                   const Arguments& arguments) {
  ArgumentReader in(arguments);
  AdGroup group;
  group.placement_type = "PLACEMENT_TYPE_NORMAL";
  group.gender = "GENDER_UNLIMITED";
  group.bid_type = "BID_TYPE_NO_BID";
  group.advertiser_id = in.Id("advertiser_id");
  group.campaign_id = in.Id("campaign_id");
  in.Require("adgroup_name");
  if (!in.Has("zipcode_ids")) in.Require("location_ids");
  if (NeedsBudget(state, group.campaign_id)) {
    in.Require("budget_mode");
    in.Require("budget");
  }
  for (const std::string_view name :
       {"schedule_type", "schedule_start_time", "optimization_goal", "billing_event"}) {
    in.Require(name);
  }
  ReadAdGroupFields(in, group);
  group.operation_status = ReadInitialStatus(in);
  const std::string request_id = in.OptionalId("request_id").value_or("");
  const std::vector<std::string> audience_ids = in.OptionalIds("audience_ids");
  SG_RETURN_IF_ERROR(in.Check());
  SG_RETURN_IF_ERROR(CheckAdvertiser(state, caller, group.advertiser_id));
  SG_RETURN_IF_ERROR(CheckSimulated(audience_ids));
  SG_ASSIGN_OR_RETURN(const AdGroup* made, CreateAdGroup(state, std::move(group), request_id));
  return AdGroupData(state, *made);
}

// Newest first.
std::vector<const AdGroup*> SelectAdGroups(const WorldState& state, std::string_view advertiser_id,
                                           const ObjectFilter& filter) {
  std::vector<const AdGroup*> found;
  const auto consider = [&](const AdGroup& group) {
    if (filter.PassesCampaign(*Find(state.campaigns, group.campaign_id)) &&
        filter.PassesAdGroup(group) && filter.PassesName(group.name) &&
        filter.PassesTimes(group.create_time, group.modify_time) &&
        filter.PassesStatus(AdGroupSecondaryStatus(state, group))) {
      found.push_back(&group);
    }
  };
  if (!filter.ad_group_ids.empty()) {  // no need to look at the whole account
    for (const std::string& id : filter.ad_group_ids) {
      const AdGroup* group = Find(state.ad_groups, id);
      if (group != nullptr && group->advertiser_id == advertiser_id) consider(*group);
    }
    return found;
  }
  const AdvertiserAccount& advertiser = *Find(state.advertisers, advertiser_id);
  for (auto id = advertiser.campaign_ids.rbegin(); id != advertiser.campaign_ids.rend(); ++id) {
    const std::vector<std::string>& groups = Find(state.campaigns, *id)->ad_group_ids;
    for (auto group = groups.rbegin(); group != groups.rend(); ++group) {
      consider(*Find(state.ad_groups, *group));
    }
  }
  return found;
}

absl::StatusOr<Data> AdgroupGet(const WorldState& state, const Caller& caller,
                                const Arguments& arguments) {
  ArgumentReader in(arguments);
  const std::string advertiser_id = in.Id("advertiser_id");
  const ObjectFilter filter =
      ReadObjectFilter(state, in, "adgroup_name", kUnsimulatedAdGroupFilters);
  const FieldChoice choice = ReadFieldChoice(in);
  const Page page = ReadPage(in, 10, 1000);
  SG_RETURN_IF_ERROR(in.Check());
  SG_RETURN_IF_ERROR(CheckAdvertiser(state, caller, advertiser_id));

  const std::vector<const AdGroup*> found = SelectAdGroups(state, advertiser_id, filter);
  json::array list;
  for (size_t i = page.First(found.size()); i < page.Last(found.size()); ++i) {
    json::object data = AdGroupData(state, *found[i]);
    choice.Apply(data);
    list.push_back(std::move(data));
  }
  return Data{{"list", std::move(list)}, {"page_info", page.Info(found.size())}};
}

absl::StatusOr<Data> AdgroupUpdate(WorldState& state, const Caller& caller,
                                   const Arguments& arguments) {
  ArgumentReader in(arguments);
  const std::string advertiser_id = in.Id("advertiser_id");
  const std::string ad_group_id = in.Id("adgroup_id");
  AdGroup scratch;  // reads once for the errors, since values come before objects
  ReadAdGroupFields(in, scratch);
  const std::vector<std::string> audience_ids = in.OptionalIds("audience_ids");
  SG_RETURN_IF_ERROR(in.Check());
  SG_RETURN_IF_ERROR(CheckAdvertiser(state, caller, advertiser_id));
  SG_RETURN_IF_ERROR(CheckSimulated(audience_ids));
  SG_ASSIGN_OR_RETURN(const AdGroup* present, GetAdGroup(state, advertiser_id, ad_group_id));
  if (arguments.values.size() <= 2) {
    return Refuse(ApiCode::kNoUpdate, "NOTHING_TO_UPDATE", "There is nothing to update.");
  }
  AdGroup group = *present;
  ReadAdGroupFields(in, group);
  SG_RETURN_IF_ERROR(in.Check());
  bool needs_review = false;
  SG_ASSIGN_OR_RETURN(const AdGroup* updated,
                      UpdateAdGroup(state, std::move(group), &needs_review));
  Data data = AdGroupData(state, *updated);
  data["need_audit"] = needs_review;
  return data;
}

absl::StatusOr<Data> AdgroupStatusUpdate(WorldState& state, const Caller& caller,
                                         const Arguments& arguments) {
  ArgumentReader in(arguments);
  const std::string advertiser_id = in.Id("advertiser_id");
  const std::vector<std::string> ids = in.Ids("adgroup_ids", {1, 20});
  const OperationStatus status = ReadNewStatus(in);
  const bool partial = in.OptionalBool("allow_partial_success").value_or(false);
  SG_RETURN_IF_ERROR(in.Check());
  SG_RETURN_IF_ERROR(CheckAdvertiser(state, caller, advertiser_id));

  json::array done;
  json::array errors;
  if (!partial) {
    SG_RETURN_IF_ERROR(SetAdGroupStatus(state, advertiser_id, ids, status));
    done = json::array(ids.begin(), ids.end());
  } else {
    for (const std::string& id : ids) {
      const absl::Status result = SetAdGroupStatus(state, advertiser_id, {id}, status);
      if (result.ok()) {
        done.emplace_back(id);
      } else {
        errors.push_back({{"adgroup_id", id}, {"error_message", std::string(result.message())}});
      }
    }
  }
  return Data{{"adgroup_ids", std::move(done)},
              {"status", OperationStatusName(status)},
              {"error_list", std::move(errors)}};
}

// One of the two arrays, whose entries name the amount as the array is named.
std::vector<NewBudget> ReadBudgets(ArgumentReader& in, std::string_view name) {
  std::vector<NewBudget> budgets;
  for (ArgumentReader& entry : in.Objects(name, {1, 20})) {
    NewBudget budget;
    budget.ad_group_id = entry.Id("adgroup_id");
    budget.micros = ToMoneyMicros(entry.Number(name, kMoneyRange));
    budgets.push_back(std::move(budget));
  }
  return budgets;
}

absl::StatusOr<Data> AdgroupBudgetUpdate(WorldState& state, const Caller& caller,
                                         const Arguments& arguments) {
  ArgumentReader in(arguments);
  const std::string advertiser_id = in.Id("advertiser_id");
  const bool scheduled = in.Has("scheduled_budget");
  if (scheduled && in.Has("budget")) {
    in.Reject("budget", "Only one of budget and scheduled_budget is allowed.");
  }
  const std::vector<NewBudget> budgets = ReadBudgets(in, scheduled ? "scheduled_budget" : "budget");
  SG_RETURN_IF_ERROR(in.Check());
  SG_RETURN_IF_ERROR(CheckAdvertiser(state, caller, advertiser_id));
  SG_RETURN_IF_ERROR(scheduled ? ScheduleDailyBudgets(state, advertiser_id, budgets)
                               : ChangeLifetimeBudgets(state, advertiser_id, budgets));
  return Data{};
}

absl::StatusOr<Data> AdgroupQuota(const WorldState& state, const Caller& caller,
                                  const Arguments& arguments) {
  ArgumentReader in(arguments);
  const std::string advertiser_id = in.Id("advertiser_id");
  SG_RETURN_IF_ERROR(in.Check());
  SG_RETURN_IF_ERROR(CheckAdvertiser(state, caller, advertiser_id));
  return Data{{"total_adgroup_quota", state.switches.Number(kAdGroupQuota)},
              {"used_adgroup_quota", CountActiveAdGroups(state, advertiser_id)}};
}

constexpr Endpoint kAdGroupEndpoints[] = {
    PostEndpoint("adgroup/budget/update", TokenFamily::kAdvertiser, "211", &AdgroupBudgetUpdate),
    PostEndpoint("adgroup/create", TokenFamily::kAdvertiser, "211", &AdgroupCreate),
    GetEndpoint("adgroup/get", TokenFamily::kAdvertiser, "210", &AdgroupGet),
    GetEndpoint("adgroup/quota", TokenFamily::kAdvertiser, "210", &AdgroupQuota),
    PostEndpoint("adgroup/status/update", TokenFamily::kAdvertiser, "211", &AdgroupStatusUpdate),
    PostEndpoint("adgroup/update", TokenFamily::kAdvertiser, "211", &AdgroupUpdate),
};

}  // namespace

std::span<const Endpoint> AdGroupEndpoints() { return kAdGroupEndpoints; }

}  // namespace sparkgate::simulator
