#include "simulator/world/ad_group_budgets.h"

#include <absl/time/civil_time.h>
#include <fmt/format.h>

#include "simulator/world/ad_group_checks.h"
#include "simulator/world/ad_groups.h"
#include "simulator/world/budgets.h"
#include "simulator/world/refusal.h"
#include "simulator/world/spending/history.h"

namespace sparkgate::simulator {
namespace {

enum class Kind { kLifetime, kDaily };

absl::Status WrongMode(std::string_view message) {
  return RefuseAdvertiser("BUDGET_MODE_NOT_ALLOWED", message);
}

absl::Status Check(const WorldState& state, std::string_view advertiser_id, Kind kind,
                   const NewBudget& wanted) {
  SG_ASSIGN_OR_RETURN(const AdGroup* group, GetAdGroup(state, advertiser_id, wanted.ad_group_id));
  SG_RETURN_IF_ERROR(CheckAdGroupExists(state, *group));
  const Campaign& campaign = *Find(state.campaigns, group->campaign_id);
  if (campaign.budget_optimize_on) return WrongMode("budget: The campaign holds the budget.");
  const bool lifetime = group->budget_mode == kTotalBudget;
  if (lifetime && kind == Kind::kDaily) {
    return WrongMode(fmt::format(
        "scheduled_budget: The ad group {} has a lifetime budget, which budget changes.",
        group->id));
  }
  if (!lifetime && kind == Kind::kLifetime) {
    return WrongMode(fmt::format(
        "budget: The ad group {} has a daily budget, which scheduled_budget changes.", group->id));
  }
  if (kind == Kind::kLifetime) {
    SG_RETURN_IF_ERROR(CheckBudgetAboveSpend(state, *group, wanted.micros));
  }
  AdGroup after = *group;
  after.budget_micros = wanted.micros;
  return CheckAdGroup(state, campaign, after, group);
}

absl::Status CheckAll(const WorldState& state, std::string_view advertiser_id, Kind kind,
                      const std::vector<NewBudget>& budgets) {
  for (const NewBudget& wanted : budgets) {
    SG_RETURN_IF_ERROR(Check(state, advertiser_id, kind, wanted));
  }
  return absl::OkStatus();
}

void SetBudget(WorldState& state, AdGroup& group, int64_t micros) {
  group.budget_micros = micros;
  group.modify_time = state.now;
  NoteTerms(state, group);
  state.Record("ad_group.budget_changed", AdGroupRecord(group.id));
}

absl::Time NextMidnight(const WorldState& state, const AdvertiserAccount& account) {
  absl::TimeZone zone;  // UTC if the name is none
  absl::LoadTimeZone(account.timezone, &zone);
  return absl::FromCivil(absl::ToCivilDay(state.now, zone) + 1, zone);
}

}  // namespace

absl::Status ChangeLifetimeBudgets(WorldState& state, std::string_view advertiser_id,
                                   const std::vector<NewBudget>& budgets) {
  SG_RETURN_IF_ERROR(CheckAll(state, advertiser_id, Kind::kLifetime, budgets));
  for (const NewBudget& wanted : budgets) {
    SetBudget(state, *Find(state.ad_groups, wanted.ad_group_id), wanted.micros);
  }
  return absl::OkStatus();
}

absl::Status ScheduleDailyBudgets(WorldState& state, std::string_view advertiser_id,
                                  const std::vector<NewBudget>& budgets) {
  SG_RETURN_IF_ERROR(CheckAll(state, advertiser_id, Kind::kDaily, budgets));
  const absl::Time midnight = NextMidnight(state, *Find(state.advertisers, advertiser_id));
  for (const NewBudget& wanted : budgets) {
    AdGroup& group = *Find(state.ad_groups, wanted.ad_group_id);
    group.next_budget_micros = wanted.micros;
    group.next_budget_time = midnight;
    state.Record("ad_group.budget_scheduled", AdGroupRecord(group.id));
    state.queue.Push(midnight, EventKind::kScheduledBudget, group.id);
  }
  return absl::OkStatus();
}

void ApplyScheduledBudget(WorldState& state, std::string_view ad_group_id) {
  AdGroup* group = Find(state.ad_groups, ad_group_id);
  if (group == nullptr || !group->next_budget_micros || !group->next_budget_time ||
      *group->next_budget_time > state.now) {
    return;
  }
  const int64_t micros = *group->next_budget_micros;
  group->next_budget_micros.reset();
  group->next_budget_time.reset();
  if (CheckAdGroupExists(state, *group).ok()) SetBudget(state, *group, micros);
}

}  // namespace sparkgate::simulator
