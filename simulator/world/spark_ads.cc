#include "simulator/world/spark_ads.h"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "simulator/world/ad_groups.h"
#include "simulator/world/ads.h"
#include "simulator/world/budgets.h"
#include "simulator/world/objectives.h"
#include "simulator/world/refusal.h"

namespace sparkgate::simulator {
namespace {

constexpr std::string_view kPageVisit = "PAGE_VISIT";

// Of the goals that exist, those that this endpoint takes.
constexpr std::string_view kOneStepGoals[] = {
    "REACH", "CLICK", "TRAFFIC_LANDING_PAGE_VIEW", "ENGAGED_VIEW", "FOLLOWERS", kPageVisit,
};

absl::StatusOr<const GoalRule*> RuleFor(std::string_view objective, std::string_view goal) {
  const GoalRule* rule = FindGoalRule(objective, goal);
  if (rule != nullptr && std::ranges::find(kOneStepGoals, goal) != std::end(kOneStepGoals)) {
    return rule;
  }
  if (std::ranges::none_of(GoalRules(), [&](const GoalRule& one) {
        return one.objective == objective &&
               std::ranges::find(kOneStepGoals, one.goal) != std::end(kOneStepGoals);
      })) {
    return RefuseAdvertiser("OBJECTIVE_NOT_ALLOWED",
                            fmt::format("objective_type: {} is not supported here.", objective));
  }
  return RefuseAdvertiser(
      "GOAL_NOT_ALLOWED",
      fmt::format("optimization_goal: {} is not allowed with objective {}.", goal, objective));
}

// Stricter than for other ads.
absl::Status CheckAction(const GoalRule& rule, const Ad& ad) {
  const bool has_action = !ad.call_to_action.empty();
  const bool has_page = !ad.landing_page_url.empty();
  const bool profile = rule.goal == "FOLLOWERS" || rule.goal == kPageVisit;
  if (!has_action && (rule.needs_landing_page || rule.goal == kPageVisit)) {
    return RefuseAdvertiser("CALL_TO_ACTION_MISSING",
                            fmt::format("call_to_action: {} needs one.", rule.goal));
  }
  if (profile && has_page) {
    return RefuseAdvertiser("LANDING_PAGE_NOT_ALLOWED",
                            fmt::format("landing_page_url: Not supported with {}.", rule.goal));
  }
  if (!profile && has_action && !has_page) {
    return RefuseAdvertiser("LANDING_PAGE_MISSING",
                            "landing_page_url: The call to action needs a landing page.");
  }
  return absl::OkStatus();
}

// The defaults' page isn't public: these are what the objective leaves to choose from.
void SetDefaults(const GoalRule& rule, NewSparkAd& wanted) {
  wanted.campaign.budget_mode = kInfiniteBudget;
  AdGroup& group = wanted.ad_group;
  group.advertiser_id = wanted.campaign.advertiser_id;
  if (rule.objective == "TRAFFIC") group.promotion_type = "WEBSITE";
  group.placement_type = "PLACEMENT_TYPE_NORMAL";
  group.placements = {"PLACEMENT_TIKTOK"};
  group.billing_event = std::string(rule.billing_event);
  group.pacing = "PACING_MODE_SMOOTH";
  wanted.ad.advertiser_id = wanted.campaign.advertiser_id;
  wanted.ad.ad_format = "SINGLE_VIDEO";
  if (rule.goal == kPageVisit) wanted.ad.tiktok_page_category = "PROFILE_PAGE";
}

// As the group and the ad will see their campaign.
Campaign Preview(const NewCampaign& wanted) {
  Campaign campaign;
  campaign.advertiser_id = wanted.advertiser_id;
  campaign.objective_type = wanted.objective_type;
  campaign.budget_mode = wanted.budget_mode;
  return campaign;
}

}  // namespace

absl::StatusOr<SparkAdIds> CreateSparkAd(WorldState& state, NewSparkAd wanted) {
  const std::string& advertiser_id = wanted.campaign.advertiser_id;
  SG_ASSIGN_OR_RETURN(const GoalRule* rule,
                      RuleFor(wanted.campaign.objective_type, wanted.ad_group.optimization_goal));
  SetDefaults(*rule, wanted);
  SG_RETURN_IF_ERROR(CheckAction(*rule, wanted.ad));
  // Everything is checked before anything is made, so that a refusal leaves no half of it.
  SG_RETURN_IF_ERROR(CheckNewCampaign(state, wanted.campaign));
  const Campaign preview = Preview(wanted.campaign);
  SG_ASSIGN_OR_RETURN(const AdGroup checked, CheckNewAdGroup(state, preview, wanted.ad_group));
  SG_RETURN_IF_ERROR(CheckNewAd(state, preview, checked, wanted.ad));

  SparkAdIds ids;
  SG_ASSIGN_OR_RETURN(const Campaign* campaign, CreateCampaign(state, wanted.campaign));
  ids.campaign_id = wanted.ad_group.campaign_id = campaign->id;
  SG_ASSIGN_OR_RETURN(const AdGroup* group,
                      CreateAdGroup(state, std::move(wanted.ad_group), /*request_id=*/""));
  ids.ad_group_id = group->id;
  SG_ASSIGN_OR_RETURN(std::vector<std::string> ads,
                      CreateAds(state, advertiser_id, ids.ad_group_id, {std::move(wanted.ad)}));
  ids.ad_id = std::move(ads.front());
  return ids;
}

}  // namespace sparkgate::simulator
