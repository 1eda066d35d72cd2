#include "simulator/business_api/report_metrics.h"

#include <algorithm>
#include <cmath>
#include <iterator>

#include <fmt/format.h>

namespace sparkgate::simulator {
namespace {

using enum AdCount;

struct CountMetric {
  std::string_view name;
  AdCount count;
};
constexpr CountMetric kCountMetrics[] = {
    {"impressions", kImpressions},
    {"clicks", kClicks},
    {"reach", kReach},
    {"conversion", kConversions},
    {"result", kResults},
    {"total_landing_page_view", kLandingPageViews},
    {"video_play_actions", kPlays},
    {"video_watched_2s", kWatched2s},
    {"video_watched_6s", kWatched6s},
    {"engaged_view", kWatched6s},
    {"engaged_view_15s", kWatched15s},
    {"video_views_p25", kQuarters},
    {"video_views_p50", kHalves},
    {"video_views_p75", kThreeQuarters},
    {"video_views_p100", kWholes},
    {"likes", kLikes},
    {"comments", kComments},
    {"shares", kShares},
    {"follows", kFollows},
    {"profile_visits", kProfileVisits},
    {"clicks_on_music_disc", kMusicClicks},
    {"sound_usage_clicks", kSoundUsageClicks},
    {"duet_clicks", kDuetClicks},
    {"stitch_clicks", kStitchClicks},
    {"anchor_clicks", kAnchorClicks},
    {"engagements", kEngagements},
};

// times * over / under, with two decimal places.
struct RatioMetric {
  std::string_view name;
  AdCount over;
  AdCount under;
  double times;
};
constexpr double kPercent = 100;
constexpr double kUnits = 0.01;  // of a currency, in a cent
constexpr double kSeconds = 0.001;
constexpr RatioMetric kRatioMetrics[] = {
    {"ctr", kClicks, kImpressions, kPercent},
    {"cpc", kCents, kClicks, kUnits},
    {"cpm", kCents, kImpressions, 1000 * kUnits},
    {"frequency", kImpressions, kReach, 1},
    {"cost_per_1000_reached", kCents, kReach, 1000 * kUnits},
    {"cost_per_conversion", kCents, kConversions, kUnits},
    {"conversion_rate", kConversions, kClicks, kPercent},
    {"cost_per_result", kCents, kResults, kUnits},
    {"result_rate", kResults, kImpressions, kPercent},
    {"average_video_play", kWatchMillis, kPlays, kSeconds},
    {"average_video_play_per_user", kWatchMillis, kReach, kSeconds},
    {"profile_visits_rate", kProfileVisits, kImpressions, kPercent},
    {"engagement_rate", kEngagements, kImpressions, kPercent},
    {"anchor_click_rate", kAnchorClicks, kImpressions, kPercent},
};

constexpr std::string_view kSpend = "spend";

using AttributeReader = std::string (*)(const ReportSubject&);
struct Attribute {
  std::string_view name;
  AttributeReader read;
};
constexpr char kNone[] = "-";

template <class Row>
std::string TextOf(const Row* row, std::string Row::*field) {
  return row == nullptr ? kNone : row->*field;
}

constexpr Attribute kAttributes[] = {
    {"advertiser_id", [](const ReportSubject& of) { return of.advertiser->id; }},
    {"advertiser_name", [](const ReportSubject& of) { return of.advertiser->name; }},
    {"currency", [](const ReportSubject& of) { return of.advertiser->currency; }},
    {"timezone", [](const ReportSubject& of) { return of.advertiser->timezone; }},
    {"campaign_id", [](const ReportSubject& of) { return TextOf(of.campaign, &Campaign::id); }},
    {"campaign_name", [](const ReportSubject& of) { return TextOf(of.campaign, &Campaign::name); }},
    {"objective_type",
     [](const ReportSubject& of) { return TextOf(of.campaign, &Campaign::objective_type); }},
    {"adgroup_id", [](const ReportSubject& of) { return TextOf(of.group, &AdGroup::id); }},
    {"adgroup_name", [](const ReportSubject& of) { return TextOf(of.group, &AdGroup::name); }},
    {"promotion_type",
     [](const ReportSubject& of) { return TextOf(of.group, &AdGroup::promotion_type); }},
    {"ad_id", [](const ReportSubject& of) { return TextOf(of.ad, &Ad::id); }},
    {"ad_name", [](const ReportSubject& of) { return TextOf(of.ad, &Ad::name); }},
    {"tiktok_item_id", [](const ReportSubject& of) { return TextOf(of.ad, &Ad::post_id); }},
};

const CountMetric* FindCount(std::string_view name) {
  const auto* found = std::ranges::find(kCountMetrics, name, &CountMetric::name);
  return found == std::end(kCountMetrics) ? nullptr : found;
}

const RatioMetric* FindRatio(std::string_view name) {
  const auto* found = std::ranges::find(kRatioMetrics, name, &RatioMetric::name);
  return found == std::end(kRatioMetrics) ? nullptr : found;
}

const Attribute* FindAttribute(std::string_view name) {
  const auto* found = std::ranges::find(kAttributes, name, &Attribute::name);
  return found == std::end(kAttributes) ? nullptr : found;
}

double Ratio(const RatioMetric& metric, const AdCounts& counts) {
  if (counts[metric.under] == 0) return 0;
  return metric.times * static_cast<double>(counts[metric.over]) /
         static_cast<double>(counts[metric.under]);
}

}  // namespace

bool IsMetric(std::string_view name) {
  return name == kSpend || FindCount(name) != nullptr || FindRatio(name) != nullptr ||
         FindAttribute(name) != nullptr;
}

std::optional<double> MetricNumber(std::string_view name, const AdCounts& counts) {
  if (name == kSpend) return static_cast<double>(counts[kCents]) * kUnits;
  if (const CountMetric* count = FindCount(name)) {
    return static_cast<double>(counts[count->count]);
  }
  if (const RatioMetric* ratio = FindRatio(name)) return Ratio(*ratio, counts);
  return std::nullopt;
}

std::string MetricText(std::string_view name, const AdCounts& counts,
                       const ReportSubject& subject) {
  if (name == kSpend) return fmt::format("{}.{:02}", counts[kCents] / 100, counts[kCents] % 100);
  if (const CountMetric* count = FindCount(name)) return fmt::format("{}", counts[count->count]);
  if (const RatioMetric* ratio = FindRatio(name)) {
    return fmt::format("{:.2f}", Ratio(*ratio, counts));
  }
  const Attribute* attribute = FindAttribute(name);
  return attribute == nullptr ? kNone : attribute->read(subject);
}

}  // namespace sparkgate::simulator
