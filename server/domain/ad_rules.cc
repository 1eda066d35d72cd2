#include "server/domain/ad_rules.h"

#include <array>
#include <cstdint>

#include <fmt/format.h>

#include "server/domain/text.h"

namespace sparkgate::server {
namespace {

// Facts 7.8.
constexpr std::array<GoalRule, 9> kGoals = {{
    {Objective::kReach, "REACH", "CPM"},
    {Objective::kTraffic, "CLICK", "CPC", LandingPage::kNeeded},
    {Objective::kTraffic, "TRAFFIC_LANDING_PAGE_VIEW", "OCPM", LandingPage::kNeeded},
    {Objective::kVideoViews, "ENGAGED_VIEW", "CPV"},
    {Objective::kVideoViews, "ENGAGED_VIEW_FIFTEEN", "CPV", LandingPage::kOptional, false, "", 30},
    {Objective::kEngagement, "FOLLOWERS", "OCPM", LandingPage::kNone},
    {Objective::kEngagement, "PAGE_VISIT", "CPC", LandingPage::kNone, false, "PROFILE_PAGE"},
    {Objective::kWebConversions, "CONVERT", "OCPM", LandingPage::kNeeded, true},
    {Objective::kWebConversions, "VALUE", "OCPM", LandingPage::kNeeded, true},
}};

constexpr int kMaxNameWidth = 490;

bool IsEmoji(uint32_t rune) {
  return (rune >= 0x1F000 && rune <= 0x1FAFF) || (rune >= 0x2600 && rune <= 0x27BF) ||
         rune == 0xFE0F || (rune >= 0x1F1E6 && rune <= 0x1F1FF);
}

// CJK, kana, hangul and full-width forms.
bool IsWide(uint32_t rune) {
  return (rune >= 0x1100 && rune <= 0x115F) || (rune >= 0x2E80 && rune <= 0xA4CF) ||
         (rune >= 0xAC00 && rune <= 0xD7A3) || (rune >= 0xF900 && rune <= 0xFAFF) ||
         (rune >= 0xFE30 && rune <= 0xFE4F) || (rune >= 0xFF00 && rune <= 0xFF60) ||
         (rune >= 0x20000 && rune <= 0x3FFFD);
}

}  // namespace

std::string_view TikTokName(Objective objective) {
  switch (objective) {
    case Objective::kReach:
      return "REACH";
    case Objective::kTraffic:
      return "TRAFFIC";
    case Objective::kVideoViews:
      return "VIDEO_VIEWS";
    case Objective::kEngagement:
      return "ENGAGEMENT";
    case Objective::kWebConversions:
      return "WEB_CONVERSIONS";
    case Objective::kOther:
      return "";
  }
  return "";
}

Objective ObjectiveOf(std::string_view tiktok_name) {
  for (const Objective objective : {Objective::kReach, Objective::kTraffic, Objective::kVideoViews,
                                    Objective::kEngagement, Objective::kWebConversions}) {
    if (TikTokName(objective) == tiktok_name) return objective;
  }
  return Objective::kOther;
}

const GoalRule* FindGoal(Objective objective, std::string_view goal) {
  for (const GoalRule& rule : kGoals) {
    if (rule.objective == objective && rule.goal == goal) return &rule;
  }
  return nullptr;
}

std::vector<std::string_view> GoalsOf(Objective objective) {
  std::vector<std::string_view> goals;
  for (const GoalRule& rule : kGoals) {
    if (rule.objective == objective) goals.push_back(rule.goal);
  }
  return goals;
}

std::string NameProblem(std::string_view name) {
  if (name.empty()) return "is required";
  int width = 0;
  while (!name.empty()) {
    const Rune rune = ReadRune(name);
    if (rune.bytes == 0) return "is not valid UTF-8";
    if (rune.value < 0x20) return "has control characters";
    if (IsEmoji(rune.value)) return "has an emoji, which TikTok refuses in names";
    width += IsWide(rune.value) ? 2 : 1;
    name.remove_prefix(rune.bytes);
  }
  if (width > kMaxNameWidth) {
    return fmt::format(
        "is {} characters wide (CJK counts double); at most {} leave room for our tag", width,
        kMaxNameWidth);
  }
  return "";
}

}  // namespace sparkgate::server
