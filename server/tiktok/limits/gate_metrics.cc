#include "server/tiktok/limits/gate_metrics.h"

#include <string>

namespace sparkgate::tiktok {

GateMetrics::GateMetrics(Metrics* metrics) : metrics_(metrics) { Change(0); }

GateMetrics::Waiting::Waiting(GateMetrics& metrics, std::string_view path) : metrics_(metrics) {
  metrics_.Change(+1);
  if (metrics_.metrics_ == nullptr) return;
  metrics_.metrics_
      ->GetCounter("tiktok_calls_held_total", "Calls to TikTok that had to wait for their turn.",
                   {{"endpoint", std::string(path)}})
      .Add(1);
}

GateMetrics::Waiting::~Waiting() { metrics_.Change(-1); }

void GateMetrics::Change(int waiting) {
  if (metrics_ == nullptr) return;
  MutexLock lock(mutex_);
  waiting_ += waiting;
  metrics_->GetGauge("tiktok_calls_waiting", "Calls to TikTok that wait for their turn now.", {})
      .Set(waiting_);
}

void GateMetrics::TurnedAway(std::string_view path, Why why) {
  if (metrics_ == nullptr) return;
  metrics_
      ->GetCounter("tiktok_calls_turned_away_total",
                   "Calls that were not sent: TikTok's limits left no room, or the endpoint rests.",
                   {{"endpoint", std::string(path)},
                    {"reason", why == Why::kResting ? "TIKTOK_RESTING" : "LIMIT_WAIT_TOO_LONG"}})
      .Add(1);
}

void GateMetrics::Over(std::string_view path, Outcome outcome, const Quota& quota) {
  if (metrics_ == nullptr) return;
  if (outcome == Outcome::kAppLimited || outcome == Outcome::kAccountLimited) {
    metrics_
        ->GetCounter(
            "tiktok_limit_refusals_total",
            "Calls that TikTok refused for its rate limits, which the limiter learns from.",
            {{"endpoint", std::string(path)},
             {"limit", outcome == Outcome::kAppLimited ? "app" : "ad_account"}})
        .Add(1);
  }
  const auto show = [&](const char* window, int64_t calls) {
    metrics_
        ->GetGauge("tiktok_allowance_calls",
                   "Calls that may leave in a window, as published and learned; 0: no limit known.",
                   {{"endpoint", std::string(path)}, {"window", window}})
        .Set(static_cast<double>(calls));
  };
  show("second", quota.per_second);
  show("minute", quota.per_minute);
  show("day", quota.per_day);
}

void GateMetrics::Resting(std::string_view path, bool rests) {
  if (metrics_ == nullptr) return;
  metrics_
      ->GetGauge("tiktok_endpoint_resting",
                 "1 while an endpoint is left alone because it failed several times in a row.",
                 {{"endpoint", std::string(path)}})
      .Set(rests ? 1 : 0);
}

}  // namespace sparkgate::tiktok
