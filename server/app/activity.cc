#include "server/app/activity.h"

#include <string_view>

namespace sparkgate::server {
namespace {

// ".../open_api/v1.3/tt_video/list/?…" → "tt_video/list". No query: it may hold a code.
std::string_view EndpointOf(std::string_view url) {
  static constexpr std::string_view kVersion = "/open_api/v1.3/";
  url = url.substr(0, url.find('?'));
  if (const size_t begin = url.find(kVersion); begin != url.npos) {
    url.remove_prefix(begin + kVersion.size());
  }
  if (url.ends_with('/')) url.remove_suffix(1);
  return url;
}

class CountingClient final : public HttpClient {
 public:
  CountingClient(HttpClient& http, Metrics& metrics) : http_(http), metrics_(metrics) {}

  absl::StatusOr<HttpResponse> Send(const HttpRequest& request) override {
    CounterOf(EndpointOf(request.url)).Add(1);
    return http_.Send(request);
  }

 private:
  Metrics::Counter& CounterOf(std::string_view endpoint) {
    MutexLock lock(mutex_);
    if (const auto known = counters_.find(endpoint); known != counters_.end()) {
      return *known->second;
    }
    Metrics::Counter& counter =
        metrics_.GetCounter("tiktok_calls_total", "Calls sent to TikTok, by endpoint.",
                            {{"endpoint", std::string(endpoint)}});
    counters_.emplace(endpoint, &counter);
    return counter;
  }

  HttpClient& http_;
  Metrics& metrics_;
  Mutex mutex_;
  std::map<std::string, Metrics::Counter*, std::less<>> counters_ SG_GUARDED_BY(mutex_);
};

}  // namespace

Activity::Activity(Metrics& metrics)
    : reads_{&metrics.GetCounter("store_reads_total", "Read transactions.", {})},
      writes_{&metrics.GetCounter("store_writes_total", "Write transactions.", {})},
      commits_{&metrics.GetCounter("store_commits_total",
                                   "Commits made durable; one holds many writes.", {})},
      ticks_{&metrics.GetCounter("work_ticks_total", "Ticks of worlds acknowledged.", {})},
      batches_{&metrics.GetCounter("work_batches_total", "Batches of background work.", {})},
      items_{&metrics.GetCounter("work_items_total", "Items in them.", {})} {}

void Activity::Refresh(const StoreStats& store, const WorkRunner::Counts& runner) {
  MutexLock lock(mutex_);
  Raise(reads_, store.reads);
  Raise(writes_, store.writes);
  Raise(commits_, store.commits);
  Raise(ticks_, runner.ticks);
  Raise(batches_, runner.batches);
  Raise(items_, runner.items);
}

void Activity::Raise(Total& total, int64_t value) {
  if (value <= total.shown) return;  // two scrapes at once may come in any order
  total.counter->Add(static_cast<double>(value - total.shown));
  total.shown = value;
}

std::unique_ptr<HttpClient> CountCalls(HttpClient& http, Metrics& metrics) {
  return std::make_unique<CountingClient>(http, metrics);
}

}  // namespace sparkgate::server
