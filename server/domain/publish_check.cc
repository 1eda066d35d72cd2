// The final check before a campaign is published (server/domain/ad_rules.h).
#include <algorithm>

#include <fmt/format.h>

#include "server/domain/ad_rules.h"
#include "server/domain/end_guard.h"

namespace sparkgate::server {
namespace {

constexpr int64_t kUnit = 1'000'000;
constexpr int64_t kMinCampaignBudget = 50 * kUnit;  // facts 7.9
constexpr int64_t kMinGroupBudgetPerDay = 20 * kUnit;
const absl::Duration kDay = absl::Hours(24);
const absl::Duration kMaxPastStart = absl::Hours(12);                // facts 7.3
const absl::Time kLastStart = absl::FromUnixSeconds(1'830'297'600);  // 2028-01-01, facts 7.3
const absl::Time kLastEnd = absl::FromUnixSeconds(2'145'916'800);    // 2038-01-01

// Scopes that publishing needs, each with the parents that grant it too (facts 2.10).
struct Scope {
  std::string_view id, parent, root;
};
constexpr Scope kScopes[] = {{"201", "20", "2"}, {"211", "21", "2"}, {"221", "22", "2"}};

bool IsPublished(const Published& object) { return object.stage == Stage::kLive; }

std::string Show(absl::Time time) {
  return absl::FormatTime("%Y-%m-%d %H:%M UTC", time, absl::UTCTimeZone());
}

class Checker {
 public:
  Checker(const PublishPlan& plan, absl::Time now) : plan_(plan), now_(now) {}

  std::vector<PublishProblem> Run() {
    CheckAccount();
    if (!IsPublished(plan_.campaign)) CheckCampaign();
    if (plan_.ad_groups.empty()) Campaign("NO_AD_GROUP", "", "The campaign has no ad group.");
    for (const AdGroup& group : plan_.ad_groups) {
      if (!IsPublished(group)) CheckGroup(group);
      const bool any = std::any_of(plan_.ads.begin(), plan_.ads.end(),
                                   [&](const Ad& ad) { return ad.ad_group == group.id; });
      if (!any) Group(group, "NO_AD", "", "The ad group has no ad.");
    }
    for (const Ad& ad : plan_.ads) {
      if (!IsPublished(ad)) CheckAd(ad);
    }
    std::stable_sort(problems_.begin(), problems_.end(),
                     [](const auto& a, const auto& b) { return a.severity > b.severity; });
    return std::move(problems_);
  }

 private:
  using About = PublishProblem::About;

  void Add(Severity severity, std::string reason, About about, std::string id, std::string field,
           std::string message, std::string who) {
    problems_.push_back({severity, std::move(reason), about, std::move(id), std::move(field),
                         std::move(message), std::move(who)});
  }
  void Campaign(std::string reason, std::string field, std::string message) {
    Add(Severity::kError, std::move(reason), About::kCampaign, plan_.campaign.id, std::move(field),
        std::move(message), "ADVERTISER");
  }
  void Group(const AdGroup& group, std::string reason, std::string field, std::string message) {
    Add(Severity::kError, std::move(reason), About::kAdGroup, group.id, std::move(field),
        std::move(message), "ADVERTISER");
  }
  void OfAd(const Ad& ad, std::string reason, std::string field, std::string message,
            std::string who = "ADVERTISER", Severity severity = Severity::kError) {
    Add(severity, std::move(reason), About::kAd, ad.id, std::move(field), std::move(message),
        std::move(who));
  }

  void CheckAccount() {
    if (!plan_.account.has_value()) {
      return Campaign("AD_ACCOUNT_UNKNOWN", "ad_account", "The ad account isn't connected.");
    }
    if (plan_.account->tiktok_status != "STATUS_ENABLE") {
      Campaign(
          "ACCOUNT_NOT_ENABLED", "ad_account",
          fmt::format("TikTok's status of the ad account is {}.", plan_.account->tiktok_status));
    }
    CheckConsent();
    if (plan_.account->balance_micros <= 0) {
      Add(Severity::kWarning, "BALANCE_EMPTY", About::kCampaign, plan_.campaign.id, "ad_account",
          "The balance was empty when it was last read (CheckReadiness reads it anew): without a "
          "payment method the ads won't deliver.",
          "ADVERTISER");
    }
  }

  void CheckConsent() {
    if (!plan_.advertiser.has_value() ||
        plan_.advertiser->state == ConnectionState::kReconnectNeeded) {
      return Campaign("RECONNECT_NEEDED", "ad_account",
                      "The consent behind the ad account is over: connect it again.");
    }
    const auto& granted = plan_.advertiser->scopes;
    const auto has = [&](std::string_view id) {
      return std::find(granted.begin(), granted.end(), id) != granted.end();
    };
    for (const Scope& scope : kScopes) {
      if (has(scope.id) || has(scope.parent) || has(scope.root)) continue;
      Campaign("SCOPE_MISSING", "ad_account",
               fmt::format("The consent lacks scope {}: connect again with it.", scope.id));
    }
  }

  void CheckCampaign() {
    const auto& campaign = plan_.campaign;
    const bool deprecated = campaign.objective == Objective::kReach ||
                            campaign.objective == Objective::kVideoViews ||
                            campaign.objective == Objective::kEngagement;
    if (campaign.budget_mode == BudgetMode::kDay && deprecated) {  // facts 7.1
      Add(Severity::kWarning, "BUDGET_MODE_DEPRECATED", About::kCampaign, campaign.id,
          "budget_mode",
          fmt::format("TikTok is giving up daily budgets of {} campaigns.",
                      TikTokName(campaign.objective)),
          "ADVERTISER");
    }
    if (campaign.budget_mode != BudgetMode::kInfinite &&
        campaign.budget_micros < kMinCampaignBudget) {
      Campaign("BUDGET_TOO_LOW", "budget_micros", "A campaign's budget is at least 50 units.");
    }
  }

  void CheckGroup(const AdGroup& group) {
    const GoalRule* rule = FindGoal(plan_.campaign.objective, group.optimization_goal);
    if (rule == nullptr) {
      Group(group, "GOAL_NOT_ALLOWED", "optimization_goal",
            fmt::format("{} doesn't know the goal {}; its goals are {}.",
                        TikTokName(plan_.campaign.objective), group.optimization_goal,
                        fmt::join(GoalsOf(plan_.campaign.objective), ", ")));
    } else {
      if (!group.billing_event.empty() && group.billing_event != rule->billing_event) {
        Group(group, "BILLING_NOT_ALLOWED", "billing_event",
              fmt::format("The goal {} is billed {}.", rule->goal, rule->billing_event));
      }
      if (rule->needs_pixel && group.pixel_id.empty()) {
        Group(group, "PIXEL_MISSING", "pixel_id", "Conversions need a pixel.");
      }
      if (rule->needs_pixel && group.optimization_event.empty()) {
        Group(group, "EVENT_MISSING", "optimization_event",
              "Conversions need an event to optimize for.");
      }
      if (rule->most_days > 0) CheckLength(group, *rule);
    }
    // Impressions per user are counted for this objective only (facts 7.3).
    if (plan_.campaign.objective != Objective::kReach &&
        (group.frequency != 0 || group.frequency_days != 0)) {
      Group(group, "FREQUENCY_NOT_ALLOWED", group.frequency != 0 ? "frequency" : "frequency_days",
            "Only the objective REACH has a frequency.");
    }
    CheckTargeting(group);
    CheckSchedule(group);
    CheckBudget(group);
  }

  void CheckTargeting(const AdGroup& group) {
    if (group.location_ids.empty()) {
      Group(group, "TARGETING_MISSING", "location_ids", "At least one location is needed.");
    }
    const auto& placements = group.placements;
    if (!placements.empty() &&
        std::find(placements.begin(), placements.end(), "PLACEMENT_TIKTOK") == placements.end()) {
      Group(group, "PLACEMENT_NOT_ALLOWED", "placements",
            "Spark ads run on TikTok: PLACEMENT_TIKTOK must be among the placements.");
    }
  }

  void CheckLength(const AdGroup& group, const GoalRule& rule) {
    if (group.schedule_end.has_value() &&
        *group.schedule_end - StartOf(group) <= rule.most_days * kDay) {
      return;
    }
    Group(group, "SCHEDULE_TOO_LONG", "schedule_end_time",
          fmt::format("The goal {} allows a schedule of {} days at most.", rule.goal,
                      rule.most_days));
  }

  absl::Time StartOf(const AdGroup& group) const { return group.schedule_start.value_or(now_); }

  void CheckSchedule(const AdGroup& group) {
    if (StartOf(group) < now_ - kMaxPastStart) {
      Group(group, "SCHEDULE_IN_PAST", "schedule_start_time",
            "The start lies over 12 hours in the past.");
    }
    if (StartOf(group) > kLastStart) {
      Group(group, "SCHEDULE_TOO_LATE", "schedule_start_time",
            fmt::format("TikTok takes starts until {}.", Show(kLastStart)));
    }
    if (group.schedule_end.has_value() && *group.schedule_end > kLastEnd) {
      Group(group, "SCHEDULE_TOO_LATE", "schedule_end_time",
            fmt::format("TikTok takes ends until {}.", Show(kLastEnd)));
    }
    if (!group.schedule_end.has_value()) {
      if (group.budget_mode == BudgetMode::kTotal) {
        Group(group, "SCHEDULE_END_MISSING", "schedule_end_time",
              "A budget for the whole life needs an end.");
      }
      return;
    }
    if (*group.schedule_end <= std::max(StartOf(group), now_)) {
      Group(group, "SCHEDULE_EMPTY", "schedule_end_time", "The end isn't after the start and now.");
    }
  }

  void CheckBudget(const AdGroup& group) {
    int64_t least = kMinGroupBudgetPerDay;
    if (group.budget_mode == BudgetMode::kTotal && group.schedule_end.has_value()) {
      const absl::Duration length = *group.schedule_end - StartOf(group);
      const int64_t days =
          std::max<int64_t>(1, absl::ToInt64Hours(length + kDay - absl::Hours(1)) / 24);
      least *= days;
    }
    if (group.budget_micros < least) {
      Group(group, "BUDGET_TOO_LOW", "budget_micros",
            fmt::format("The budget is {} units; at least {} are needed.",
                        static_cast<double>(group.budget_micros) / kUnit,
                        static_cast<double>(least) / kUnit));
    }
    const bool over_campaign = plan_.campaign.budget_mode != BudgetMode::kInfinite &&
                               group.bid_micros >= plan_.campaign.budget_micros;
    if (group.bid_micros != 0 && (group.bid_micros >= group.budget_micros || over_campaign)) {
      Group(group, "BID_TOO_HIGH", "bid_micros",
            "The bid must be below the budgets of the ad group and of the campaign.");
    }
  }

  void CheckAd(const Ad& ad) {
    const auto group = std::find_if(plan_.ad_groups.begin(), plan_.ad_groups.end(),
                                    [&](const AdGroup& g) { return g.id == ad.ad_group; });
    if (group != plan_.ad_groups.end()) {
      const GoalRule* rule = FindGoal(plan_.campaign.objective, group->optimization_goal);
      if (rule != nullptr) CheckLandingPage(ad, *rule);
    }
    const auto post = std::find_if(plan_.posts.begin(), plan_.posts.end(),
                                   [&](const SparkPost& p) { return p.item_id == ad.item_id; });
    if (post == plan_.posts.end() || post->state == SparkPostState::kUnbound) {
      return OfAd(ad, "POST_NOT_IN_LIBRARY", "spark_post",
                  "The post isn't in the ad account's library: authorize its code first.");
    }
    if (StateAt(*post, now_).state != SparkPostState::kAuthorized) {
      return OfAd(ad, "POST_NOT_AUTHORIZED", "spark_post",
                  "The authorization of the post is over: the creator must extend it.", "CREATOR");
    }
    if (post->tiktok_item_status == "REVIEW_PENDING") {
      OfAd(ad, "POST_IN_MODERATION", "spark_post", "TikTok is still looking at the post: wait.",
           "NOBODY");
    }
    if (post->identity_id.empty()) {
      OfAd(ad, "IDENTITY_UNKNOWN", "spark_post",
           "TikTok hasn't told as whom the post runs: check the post again.");
    }
    if (group != plan_.ad_groups.end()) CheckCodeEnd(ad, *group, *post);
  }

  void CheckLandingPage(const Ad& ad, const GoalRule& rule) {
    if (rule.landing_page == LandingPage::kNeeded && ad.landing_page_url.empty()) {
      OfAd(ad, "LANDING_PAGE_MISSING", "landing_page_url",
           fmt::format("The goal {} needs a landing page.", rule.goal));
    }
    if (rule.landing_page == LandingPage::kNone && !ad.landing_page_url.empty()) {
      OfAd(ad, "LANDING_PAGE_NOT_ALLOWED", "landing_page_url",
           fmt::format("Ads with the goal {} lead to TikTok's own pages.", rule.goal));
    }
  }

  void CheckCodeEnd(const Ad& ad, const AdGroup& group, const SparkPost& post) {
    if (post.auth_end <= StartOf(group)) {
      return OfAd(
          ad, "CODE_ENDS_BEFORE_START", "spark_post",
          fmt::format("The authorization ends on {}, before the ad starts.", Show(post.auth_end)),
          "CREATOR");
    }
    if (plan_.end_policy == EndPolicy::kIgnore) return;
    std::string problem = EndProblem(post.auth_end, group.schedule_end);
    if (problem.empty()) return;
    const bool error = plan_.end_policy == EndPolicy::kError;
    OfAd(ad, "CODE_ENDS_BEFORE_SCHEDULE", "spark_post", std::move(problem), "CREATOR",
         error ? Severity::kError : Severity::kWarning);
  }

  const PublishPlan& plan_;
  const absl::Time now_;
  std::vector<PublishProblem> problems_;
};

}  // namespace

std::vector<PublishProblem> CheckPublish(const PublishPlan& plan, absl::Time now) {
  return Checker(plan, now).Run();
}

}  // namespace sparkgate::server
