#include "simulator/world/ad_groups.h"

#include <algorithm>
#include <utility>

#include <absl/time/civil_time.h>
#include <fmt/format.h>

#include "simulator/world/ad_group_checks.h"
#include "simulator/world/budgets.h"
#include "simulator/world/campaigns.h"
#include "simulator/world/delivery.h"
#include "simulator/world/ids.h"
#include "simulator/world/naming.h"
#include "simulator/world/refusal.h"
#include "simulator/world/review.h"
#include "simulator/world/spending/history.h"

namespace sparkgate::simulator {
namespace {

constexpr int kOpenEndYears = 10;  // how far SCHEDULE_FROM_NOW runs

Name NameOf(const AdGroup& group) { return {"ad_group", group.campaign_id, group.name}; }

absl::StatusOr<AdGroup*> Owned(WorldState& state, std::string_view advertiser_id,
                               std::string_view ad_group_id) {
  SG_RETURN_IF_ERROR(GetAdGroup(state, advertiser_id, ad_group_id).status());
  AdGroup* group = Find(state.ad_groups, ad_group_id);
  SG_RETURN_IF_ERROR(CheckAdGroupExists(state, *group));
  return group;
}

// What follows from the campaign and from other fields.
void Complete(const Campaign& campaign, AdGroup& group) {
  if (campaign.budget_optimize_on) {
    group.budget_mode = std::string(kInfiniteBudget);
    group.budget_micros = 0;
  }
  if (group.placement_type == "PLACEMENT_TYPE_AUTOMATIC") group.placements.clear();
  if (group.schedule_type == "SCHEDULE_FROM_NOW") {
    const absl::CivilSecond start =
        absl::ToCivilSecond(group.schedule_start_time, absl::UTCTimeZone());
    const absl::CivilSecond end(start.year() + kOpenEndYears, start.month(), start.day(),
                                start.hour(), start.minute(), start.second());
    group.schedule_end_time = absl::FromCivil(end, absl::UTCTimeZone());
  }
  if (campaign.objective_type == "VIDEO_VIEWS") group.bid_display_mode = "CPV";
}

// What people see is the same, and who sees it isn't: that is reviewed (age apart, facts 11).
bool TargetsOthers(const AdGroup& before, const AdGroup& after) {
  return before.location_ids != after.location_ids || before.zipcode_ids != after.zipcode_ids ||
         before.gender != after.gender || before.languages != after.languages ||
         before.interest_category_ids != after.interest_category_ids ||
         before.operating_systems != after.operating_systems;
}

}  // namespace

std::string AdGroupRecord(std::string_view id) { return fmt::format("ad_groups/{}", id); }

absl::StatusOr<AdGroup> CheckNewAdGroup(const WorldState& state, const Campaign& campaign,
                                        AdGroup group) {
  SG_RETURN_IF_ERROR(CheckNameAllowed("adgroup_name", group.name));
  Complete(campaign, group);
  if (!group.schedule_end_time) {
    return RefuseAdvertiser("SCHEDULE_NOT_ALLOWED",
                            "Missing required field(s): schedule_end_time.");
  }
  SG_RETURN_IF_ERROR(CheckAdGroup(state, campaign, group, /*before=*/nullptr));
  return group;
}

absl::StatusOr<const AdGroup*> CreateAdGroup(WorldState& state, AdGroup wanted,
                                             std::string_view request_id) {
  SG_ASSIGN_OR_RETURN(const Campaign* campaign,
                      GetCampaign(state, wanted.advertiser_id, wanted.campaign_id));
  if (campaign->operation_status == OperationStatus::kDelete) {
    return RefuseAdvertiser("CAMPAIGN_DELETED",
                            fmt::format("The campaign {} has been deleted.", wanted.campaign_id));
  }
  SG_ASSIGN_OR_RETURN(AdGroup group, CheckNewAdGroup(state, *campaign, std::move(wanted)));
  SG_RETURN_IF_ERROR(CheckRequestFresh(state, "ad_group", group.advertiser_id, request_id));
  if (request_id.empty()) SG_RETURN_IF_ERROR(CheckNameFree(state, NameOf(group)));

  group.id = NewNumericId(state, "ad_group", fmt::format("{}/{}", group.campaign_id, group.name));
  group.create_time = group.modify_time = state.now;
  group.ad_ids.clear();
  TakeName(state, NameOf(group), group.id);
  RememberRequest(state, "ad_group", group.advertiser_id, request_id);
  Find(state.campaigns, group.campaign_id)->ad_group_ids.push_back(group.id);
  state.Record("ad_group.created", AdGroupRecord(group.id), {{"name", group.name}});
  const std::string id = group.id;
  return &state.ad_groups.insert_or_assign(id, std::move(group)).first->second;
}

absl::StatusOr<const AdGroup*> UpdateAdGroup(WorldState& state, AdGroup group, bool* needs_review) {
  SG_ASSIGN_OR_RETURN(AdGroup * present, Owned(state, group.advertiser_id, group.id));
  const Campaign& campaign = *Find(state.campaigns, present->campaign_id);
  if (campaign.budget_optimize_on && group.budget_micros != present->budget_micros) {
    return RefuseAdvertiser("BUDGET_MODE_NOT_ALLOWED", "budget: The campaign holds the budget.");
  }
  Complete(campaign, group);
  const bool renames = group.name != present->name;
  if (renames) {
    SG_RETURN_IF_ERROR(CheckNameAllowed("adgroup_name", group.name));
    SG_RETURN_IF_ERROR(CheckNameFree(state, NameOf(group)));
  }
  SG_RETURN_IF_ERROR(CheckAdGroup(state, campaign, group, present));
  SG_RETURN_IF_ERROR(CheckBudgetAboveSpend(state, *present, group.budget_micros));

  if (renames) {
    FreeName(state, NameOf(*present), present->id);
    TakeName(state, NameOf(group), present->id);
  }
  *needs_review = TargetsOthers(*present, group);
  group.modify_time = state.now;
  *present = std::move(group);
  NoteTerms(state, *present);
  state.Record("ad_group.updated", AdGroupRecord(present->id));
  if (*needs_review) {
    for (const std::string& id : present->ad_ids) SubmitForReview(state, *Find(state.ads, id));
  }
  return present;
}

absl::Status SetAdGroupStatus(WorldState& state, std::string_view advertiser_id,
                              const std::vector<std::string>& ad_group_ids,
                              OperationStatus status) {
  for (const std::string& id : ad_group_ids) {
    SG_RETURN_IF_ERROR(Owned(state, advertiser_id, id).status());
  }
  for (const std::string& id : ad_group_ids) {
    AdGroup& group = *Find(state.ad_groups, id);
    if (group.operation_status == status) continue;
    group.operation_status = status;
    group.modify_time = state.now;
    if (status == OperationStatus::kDelete) FreeName(state, NameOf(group), id);
    state.Record("ad_group.status_changed", AdGroupRecord(id),
                 {{"status", std::string(OperationStatusName(status))}});
    if (status == OperationStatus::kEnable) SubmitWaiting(state, id);
    if (status == OperationStatus::kDelete) WithdrawAds(state, id);
    NoteAdsOf(state, group);
  }
  return absl::OkStatus();
}

absl::StatusOr<const AdGroup*> GetAdGroup(const WorldState& state, std::string_view advertiser_id,
                                          std::string_view ad_group_id) {
  const AdGroup* group = Find(state.ad_groups, ad_group_id);
  if (group != nullptr && group->advertiser_id == advertiser_id) return group;
  return Refuse(ApiCode::kNotExist, "NO_SUCH_AD_GROUP",
                fmt::format("The ad group {} does not exist.", ad_group_id), Actor::kAdvertiser);
}

int64_t CountActiveAdGroups(const WorldState& state, std::string_view advertiser_id) {
  int64_t count = 0;
  for (const std::string& campaign_id : Find(state.advertisers, advertiser_id)->campaign_ids) {
    const Campaign& campaign = *Find(state.campaigns, campaign_id);
    if (campaign.operation_status != OperationStatus::kEnable) continue;
    count += std::ranges::count_if(campaign.ad_group_ids, [&](const std::string& id) {
      const AdGroup& group = *Find(state.ad_groups, id);
      return group.operation_status == OperationStatus::kEnable &&
             ScheduleObstacle(state, group) != Obstacle::kDone;
    });
  }
  return count;
}

absl::Status CheckAdGroupExists(const WorldState& state, const AdGroup& group) {
  const Campaign& campaign = *Find(state.campaigns, group.campaign_id);
  if (group.operation_status != OperationStatus::kDelete &&
      campaign.operation_status != OperationStatus::kDelete) {
    return absl::OkStatus();
  }
  return RefuseAdvertiser("AD_GROUP_DELETED",
                          fmt::format("The ad group {} has been deleted.", group.id));
}

}  // namespace sparkgate::simulator
