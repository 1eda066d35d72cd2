// report/integrated/get: what ads spent and what they got for it, paid activity only (facts 9).
#include "simulator/world/spending/report.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <fmt/format.h>

#include "base/clock.h"
#include "simulator/business_api/access.h"
#include "simulator/business_api/endpoints.h"
#include "simulator/business_api/report_query.h"
#include "simulator/world/spending/traffic.h"

namespace sparkgate::simulator {
namespace {

namespace json = boost::json;

// The periods of a report: from each bound to the next, Unix microseconds.
struct Periods {
  std::vector<int64_t> bounds;
  std::vector<std::string> labels;  // as the time dimension shows them
};

void AddPeriod(Periods& periods, absl::Time end, std::string label) {
  periods.bounds.push_back(ToMicros(end));
  periods.labels.push_back(std::move(label));
}

std::string Label(absl::CivilSecond time) {
  return fmt::format("{:04}-{:02}-{:02} {:02}:00:00", time.year(), time.month(), time.day(),
                     time.hour());
}

Periods PeriodsOf(const WorldState& state, const AdvertiserAccount& advertiser,
                  const ReportQuery& query) {
  const absl::TimeZone zone = query.utc ? absl::UTCTimeZone() : ZoneOf(advertiser);
  Periods periods;
  if (query.lifetime) {
    periods.bounds = {ToMicros(state.start_time)};
    AddPeriod(periods, state.now, "");
    return periods;
  }
  const absl::CivilDay end = query.last_day + 1;
  periods.bounds = {ToMicros(absl::FromCivil(query.first_day, zone))};
  switch (query.time) {
    case ReportTime::kNone:
      AddPeriod(periods, absl::FromCivil(end, zone), "");
      break;
    case ReportTime::kDay:
      for (absl::CivilDay day = query.first_day; day < end; ++day) {
        AddPeriod(periods, absl::FromCivil(day + 1, zone), Label(absl::CivilSecond(day)));
      }
      break;
    case ReportTime::kHour:
      // An hour that summer time repeats is one of two hours' length.
      for (absl::CivilHour hour(query.first_day); hour < absl::CivilHour(end); ++hour) {
        AddPeriod(periods, absl::FromCivil(hour + 1, zone), Label(absl::CivilSecond(hour)));
      }
      break;
  }
  return periods;
}

struct Row {
  ReportSubject subject;
  std::string id;
  std::string time;
  AdCounts counts;
};

ReportSubject SubjectOf(const WorldState& state, const ReportQuery& query, const Ad& ad) {
  ReportSubject subject;
  subject.advertiser = Find(state.advertisers, ad.advertiser_id);
  if (query.level >= ReportLevel::kCampaign)
    subject.campaign = Find(state.campaigns, ad.campaign_id);
  if (query.level >= ReportLevel::kAdGroup) subject.group = Find(state.ad_groups, ad.ad_group_id);
  if (query.level >= ReportLevel::kAd) subject.ad = &ad;
  return subject;
}

const std::string& IdOf(const ReportSubject& subject) {
  if (subject.ad != nullptr) return subject.ad->id;
  if (subject.group != nullptr) return subject.group->id;
  return subject.campaign != nullptr ? subject.campaign->id : subject.advertiser->id;
}

void AddRows(const WorldState& state, const ReportQuery& query, const std::string& advertiser_id,
             std::vector<Row>& rows) {
  const Periods periods = PeriodsOf(state, *Find(state.advertisers, advertiser_id), query);
  std::map<std::string, Row> by_id;
  std::map<std::string, std::vector<AdCounts>> counts;
  for (const AdReport& report : ReportAds(state, advertiser_id, periods.bounds)) {
    const ReportSubject subject = SubjectOf(state, query, *report.ad);
    if (!query.filter.PassesSubject(state, subject)) continue;
    const std::string& id = IdOf(subject);
    by_id.try_emplace(id, Row{subject, id, "", {}});
    std::vector<AdCounts>& sums = counts[id];
    sums.resize(periods.labels.size());
    for (size_t i = 0; i < sums.size(); ++i) sums[i] += report.periods[i];
  }
  for (size_t i = 0; i < periods.labels.size(); ++i) {
    for (const auto& [id, row] : by_id) {
      const AdCounts& sum = counts[id][i];
      const bool idle = sum[AdCount::kCents] == 0 && sum[AdCount::kImpressions] == 0;
      if (idle || !query.filter.PassesCounts(sum)) continue;  // nothing to report
      rows.push_back({row.subject, id, periods.labels[i], sum});
    }
  }
}

void Sort(const ReportQuery& query, std::vector<Row>& rows) {
  if (query.order_metric.empty()) return;
  std::ranges::stable_sort(rows, [&](const Row& a, const Row& b) {
    const double of_a = *MetricNumber(query.order_metric, a.counts);
    const double of_b = *MetricNumber(query.order_metric, b.counts);
    return query.ascending ? of_a < of_b : of_a > of_b;
  });
}

json::object Dimensions(const ReportQuery& query, const Row& row) {
  json::object dimensions;
  if (query.by_id) dimensions[IdDimension(query.level)] = row.id;
  if (query.time == ReportTime::kDay) dimensions["stat_time_day"] = row.time;
  if (query.time == ReportTime::kHour) dimensions["stat_time_hour"] = row.time;
  return dimensions;
}

json::object Metrics(const ReportQuery& query, const AdCounts& counts,
                     const ReportSubject& subject) {
  json::object metrics;
  for (const std::string& name : query.metrics) {
    metrics[name] = MetricText(name, counts, subject);
  }
  return metrics;
}

// Names of things have no total.
json::object TotalMetrics(const ReportQuery& query, const std::vector<Row>& rows) {
  AdCounts total;
  for (const Row& row : rows) total += row.counts;
  json::object metrics;
  for (const std::string& name : query.metrics) {
    if (MetricNumber(name, total)) metrics[name] = MetricText(name, total, {});
  }
  return metrics;
}

absl::StatusOr<Data> ReportIntegratedGet(const WorldState& state, const Caller& caller,
                                         const Arguments& arguments) {
  SG_ASSIGN_OR_RETURN(const ReportQuery query, ReadReportQuery(arguments));
  for (const std::string& id : query.advertiser_ids) {
    SG_RETURN_IF_ERROR(CheckAdvertiser(state, caller, id));
  }
  std::vector<Row> rows;
  for (const std::string& id : query.advertiser_ids) AddRows(state, query, id, rows);
  Sort(query, rows);
  json::array list;
  for (size_t i = query.page.First(rows.size()); i < query.page.Last(rows.size()); ++i) {
    list.push_back(json::object{{"dimensions", Dimensions(query, rows[i])},
                                {"metrics", Metrics(query, rows[i].counts, rows[i].subject)}});
  }
  Data data{{"list", std::move(list)}, {"page_info", query.page.Info(rows.size())}};
  if (query.total) data["total_metrics"] = TotalMetrics(query, rows);
  return data;
}

constexpr Endpoint kReportEndpoints[] = {
    GetEndpoint("report/integrated/get", TokenFamily::kAdvertiser, "44", &ReportIntegratedGet),
};

}  // namespace

std::span<const Endpoint> ReportEndpoints() { return kReportEndpoints; }

}  // namespace sparkgate::simulator
