#include "base/metrics.h"

#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sparkgate {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(MetricsTest, RendersWhatWasCounted) {
  const std::unique_ptr<Metrics> metrics = Metrics::Create();
  metrics->GetCounter("calls_total", "Calls.", {{"method", "Get"}}).Add(2);
  metrics->GetCounter("calls_total", "Calls.", {{"method", "Get"}}).Add(1);
  metrics->GetCounter("calls_total", "Calls.", {{"method", "\"List\"\n"}}).Add(1);
  metrics->GetGauge("queue_depth", "Waiting.", {}).Set(-1.5);
  metrics->GetLatency("call_seconds", "Time.", {{"method", "Get"}}).Observe(0.0003);
  const std::string text = metrics->Render();
  EXPECT_THAT(text, HasSubstr("# HELP calls_total Calls.\n# TYPE calls_total counter\n"));
  EXPECT_THAT(text, HasSubstr("calls_total{method=\"Get\"} 3\n"));
  EXPECT_THAT(text, HasSubstr("calls_total{method=\"\\\"List\\\"\\n\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("queue_depth -1.5\n"));
  EXPECT_THAT(text, HasSubstr("call_seconds_bucket{method=\"Get\",le=\"0.00025\"} 0\n"));
  EXPECT_THAT(text, HasSubstr("call_seconds_bucket{method=\"Get\",le=\"0.0005\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("call_seconds_count{method=\"Get\"} 1\n"));
}

TEST(MetricsTest, TheSameNameIsTheSameObject) {
  const std::unique_ptr<Metrics> metrics = Metrics::Create();
  EXPECT_EQ(&metrics->GetCounter("a", "", {{"x", "1"}}),
            &metrics->GetCounter("a", "", {{"x", "1"}}));
  EXPECT_NE(&metrics->GetCounter("a", "", {{"x", "1"}}),
            &metrics->GetCounter("a", "", {{"x", "2"}}));
}

TEST(MetricsTest, AMistakeInANameIsIgnored) {
  const std::unique_ptr<Metrics> metrics = Metrics::Create();
  metrics->GetCounter("not a name", "", {}).Add(1);
  metrics->GetCounter("a", "", {}).Add(1);
  metrics->GetGauge("a", "", {}).Set(7);
  metrics->GetLatency("a", "", {}).Observe(7);
  EXPECT_THAT(metrics->Render(), HasSubstr("a 1\n"));
  EXPECT_THAT(metrics->Render(), Not(HasSubstr("7")));
}

TEST(MetricsTest, ThreadsCountTogether) {
  const std::unique_ptr<Metrics> metrics = Metrics::Create();
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int j = 0; j < 500; ++j) metrics->GetCounter("n", "", {}).Add(1);
      metrics->Render();
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_THAT(metrics->Render(), HasSubstr("n 2000\n"));
}

}  // namespace
}  // namespace sparkgate
