#include "server/app/activity.h"

#include <string_view>

#include "base/clock.h"

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
    const Endpoint endpoint = Find(EndpointOf(request.url));
    endpoint.calls->Add(1);
    const int64_t start = MonotonicNanos();
    absl::StatusOr<HttpResponse> response = http_.Send(request);
    endpoint.latency->Observe(absl::ToDoubleSeconds(absl::Nanoseconds(MonotonicNanos() - start)));
    if (!response.ok() || response->status != 200) endpoint.failures->Add(1);
    return response;
  }

 private:
  struct Endpoint {
    Metrics::Counter* calls;
    Metrics::Counter* failures;
    Metrics::Histogram* latency;
  };

  Endpoint Find(std::string_view name) {
    MutexLock lock(mutex_);
    if (const auto known = endpoints_.find(name); known != endpoints_.end()) return known->second;
    const Metrics::Labels labels = {{"endpoint", std::string(name)}};
    const Endpoint endpoint = {
        &metrics_.GetCounter("tiktok_calls_total", "Calls sent to TikTok, by endpoint.", labels),
        &metrics_.GetCounter("tiktok_call_failures_total",
                             "Of them, those without an answer, or with an HTTP status but 200.",
                             labels),
        &metrics_.GetLatency("tiktok_call_seconds",
                             "Time from a call's departure to TikTok's answer.", labels)};
    return endpoints_.emplace(name, endpoint).first->second;
  }

  HttpClient& http_;
  Metrics& metrics_;
  Mutex mutex_;
  std::map<std::string, Endpoint, std::less<>> endpoints_ SG_GUARDED_BY(mutex_);
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
