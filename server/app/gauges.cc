#include "server/app/gauges.h"

#include <map>

#include <fmt/format.h>

namespace sparkgate::server {
namespace {

template <class Key>
double CountOf(const std::map<Key, int64_t>& counts, const Key& key) {
  const auto found = counts.find(key);
  return found == counts.end() ? 0 : static_cast<double>(found->second);
}

}  // namespace

void Gauges::Set(const char* name, const char* help, const Metrics::Labels& labels, double value) {
  metrics_.GetGauge(name, help, labels).Set(value);
}

void Gauges::ShowQueue(const char* pool, size_t waiting) {
  Set("pool_queue_depth", "Tasks that wait for a thread of a pool.", {{"pool", pool}},
      static_cast<double>(waiting));
}

void Gauges::ShowWatchers(size_t watchers) {
  Set("event_watchers", "WatchEvents streams that are told of new events.", {},
      static_cast<double>(watchers));
}

void Gauges::Show(const Survey& survey, absl::Duration took) {
  Set("survey_seconds", "What the latest survey of the workspaces took.", {},
      absl::ToDoubleSeconds(took));
  Set("survey_complete", "0 if the survey left out what was beyond its bounds.", {},
      survey.complete ? 1 : 0);
  for (const auto& [environment, standing] : survey.standings) {
    Show(environment == Environment::kLive ? "LIVE" : "SIMULATOR", standing);
  }
}

void Gauges::Show(const std::string& environment, const Standing& standing) {
  const auto set = [&](const char* name, const char* help, auto value) {
    Set(name, help, {{"environment", environment}}, static_cast<double>(value));
  };
  set("workspaces", "Workspaces.", standing.workspaces);
  set("workspaces_without_time", "Workspaces whose world's time nobody tells.",
      standing.unknown_time);
  for (const auto& [kind, count] : standing.work_due) kinds_.emplace(environment, kind);
  for (const auto& [of, kind] : kinds_) {
    if (of != environment) continue;
    Set("work_due", "Background work that is due and not done.",
        {{"environment", environment}, {"kind", kind}}, CountOf(standing.work_due, kind));
  }
  set("work_oldest_due_seconds",
      "For how long the oldest of it has been due, by its workspace's clock.",
      absl::ToDoubleSeconds(standing.oldest_due));
  for (const auto& [state, name] : {std::pair(OperationState::kPlanned, "PLANNED"),
                                    std::pair(OperationState::kRunning, "RUNNING"),
                                    std::pair(OperationState::kUnknown, "UNKNOWN")}) {
    Set("operations_open", "Operations that aren't over, without items of others.",
        {{"environment", environment}, {"state", name}}, CountOf(standing.operations, state));
  }
  set("operations_waiting_for_person", "Of them, those that wait for a person.",
      standing.waiting_for_person);
  set("events_last_number", "The workspaces' last event numbers, summed.", standing.last_events);
  set("webhook_deliveries_pending", "Deliveries to webhook endpoints that wait or are under way.",
      standing.webhooks_pending);
  set("webhook_lag_events", "How many events the webhook endpoint furthest behind is behind.",
      standing.webhook_lag);
  set("webhook_endpoints_disabled", "Webhook endpoints that were disabled because they failed.",
      standing.webhooks_disabled);
  for (const int days : kHorizonDays) {
    const Metrics::Labels labels = {{"environment", environment},
                                    {"within", fmt::format("{}d", days)}};
    Set("authorizations_ending", "Posts whose authorization ends within so many days.", labels,
        CountOf(standing.authorizations_ending, days));
    Set("codes_ending", "Generated codes that end within so many days.", labels,
        CountOf(standing.codes_ending, days));
  }
}

}  // namespace sparkgate::server
