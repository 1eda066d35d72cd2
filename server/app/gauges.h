// How things stand, as gauges for /metrics (docs/metrics.md): what waits in the pools, who watches,
// and what a survey of the workspaces found. Set when somebody scrapes, by one thread at a time.
#ifndef SPARKGATE_SERVER_APP_GAUGES_H_
#define SPARKGATE_SERVER_APP_GAUGES_H_

#include <cstddef>
#include <set>
#include <string>
#include <utility>

#include <absl/time/time.h>

#include "base/metrics.h"
#include "server/usecases/survey.h"

namespace sparkgate::server {

class Gauges {
 public:
  // `metrics` outlives it.
  explicit Gauges(Metrics& metrics) : metrics_(metrics) {}

  void ShowQueue(const char* pool, size_t waiting);
  void ShowWatchers(size_t watchers);
  // `took`: how long the survey did.
  void Show(const Survey& survey, absl::Duration took);

 private:
  void Show(const std::string& environment, const Standing& standing);
  void Set(const char* name, const char* help, const Metrics::Labels& labels, double value);

  Metrics& metrics_;
  std::set<std::pair<std::string, std::string>> kinds_;  // environment and kind of work ever shown
};

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_APP_GAUGES_H_
