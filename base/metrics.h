// Counters, gauges and histograms in Prometheus' text format. prometheus-cpp underneath, seen only
// by base/metrics.cc. All functions are thread-safe.
#ifndef SPARKGATE_BASE_METRICS_H_
#define SPARKGATE_BASE_METRICS_H_

#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace sparkgate {

class Metrics {
 public:
  using Labels = std::map<std::string, std::string>;
  class Counter {
   public:
    virtual ~Counter() = default;
    virtual void Add(double value) = 0;
  };
  class Gauge {
   public:
    virtual ~Gauge() = default;
    virtual void Set(double value) = 0;
  };
  class Histogram {
   public:
    virtual ~Histogram() = default;
    virtual void Observe(double value) = 0;
  };

  static std::unique_ptr<Metrics> Create();
  virtual ~Metrics() = default;
  // Same name and labels: the same object, owned by Metrics. Look it up once and keep it.
  virtual Counter& GetCounter(std::string_view name, std::string_view help,
                              const Labels& labels) = 0;
  virtual Gauge& GetGauge(std::string_view name, std::string_view help, const Labels& labels) = 0;
  // Buckets are seconds, from 100 µs to 30 s.
  virtual Histogram& GetLatency(std::string_view name, std::string_view help,
                                const Labels& labels) = 0;
  virtual std::string Render() const = 0;
};

}  // namespace sparkgate

#endif  // SPARKGATE_BASE_METRICS_H_
