// What the gate tells of itself on /metrics (docs/metrics.md). The gauges of an endpoint are as of
// its latest call. Thread-safe; without metrics it does nothing.
#ifndef SPARKGATE_SERVER_TIKTOK_LIMITS_GATE_METRICS_H_
#define SPARKGATE_SERVER_TIKTOK_LIMITS_GATE_METRICS_H_

#include <string_view>

#include "base/metrics.h"
#include "base/mutex.h"
#include "server/tiktok/limits/limiter.h"
#include "server/tiktok/limits/quota.h"

namespace sparkgate::tiktok {

class GateMetrics {
 public:
  enum class Why { kNoRoom, kResting };

  // A call that waits for its turn, for as long as this exists.
  class Waiting {
   public:
    Waiting(GateMetrics& metrics, std::string_view path);
    ~Waiting();
    Waiting(const Waiting&) = delete;
    Waiting& operator=(const Waiting&) = delete;

   private:
    GateMetrics& metrics_;
  };

  // `metrics` may be null, else outlives it.
  explicit GateMetrics(Metrics* metrics);

  void TurnedAway(std::string_view path, Why why);
  // A call came back, and what it may go by from now on.
  void Over(std::string_view path, Outcome outcome, const Quota& quota);
  void Resting(std::string_view path, bool rests);

 private:
  void Change(int waiting);

  Metrics* const metrics_;
  Mutex mutex_;
  int waiting_ SG_GUARDED_BY(mutex_) = 0;
};

}  // namespace sparkgate::tiktok

#endif  // SPARKGATE_SERVER_TIKTOK_LIMITS_GATE_METRICS_H_
