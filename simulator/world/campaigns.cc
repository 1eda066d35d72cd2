#include "simulator/world/campaigns.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "simulator/world/advertisers.h"
#include "simulator/world/budgets.h"
#include "simulator/world/ids.h"
#include "simulator/world/naming.h"
#include "simulator/world/objectives.h"
#include "simulator/world/refusal.h"
#include "simulator/world/review.h"
#include "simulator/world/spending/history.h"
#include "simulator/world/spending/ledger.h"

namespace sparkgate::simulator {
namespace {

std::string CampaignRecord(std::string_view id) { return fmt::format("campaigns/{}", id); }

Name NameOf(const Campaign& campaign) {
  return {"campaign", campaign.advertiser_id, campaign.name};
}

absl::Status CheckObjective(std::string_view objective) {
  if (!IsObjective(objective)) {
    return RefuseAdvertiser(
        "OBJECTIVE_NOT_ALLOWED",
        fmt::format("objective_type: {} is not a supported objective.", objective));
  }
  if (!IsSimulatedObjective(objective)) {
    return Refuse(ApiCode::kNotImplemented, "OBJECTIVE_NOT_ALLOWED",
                  fmt::format("objective_type: {} is not simulated.", objective),
                  Actor::kAdvertiser);
  }
  return absl::OkStatus();
}

absl::StatusOr<Campaign*> OwnedCampaign(WorldState& state, std::string_view advertiser_id,
                                        std::string_view campaign_id) {
  SG_RETURN_IF_ERROR(GetCampaign(state, advertiser_id, campaign_id).status());
  Campaign* campaign = Find(state.campaigns, campaign_id);
  if (campaign->operation_status != OperationStatus::kDelete) return campaign;
  return RefuseAdvertiser("CAMPAIGN_DELETED",
                          fmt::format("The campaign {} has been deleted.", campaign_id));
}

}  // namespace

absl::Status CheckNewCampaign(const WorldState& state, const NewCampaign& wanted) {
  SG_RETURN_IF_ERROR(GetAdvertiser(state, wanted.advertiser_id).status());
  SG_RETURN_IF_ERROR(CheckNameAllowed("campaign_name", wanted.name));
  SG_RETURN_IF_ERROR(CheckObjective(wanted.objective_type));
  SG_RETURN_IF_ERROR(CheckCampaignBudget(state, wanted.budget_optimize_on, wanted.budget_mode,
                                         wanted.budget_micros));
  SG_RETURN_IF_ERROR(CheckRequestFresh(state, "campaign", wanted.advertiser_id, wanted.request_id));
  if (!wanted.request_id.empty()) return absl::OkStatus();
  return CheckNameFree(state, {"campaign", wanted.advertiser_id, wanted.name});
}

absl::StatusOr<const Campaign*> CreateCampaign(WorldState& state, const NewCampaign& wanted) {
  SG_RETURN_IF_ERROR(CheckNewCampaign(state, wanted));
  Campaign campaign;
  campaign.id =
      NewNumericId(state, "campaign", fmt::format("{}/{}", wanted.advertiser_id, wanted.name));
  campaign.advertiser_id = wanted.advertiser_id;
  campaign.name = wanted.name;
  campaign.objective_type = wanted.objective_type;
  campaign.budget_mode = wanted.budget_mode;
  campaign.budget_micros = wanted.budget_mode == kInfiniteBudget ? 0 : wanted.budget_micros;
  campaign.budget_optimize_on = wanted.budget_optimize_on;
  campaign.special_industries = wanted.special_industries;
  campaign.campaign_type = wanted.campaign_type;
  campaign.po_number = wanted.po_number;
  campaign.operation_status = wanted.operation_status;
  campaign.create_time = campaign.modify_time = state.now;
  TakeName(state, NameOf(campaign), campaign.id);
  RememberRequest(state, "campaign", wanted.advertiser_id, wanted.request_id);
  Find(state.advertisers, wanted.advertiser_id)->campaign_ids.push_back(campaign.id);
  state.Record("campaign.created", CampaignRecord(campaign.id), {{"name", campaign.name}});
  const std::string id = campaign.id;
  return &state.campaigns.insert_or_assign(id, std::move(campaign)).first->second;
}

absl::StatusOr<const Campaign*> UpdateCampaign(WorldState& state, std::string_view advertiser_id,
                                               std::string_view campaign_id,
                                               const CampaignChange& change) {
  SG_ASSIGN_OR_RETURN(Campaign * campaign, OwnedCampaign(state, advertiser_id, campaign_id));
  if (!change.name && !change.budget_micros && !change.special_industries && !change.po_number) {
    return Refuse(ApiCode::kNoUpdate, "NOTHING_TO_UPDATE", "There is nothing to update.");
  }
  const bool renames = change.name && *change.name != campaign->name;
  if (renames) {
    SG_RETURN_IF_ERROR(CheckNameAllowed("campaign_name", *change.name));
    SG_RETURN_IF_ERROR(CheckNameFree(state, {"campaign", advertiser_id, *change.name}));
  }
  if (change.budget_micros) {
    if (campaign->budget_mode == kInfiniteBudget) {
      return RefuseAdvertiser("BUDGET_MODE_NOT_ALLOWED",
                              "budget: The campaign has no budget, and its mode can't be changed.");
    }
    SG_RETURN_IF_ERROR(CheckCampaignBudget(state, campaign->budget_optimize_on,
                                           campaign->budget_mode, *change.budget_micros));
    SG_RETURN_IF_ERROR(CheckBudgetAboveSpend(state, *campaign, *change.budget_micros));
  }
  if (renames) {
    FreeName(state, NameOf(*campaign), campaign->id);
    campaign->name = *change.name;
    TakeName(state, NameOf(*campaign), campaign->id);
  }
  if (change.budget_micros) campaign->budget_micros = *change.budget_micros;
  if (change.special_industries) campaign->special_industries = *change.special_industries;
  if (change.po_number) campaign->po_number = *change.po_number;
  campaign->modify_time = state.now;
  NoteTerms(state, *campaign);
  state.Record("campaign.updated", CampaignRecord(campaign_id));
  return campaign;
}

absl::Status SetCampaignStatus(WorldState& state, std::string_view advertiser_id,
                               const std::vector<std::string>& campaign_ids,
                               OperationStatus status) {
  for (const std::string& id : campaign_ids) {
    SG_RETURN_IF_ERROR(OwnedCampaign(state, advertiser_id, id).status());
  }
  for (const std::string& id : campaign_ids) {
    Campaign& campaign = *Find(state.campaigns, id);
    if (campaign.operation_status == status) continue;
    campaign.operation_status = status;
    campaign.modify_time = state.now;
    if (status == OperationStatus::kDelete) FreeName(state, NameOf(campaign), id);
    state.Record("campaign.status_changed", CampaignRecord(id),
                 {{"status", std::string(OperationStatusName(status))}});
    for (const std::string& group_id : campaign.ad_group_ids) {
      if (status == OperationStatus::kEnable) SubmitWaiting(state, group_id);
      if (status == OperationStatus::kDelete) WithdrawAds(state, group_id);
    }
    NoteAdsOf(state, campaign);
  }
  return absl::OkStatus();
}

absl::StatusOr<const Campaign*> GetCampaign(const WorldState& state, std::string_view advertiser_id,
                                            std::string_view campaign_id) {
  const Campaign* campaign = Find(state.campaigns, campaign_id);
  if (campaign != nullptr && campaign->advertiser_id == advertiser_id) return campaign;
  return Refuse(ApiCode::kNotExist, "NO_SUCH_CAMPAIGN",
                fmt::format("The campaign {} does not exist.", campaign_id), Actor::kAdvertiser);
}

std::string_view CampaignSecondaryStatus(const WorldState& state, const Campaign& campaign) {
  if (campaign.operation_status == OperationStatus::kDelete) return "CAMPAIGN_STATUS_DELETE";
  switch (AccountProblemOf(*Find(state.advertisers, campaign.advertiser_id))) {
    case AccountProblem::kPunished:
      return "ADVERTISER_ACCOUNT_PUNISH";
    case AccountProblem::kContractPending:
      return "ADVERTISER_CONTRACT_PENDING";
    case AccountProblem::kInReview:
      return "CAMPAIGN_STATUS_ADVERTISER_AUDIT";
    case AccountProblem::kReviewDenied:
      return "CAMPAIGN_STATUS_ADVERTISER_AUDIT_DENY";
    case AccountProblem::kNone:
      break;
  }
  if (campaign.operation_status == OperationStatus::kDisable) return "CAMPAIGN_STATUS_DISABLE";
  if (IsUsedUp(state, campaign)) return "CAMPAIGN_STATUS_BUDGET_EXCEED";
  return "CAMPAIGN_STATUS_ENABLE";
}

}  // namespace sparkgate::simulator
