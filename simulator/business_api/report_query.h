// What a call of report/integrated/get asks for (facts 9), checked. Pure.
#ifndef SPARKGATE_SIMULATOR_BUSINESS_API_REPORT_QUERY_H_
#define SPARKGATE_SIMULATOR_BUSINESS_API_REPORT_QUERY_H_

#include <optional>
#include <string>
#include <vector>

#include <absl/status/statusor.h>
#include <absl/time/civil_time.h>

#include "simulator/business_api/arguments.h"
#include "simulator/business_api/paging.h"
#include "simulator/business_api/report_filter.h"

namespace sparkgate::simulator {

enum class ReportLevel { kAdvertiser, kCampaign, kAdGroup, kAd };
enum class ReportTime { kNone, kDay, kHour };

struct ReportQuery {
  std::vector<std::string> advertiser_ids;
  ReportLevel level = ReportLevel::kAdvertiser;
  bool by_id = false;  // a row for each object of the level; otherwise one for the advertiser
  ReportTime time = ReportTime::kNone;
  std::vector<std::string> metrics;
  bool lifetime = false;
  absl::CivilDay first_day;  // both inclusive; unless lifetime
  absl::CivilDay last_day;
  bool utc = false;  // days are UTC's rather than the advertiser's
  ReportFilter filter;
  std::string order_metric;  // "": as it comes
  bool ascending = false;
  bool total = false;
  Page page;
};

// The name of the level's id dimension: advertiser_id, campaign_id, adgroup_id, ad_id.
std::string_view IdDimension(ReportLevel level);

absl::StatusOr<ReportQuery> ReadReportQuery(const Arguments& arguments);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_BUSINESS_API_REPORT_QUERY_H_
