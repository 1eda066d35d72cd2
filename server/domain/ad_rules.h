// What TikTok accepts of campaigns, ad groups and ads, as far as it is published, and what a final
// check before publishing says. Pure: `now` is an argument.
#ifndef SPARKGATE_SERVER_DOMAIN_AD_RULES_H_
#define SPARKGATE_SERVER_DOMAIN_AD_RULES_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <absl/time/time.h>

#include "server/domain/ad.h"
#include "server/domain/connection.h"
#include "server/domain/spark_post.h"
#include "server/domain/workspace.h"

namespace sparkgate::server {

std::string_view TikTokName(Objective objective);  // "REACH", …; "" of kOther
Objective ObjectiveOf(std::string_view tiktok_name);

enum class LandingPage { kOptional = 0, kNeeded, kNone };

// One row of the table of objectives and goals (facts 7.8).
struct GoalRule {
  Objective objective;
  std::string_view goal;
  std::string_view billing_event;
  LandingPage landing_page = LandingPage::kOptional;
  bool needs_pixel = false;
  std::string_view page_category = "";  // TikTok's page that an ad leads to (facts 7.5); "" = none
  int most_days = 0;                    // of its schedule; 0 = no limit
};
// nullptr: the objective doesn't know the goal.
const GoalRule* FindGoal(Objective objective, std::string_view goal);
std::vector<std::string_view> GoalsOf(Objective objective);

// Why a name can't be one: "" = it can. TikTok: at most 512, CJK counting double, no emoji (facts
// 7.1); our tag takes 22 of them.
std::string NameProblem(std::string_view name);

enum class Severity { kWarning = 1, kError = 2 };
struct PublishProblem {
  Severity severity = Severity::kError;
  std::string reason;
  enum class About { kCampaign, kAdGroup, kAd } about = About::kCampaign;
  std::string id;     // of the object it is about
  std::string field;  // of that object
  std::string message;
  std::string who;  // ADVERTISER, CREATOR, …
};

// Everything that a campaign's final check looks at.
struct PublishPlan {
  Campaign campaign;
  std::vector<AdGroup> ad_groups;
  std::vector<Ad> ads;
  std::vector<SparkPost> posts;  // of the ads, as far as they are in the library
  std::optional<AdAccount> account;
  std::optional<Advertiser> advertiser;  // whose consent reaches the account
  EndPolicy end_policy = EndPolicy::kWarning;
};
// Errors first; objects that are published already aren't checked again.
std::vector<PublishProblem> CheckPublish(const PublishPlan& plan, absl::Time now);

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_DOMAIN_AD_RULES_H_
