#include "simulator/business_api/report_query.h"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "simulator/business_api/formats.h"
#include "simulator/business_api/report_metrics.h"
#include "simulator/world/refusal.h"

namespace sparkgate::simulator {
namespace {

constexpr std::string_view kReportTypes[] = {"BASIC",   "AUDIENCE", "PLAYABLE_MATERIAL",
                                             "CATALOG", "BC",       "TT_SHOP"};
constexpr std::string_view kServiceTypes[] = {"AUCTION", "RESERVATION"};
constexpr std::string_view kQueryModes[] = {"REGULAR", "CHUNK"};
constexpr std::string_view kOrderTypes[] = {"ASC", "DESC"};
constexpr std::string_view kLevels[] = {
    "AUCTION_ADVERTISER",     "AUCTION_CAMPAIGN",     "AUCTION_ADGROUP",     "AUCTION_AD",
    "RESERVATION_ADVERTISER", "RESERVATION_CAMPAIGN", "RESERVATION_ADGROUP", "RESERVATION_AD",
};
constexpr std::string_view kIdDimensions[] = {"advertiser_id", "campaign_id", "adgroup_id",
                                              "ad_id"};
constexpr std::string_view kDay = "stat_time_day";
constexpr std::string_view kHour = "stat_time_hour";

constexpr size_t kMostAdvertisers = 5;
constexpr int64_t kMostDaysByDay = 30;
constexpr int64_t kMostDays = 365;

absl::Status NotSimulated(std::string_view field, std::string_view what) {
  return Refuse(ApiCode::kNotImplemented, "REPORT_NOT_SIMULATED",
                fmt::format("{}: {} is not simulated.", field, what));
}

absl::Status Bad(std::string_view field, std::string_view why) {
  return RefuseParam("BAD_VALUE", fmt::format("{}: {}", field, why));
}

// TikTok's names look so; which of them there are isn't public in full.
bool LooksLikeName(std::string_view name) {
  return !name.empty() && name.size() <= 64 && std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
}

absl::Status ReadDimensions(const std::vector<std::string>& names, ReportQuery& query) {
  if (names.empty()) {
    return RefuseParam("MISSING_FIELD", "Missing required field(s): dimensions.");
  }
  for (const std::string& name : names) {
    if (std::ranges::count(names, name) > 1)
      return Bad("dimensions", name + " stands there twice.");
    if (name == kDay || name == kHour) {
      if (query.time != ReportTime::kNone) {
        return Bad("dimensions", fmt::format("{} and {} exclude each other.", kDay, kHour));
      }
      query.time = name == kDay ? ReportTime::kDay : ReportTime::kHour;
    } else if (name == IdDimension(query.level)) {
      query.by_id = true;
    } else if (std::ranges::find(kIdDimensions, name) != std::end(kIdDimensions)) {
      return Bad("dimensions",
                 fmt::format("{} does not fit data_level {}; its id dimension is {}.", name,
                             kLevels[static_cast<size_t>(query.level)], IdDimension(query.level)));
    } else if (LooksLikeName(name)) {
      return NotSimulated("dimensions", name);
    } else {
      return Bad("dimensions", fmt::format("{} is not a dimension.", name));
    }
  }
  if (!query.by_id && query.level != ReportLevel::kAdvertiser) {
    return Bad("dimensions",
               fmt::format("{} is needed with this data_level.", IdDimension(query.level)));
  }
  return absl::OkStatus();
}

absl::Status CheckMetrics(const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    if (IsMetric(name)) continue;
    if (LooksLikeName(name)) return NotSimulated("metrics", name);
    return Bad("metrics", fmt::format("{} is not a metric.", name));
  }
  return absl::OkStatus();
}

absl::StatusOr<absl::CivilDay> ReadDay(std::string_view field, const std::string& text) {
  const std::optional<absl::Time> time = ParseWireDate(text);
  if (time) return absl::ToCivilDay(*time, absl::UTCTimeZone());
  return Bad(field, "Time format should be %Y-%m-%d.");
}

absl::Status ReadDates(const std::string& first, const std::string& last, ReportQuery& query) {
  if (query.lifetime) {
    if (query.time == ReportTime::kNone) return absl::OkStatus();
    return Bad("query_lifetime", "It excludes stat_time_day and stat_time_hour.");
  }
  SG_ASSIGN_OR_RETURN(query.first_day, ReadDay("start_date", first));
  SG_ASSIGN_OR_RETURN(query.last_day, ReadDay("end_date", last));
  if (query.last_day < query.first_day) return Bad("end_date", "It must not be before start_date.");
  const int64_t days = query.last_day - query.first_day + 1;
  int64_t most = kMostDays;
  if (query.time == ReportTime::kDay) most = kMostDaysByDay;
  if (query.time == ReportTime::kHour) most = 1;
  if (days <= most) return absl::OkStatus();
  return Bad("end_date",
             fmt::format("The range must be at most {} day(s){}.", most,
                         query.time == ReportTime::kNone ? "" : " with this dimension"));
}

std::vector<std::string> ReadAdvertisers(ArgumentReader& in) {
  std::vector<std::string> ids = in.OptionalIds("advertiser_ids", {1, kMostAdvertisers});
  const std::optional<std::string> one = in.OptionalId("advertiser_id");
  if (ids.empty() && one) ids = {*one};
  if (!in.Has("advertiser_ids")) in.Require("advertiser_id");
  return ids;
}

}  // namespace

