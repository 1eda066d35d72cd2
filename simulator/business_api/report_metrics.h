// The metrics of a report (facts 9): counts, what follows from them, and names of what a row is
// about. Pure.
#ifndef SPARKGATE_SIMULATOR_BUSINESS_API_REPORT_METRICS_H_
#define SPARKGATE_SIMULATOR_BUSINESS_API_REPORT_METRICS_H_

#include <optional>
#include <string>
#include <string_view>

#include "simulator/world/spending/ad_counts.h"
#include "simulator/world/state.h"

namespace sparkgate::simulator {

// What a row is about, as deep as its level goes.
struct ReportSubject {
  const AdvertiserAccount* advertiser = nullptr;
  const Campaign* campaign = nullptr;
  const AdGroup* group = nullptr;
  const Ad* ad = nullptr;
};

bool IsMetric(std::string_view name);

// The value of a metric that is a number; nullopt for a name or none.
std::optional<double> MetricNumber(std::string_view name, const AdCounts& counts);

// As it stands in the answer: text, whatever it is. A name that the row's level doesn't have is
// "-".
std::string MetricText(std::string_view name, const AdCounts& counts, const ReportSubject& subject);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_BUSINESS_API_REPORT_METRICS_H_
