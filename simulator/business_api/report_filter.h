// `filtering` of report/integrated/get (facts 9): a list of conditions that all must hold. Pure.
#ifndef SPARKGATE_SIMULATOR_BUSINESS_API_REPORT_FILTER_H_
#define SPARKGATE_SIMULATOR_BUSINESS_API_REPORT_FILTER_H_

#include <string>
#include <vector>

#include <absl/status/statusor.h>

#include "simulator/business_api/arguments.h"
#include "simulator/business_api/report_metrics.h"

namespace sparkgate::simulator {

class ReportFilter {
 public:
  // 40002 for a condition that makes no sense, 40008 for one that isn't simulated.
  static absl::StatusOr<ReportFilter> Read(ArgumentReader& in);

  // Whether the row's subject may be shown at all. Deleted ones aren't unless asked for.
  bool PassesSubject(const WorldState& state, const ReportSubject& subject) const;
  // And whether what it did is what is asked for.
  bool PassesCounts(const AdCounts& counts) const;

 private:
  enum class Kind { kIds, kName, kStatus, kNumber };
  struct Condition {
    Kind kind = Kind::kIds;
    std::string field;
    std::string type;                 // IN, MATCH, …
    std::vector<std::string> values;  // texts
    std::vector<double> numbers;
  };

  static absl::StatusOr<Condition> ReadCondition(ArgumentReader& in);
  static absl::Status ReadValue(std::string_view text, Condition& condition);

  std::vector<Condition> conditions_;
};

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_BUSINESS_API_REPORT_FILTER_H_