std::string_view IdDimension(ReportLevel level) {
  return kIdDimensions[static_cast<size_t>(level)];
}

absl::StatusOr<ReportQuery> ReadReportQuery(const Arguments& arguments) {
  ArgumentReader in(arguments);
  ReportQuery query;
  const std::string type = in.OneOf("report_type", kReportTypes);
  const std::string service = in.OptionalOneOf("service_type", kServiceTypes).value_or("AUCTION");
  const std::string mode = in.OptionalOneOf("query_mode", kQueryModes).value_or("REGULAR");
  const std::string level = type == "BASIC" || type.empty() ? in.OneOf("data_level", kLevels) : "";
  const std::vector<std::string> dimensions = in.OptionalStrings("dimensions", {1, 4});
  if (!in.Has("dimensions")) in.Require("dimensions");
  query.metrics = in.OptionalStrings("metrics", {1, 200});
  query.lifetime = in.OptionalBool("query_lifetime").value_or(false);
  query.advertiser_ids = ReadAdvertisers(in);
  const std::string first = query.lifetime ? "" : in.String("start_date");
  const std::string last = query.lifetime ? "" : in.String("end_date");
  query.utc = in.OptionalBool("multi_adv_report_in_utc_time").value_or(false);
  query.total = in.OptionalBool("enable_total_metrics").value_or(false);
  query.order_metric = in.OptionalString("order_field").value_or("");
  query.ascending = in.OptionalOneOf("order_type", kOrderTypes).value_or("DESC") == "ASC";
  query.page = ReadPage(in, 10, 1000);
  in.Allow({"data_level", "end_date", "filtering", "start_date"});
  SG_RETURN_IF_ERROR(in.Check());
  if (type != "BASIC") return NotSimulated("report_type", type);
  if (service != "AUCTION") return NotSimulated("service_type", service);
  if (mode != "REGULAR") return NotSimulated("query_mode", mode);
  const auto index = std::ranges::find(kLevels, level) - std::begin(kLevels);
  if (index >= std::ssize(kIdDimensions)) return NotSimulated("data_level", level);
  query.level = static_cast<ReportLevel>(index);
  SG_RETURN_IF_ERROR(ReadDimensions(dimensions, query));
  if (query.metrics.empty()) query.metrics = {"spend", "impressions"};
  SG_RETURN_IF_ERROR(CheckMetrics(query.metrics));
  SG_RETURN_IF_ERROR(ReadDates(first, last, query));
  if (!query.order_metric.empty() && !MetricNumber(query.order_metric, AdCounts())) {
    return Bad("order_field", fmt::format("{} is not a metric with a number.", query.order_metric));
  }
  SG_ASSIGN_OR_RETURN(query.filter, ReportFilter::Read(in));
  return query;
}

}  // namespace sparkgate::simulator
