#include "simulator/world/objectives.h"

#include <algorithm>

namespace sparkgate::simulator {
namespace {

constexpr BidField kBid = BidField::kBidPrice;
constexpr BidField kConversionBid = BidField::kConversionBidPrice;

constexpr GoalRule kGoalRules[] = {
    {"REACH", "REACH", "CPM", kBid, false, false},
    {"TRAFFIC", "CLICK", "CPC", kBid, false, true},
    {"TRAFFIC", "TRAFFIC_LANDING_PAGE_VIEW", "OCPM", kConversionBid, false, true},
    {"VIDEO_VIEWS", "ENGAGED_VIEW", "CPV", kBid, false, false},
    {"VIDEO_VIEWS", "ENGAGED_VIEW_FIFTEEN", "CPV", kBid, false, false},
    {"ENGAGEMENT", "FOLLOWERS", "OCPM", kConversionBid, false, false},
    {"ENGAGEMENT", "PAGE_VISIT", "CPC", kBid, false, false},
    {"WEB_CONVERSIONS", "CONVERT", "OCPM", kConversionBid, true, true},
    {"WEB_CONVERSIONS", "VALUE", "OCPM", kConversionBid, true, true},
};

constexpr std::string_view kObjectives[] = {
    "REACH",           "TRAFFIC",       "VIDEO_VIEWS", "ENGAGEMENT",          "LEAD_GENERATION",
    "WEB_CONVERSIONS", "APP_PROMOTION", "RF_REACH",    "BRAND_CONSIDERATION", "PRODUCT_SALES",
};

}  // namespace

std::span<const GoalRule> GoalRules() { return kGoalRules; }

const GoalRule* FindGoalRule(std::string_view objective, std::string_view goal) {
  for (const GoalRule& rule : kGoalRules) {
    if (rule.objective == objective && rule.goal == goal) return &rule;
  }
  return nullptr;
}

bool IsObjective(std::string_view objective) {
  return std::ranges::find(kObjectives, objective) != std::end(kObjectives);
}

bool IsSimulatedObjective(std::string_view objective) {
  return std::ranges::find(kGoalRules, objective, &GoalRule::objective) != std::end(kGoalRules);
}

}  // namespace sparkgate::simulator
