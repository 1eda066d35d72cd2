// Metrics whose values a test can read. Thread-safe.
#ifndef SPARKGATE_RPC_TESTING_COUNTING_METRICS_H_
#define SPARKGATE_RPC_TESTING_COUNTING_METRICS_H_

#include <map>
#include <string>
#include <string_view>

#include "base/metrics.h"
#include "base/mutex.h"

namespace sparkgate::rpc::testing {

class CountingMetrics final : public Metrics {
 public:
  Counter& GetCounter(std::string_view name, std::string_view, const Labels& labels) override {
    return Get(name, labels);
  }
  Gauge& GetGauge(std::string_view name, std::string_view, const Labels& labels) override {
    return Get(name, labels);
  }
  // Its value is how often it was observed.
  Histogram& GetLatency(std::string_view name, std::string_view, const Labels& labels) override {
    return Get(name, labels);
  }
  std::string Render() const override { return ""; }

  double Value(std::string_view name, const Labels& labels) { return Get(name, labels).value(); }
  double Calls(std::string_view method, std::string_view code) {
    return Value("rpc_calls_total", {{"method", std::string(method)}, {"code", std::string(code)}});
  }

 private:
  class Cell final : public Counter, public Gauge, public Histogram {
   public:
    void Add(double value) override {
      MutexLock lock(mutex_);
      value_ += value;
    }
    void Set(double value) override {
      MutexLock lock(mutex_);
      value_ = value;
    }
    void Observe(double) override { Add(1); }
    double value() {
      MutexLock lock(mutex_);
      return value_;
    }

   private:
    Mutex mutex_;
    double value_ SG_GUARDED_BY(mutex_) = 0;
  };

  Cell& Get(std::string_view name, const Labels& labels) {
    MutexLock lock(mutex_);
    return cells_[{std::string(name), labels}];
  }

  Mutex mutex_;
  std::map<std::pair<std::string, Labels>, Cell> cells_ SG_GUARDED_BY(mutex_);
};

}  // namespace sparkgate::rpc::testing

#endif  // SPARKGATE_RPC_TESTING_COUNTING_METRICS_H_
