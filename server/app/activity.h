// What the server did since it started, as counters for /metrics: the store's reads, writes and
// commits, the runner's ticks, batches and items, and the calls to TikTok by endpoint. Thread-safe.
#ifndef SPARKGATE_SERVER_APP_ACTIVITY_H_
#define SPARKGATE_SERVER_APP_ACTIVITY_H_

#include <map>
#include <memory>
#include <string>

#include "base/http/client.h"
#include "base/metrics.h"
#include "base/mutex.h"
#include "server/store/store.h"
#include "server/workers/work_runner.h"

namespace sparkgate::server {

class Activity {
 public:
  // `metrics` outlives it.
  explicit Activity(Metrics& metrics);

  // Brings the counters up to what store and runner say of themselves: they count faster on their
  // own than through metrics, and are only looked at when somebody scrapes.
  void Refresh(const StoreStats& store, const WorkRunner::Counts& runner);

 private:
  struct Total {
    Metrics::Counter* counter;
    int64_t shown = 0;
  };
  void Raise(Total& total, int64_t value) SG_REQUIRES(mutex_);

  Mutex mutex_;
  Total reads_ SG_GUARDED_BY(mutex_);
  Total writes_ SG_GUARDED_BY(mutex_);
  Total commits_ SG_GUARDED_BY(mutex_);
  Total ticks_ SG_GUARDED_BY(mutex_);
  Total batches_ SG_GUARDED_BY(mutex_);
  Total items_ SG_GUARDED_BY(mutex_);
};

// Counts and times what goes through `http`, which outlives it, as tiktok_call…{endpoint}.
std::unique_ptr<HttpClient> CountCalls(HttpClient& http, Metrics& metrics);

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_APP_ACTIVITY_H_
