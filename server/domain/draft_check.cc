#include "server/domain/draft_check.h"

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "base/error.h"
#include "server/domain/ad_rules.h"

namespace sparkgate::server {
namespace {

constexpr size_t kMostLocations = 3000;  // facts 7.3
constexpr size_t kMostOfAList = 50;
constexpr size_t kLongestId = 32;
constexpr size_t kLongestWord = 40;
constexpr size_t kLongestUrl = 2000;

// TikTok's own words (facts 7.3). Where it may add some any day, the shape alone is checked.
constexpr std::string_view kPlacements[] = {"PLACEMENT_TIKTOK", "PLACEMENT_PANGLE",
                                            "PLACEMENT_GLOBAL_APP_BUNDLE"};
constexpr std::string_view kAgeGroups[] = {"AGE_13_17", "AGE_18_24", "AGE_25_34",
                                           "AGE_35_44", "AGE_45_54", "AGE_55_100"};
constexpr std::string_view kGenders[] = {"GENDER_UNLIMITED", "GENDER_MALE", "GENDER_FEMALE"};
constexpr std::string_view kBillingEvents[] = {"CPC", "CPM", "CPV", "OCPM"};

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsLower(char c) { return c >= 'a' && c <= 'z'; }
bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }

bool IsTikTokId(std::string_view text) {
  return !text.empty() && text.size() <= kLongestId && std::ranges::all_of(text, IsDigit);
}

// As LEARN_MORE or ENGAGED_VIEW_FIFTEEN.
bool IsWord(std::string_view text) {
  return !text.empty() && text.size() <= kLongestWord && IsUpper(text.front()) &&
         std::ranges::all_of(text, [](char c) { return IsUpper(c) || IsDigit(c) || c == '_'; });
}

// As en or zh-Hant.
bool IsLanguage(std::string_view text) {
  const std::string_view code = text.substr(0, text.find('-'));
  if (code.size() < 2 || code.size() > 3 || !std::ranges::all_of(code, IsLower)) return false;
  if (code.size() == text.size()) return true;
  const std::string_view variant = text.substr(code.size() + 1);
  return variant.size() >= 2 && variant.size() <= 8 && std::ranges::all_of(variant, [](char c) {
           return IsLower(c) || IsUpper(c) || IsDigit(c);
         });
}

template <class Words>
bool IsOneOf(const Words& words, std::string_view text) {
  return std::ranges::find(words, text) != std::end(words);
}

// Each once, each of the right shape.
template <class IsGood>
absl::Status CheckList(const std::vector<std::string>& values, const std::string& field,
                       size_t most, const IsGood& is_good, const std::string& shape) {
  if (values.size() > most) return InvalidField(field, fmt::format("has over {} values", most));
  std::set<std::string_view> seen;
  for (size_t i = 0; i < values.size(); ++i) {
    const std::string path = fmt::format("{}[{}]", field, i);
    if (!is_good(values[i])) return InvalidField(path, shape);
    if (!seen.insert(values[i]).second) return InvalidField(path, "stands there twice");
  }
  return absl::OkStatus();
}

template <class Words>
absl::Status CheckWords(const std::vector<std::string>& values, const std::string& field,
                        const Words& words) {
  return CheckList(
      values, field, kMostOfAList, [&](std::string_view value) { return IsOneOf(words, value); },
      fmt::format("must be one of {}", fmt::join(words, ", ")));
}

absl::Status CheckName(const std::string& name, const std::string& object) {
  const std::string problem = NameProblem(name);
  return problem.empty() ? absl::OkStatus()
                         : InvalidField(fmt::format("{}.display_name", object), problem);
}

absl::Status CheckTargeting(const AdGroup& group) {
  if (group.location_ids.empty()) {
    return InvalidField("ad_group.location_ids", "must be 1 to 3000 TikTok location ids");
  }
  SG_RETURN_IF_ERROR(CheckList(group.location_ids, "ad_group.location_ids", kMostLocations,
                               IsTikTokId, "must be a TikTok id (digits)"));
  SG_RETURN_IF_ERROR(CheckWords(group.placements, "ad_group.placements", kPlacements));
  SG_RETURN_IF_ERROR(CheckWords(group.age_groups, "ad_group.age_groups", kAgeGroups));
  SG_RETURN_IF_ERROR(CheckList(group.languages, "ad_group.languages", kMostOfAList, IsLanguage,
                               "must be a language code, e.g. en"));
  if (!group.gender.empty() && !IsOneOf(kGenders, group.gender)) {
    return InvalidField("ad_group.gender",
                        fmt::format("must be one of {}", fmt::join(kGenders, ", ")));
  }
  return absl::OkStatus();
}

absl::Status CheckGoal(const AdGroup& group) {
  if (group.optimization_goal.empty()) {
    return InvalidField("ad_group.optimization_goal", "is required");
  }
  if (!IsWord(group.optimization_goal)) {
    return InvalidField("ad_group.optimization_goal", "must be a goal of TikTok's, e.g. CLICK");
  }
  if (!group.billing_event.empty() && !IsOneOf(kBillingEvents, group.billing_event)) {
    return InvalidField("ad_group.billing_event",
                        fmt::format("must be one of {}", fmt::join(kBillingEvents, ", ")));
  }
  if (!group.pixel_id.empty() && !IsTikTokId(group.pixel_id)) {
    return InvalidField("ad_group.pixel_id", "must be a TikTok id (digits)");
  }
  if (!group.optimization_event.empty() && !IsWord(group.optimization_event)) {
    return InvalidField("ad_group.optimization_event", "must be an event of TikTok's");
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckDraft(const Campaign& campaign) {
  SG_RETURN_IF_ERROR(CheckName(campaign.display_name, "campaign"));
  if (campaign.budget_micros < 0) return InvalidField("campaign.budget_micros", "is negative");
  if (campaign.budget_mode == BudgetMode::kInfinite && campaign.budget_micros != 0) {
    return InvalidField("campaign.budget_micros", "goes with budget_mode DAY or TOTAL");
  }
  return absl::OkStatus();
}

absl::Status CheckDraft(const AdGroup& group) {
  SG_RETURN_IF_ERROR(CheckName(group.display_name, "ad_group"));
  SG_RETURN_IF_ERROR(CheckGoal(group));
  if (group.budget_mode == BudgetMode::kInfinite) {
    return InvalidField("ad_group.budget_mode", "must be DAY or TOTAL");
  }
  if (group.budget_micros <= 0) return InvalidField("ad_group.budget_micros", "must be over 0");
  if (group.bid_micros < 0) return InvalidField("ad_group.bid_micros", "is negative");
  SG_RETURN_IF_ERROR(CheckTargeting(group));
  if (group.frequency < 0 || group.frequency > 1000) {
    return InvalidField("ad_group.frequency", "must be 1 to 1000");
  }
  if (group.frequency_days < 0 || group.frequency_days > 30) {
    return InvalidField("ad_group.frequency_days", "must be 1 to 30");
  }
  if (group.schedule_start.has_value() && group.schedule_end.has_value() &&
      *group.schedule_end <= *group.schedule_start) {
    return InvalidField("ad_group.schedule_end_time", "must be after the start");
  }
  return absl::OkStatus();
}

absl::Status CheckDraft(const Ad& ad) {
  SG_RETURN_IF_ERROR(CheckName(ad.display_name, "ad"));
  if (ad.item_id.empty()) return InvalidField("ad.spark_post", "is required");
  const std::string& url = ad.landing_page_url;
  if (!url.empty() && !url.starts_with("https://")) {
    return InvalidField("ad.landing_page_url", "must begin with https://");
  }
  if (url.size() > kLongestUrl) return InvalidField("ad.landing_page_url", "is over 2000 bytes");
  if (!ad.call_to_action.empty() && !IsWord(ad.call_to_action)) {
    return InvalidField("ad.call_to_action", "must be a call to action of TikTok's, e.g. SHOP_NOW");
  }
  return absl::OkStatus();
}

}  // namespace sparkgate::server
