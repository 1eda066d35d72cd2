#include "base/metrics.h"

#include <exception>
#include <utility>

#include <fmt/format.h>
#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include "base/log.h"
#include "base/mutex.h"

namespace sparkgate {
namespace {

class PrometheusCounter final : public Metrics::Counter {
 public:
  explicit PrometheusCounter(prometheus::Counter& counter) : counter_(counter) {}
  void Add(double value) override { counter_.Increment(value); }

 private:
  prometheus::Counter& counter_;
};

class PrometheusGauge final : public Metrics::Gauge {
 public:
  explicit PrometheusGauge(prometheus::Gauge& gauge) : gauge_(gauge) {}
  void Set(double value) override { gauge_.Set(value); }

 private:
  prometheus::Gauge& gauge_;
};

class PrometheusHistogram final : public Metrics::Histogram {
 public:
  explicit PrometheusHistogram(prometheus::Histogram& histogram) : histogram_(histogram) {}
  void Observe(double value) override { histogram_.Observe(value); }

 private:
  prometheus::Histogram& histogram_;
};

// What a wrong name gets: a mistake in a metric must not end a server.
struct IgnoredCounter final : Metrics::Counter {
  void Add(double) override {}
};
struct IgnoredGauge final : Metrics::Gauge {
  void Set(double) override {}
};
struct IgnoredHistogram final : Metrics::Histogram {
  void Observe(double) override {}
};

const prometheus::Histogram::BucketBoundaries& LatencyBuckets() {
  static const prometheus::Histogram::BucketBoundaries buckets = {
      0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05,
      0.1,    0.25,    0.5,    1,     2.5,    5,     10,   30};
  return buckets;
}

class PrometheusMetrics final : public Metrics {
 public:
  Counter& GetCounter(std::string_view name, std::string_view help, const Labels& labels) override {
    MutexLock lock(mutex_);
    return Get<Counter, IgnoredCounter>(counters_, name, labels, [&] {
      return std::make_unique<PrometheusCounter>(prometheus::BuildCounter()
                                                     .Name(std::string(name))
                                                     .Help(std::string(help))
                                                     .Register(registry_)
                                                     .Add(labels));
    });
  }

  Gauge& GetGauge(std::string_view name, std::string_view help, const Labels& labels) override {
    MutexLock lock(mutex_);
    return Get<Gauge, IgnoredGauge>(gauges_, name, labels, [&] {
      return std::make_unique<PrometheusGauge>(prometheus::BuildGauge()
                                                   .Name(std::string(name))
                                                   .Help(std::string(help))
                                                   .Register(registry_)
                                                   .Add(labels));
    });
  }

  Histogram& GetLatency(std::string_view name, std::string_view help,
                        const Labels& labels) override {
    MutexLock lock(mutex_);
    return Get<Histogram, IgnoredHistogram>(histograms_, name, labels, [&] {
      return std::make_unique<PrometheusHistogram>(prometheus::BuildHistogram()
                                                       .Name(std::string(name))
                                                       .Help(std::string(help))
                                                       .Register(registry_)
                                                       .Add(labels, LatencyBuckets()));
    });
  }

  std::string Render() const override {
    return prometheus::TextSerializer().Serialize(registry_.Collect());
  }

 private:
  template <typename Metric>
  using Owned = std::map<std::pair<std::string, Labels>, std::unique_ptr<Metric>>;

  template <typename Metric, typename Ignored, typename Make>
  Metric& Get(Owned<Metric>& owned, std::string_view name, const Labels& labels, Make make)
      SG_REQUIRES(mutex_) {
    std::unique_ptr<Metric>& slot = owned[{std::string(name), labels}];
    if (slot) return *slot;
    try {
      slot = make();
    } catch (const std::exception& error) {  // a name Prometheus can't have, or of another kind
      LogError("metric_refused", {{"name", name}, {"error", error.what()}});
      slot = std::make_unique<Ignored>();
    }
    return *slot;
  }

  prometheus::Registry registry_;
  Mutex mutex_;
  Owned<Counter> counters_ SG_GUARDED_BY(mutex_);
  Owned<Gauge> gauges_ SG_GUARDED_BY(mutex_);
  Owned<Histogram> histograms_ SG_GUARDED_BY(mutex_);
};

}  // namespace

std::unique_ptr<Metrics> Metrics::Create() { return std::make_unique<PrometheusMetrics>(); }

}  // namespace sparkgate
