// A load generator: N callers over M connections, each with one call in flight and the next one
// sent as soon as it is answered. One thread with one completion queue, which on few cores beats
// more threads and the callback API. Knows methods by name and requests by their bytes.
#ifndef SPARKGATE_TESTS_BENCH_CLOSED_LOOP_CLIENT_H_
#define SPARKGATE_TESTS_BENCH_CLOSED_LOOP_CLIENT_H_

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include <absl/time/time.h>

namespace sparkgate::bench {

// Counts microseconds exactly up to a second, and everything longer as that.
class LatencyHistogram {
 public:
  void Add(int64_t micros);
  int64_t Percentile(double percent) const;  // e.g. 99; 0 if empty
  int64_t count() const { return count_; }

 private:
  std::vector<int64_t> buckets_ = std::vector<int64_t>(1'000'001);
  int64_t count_ = 0;
};

struct ClosedLoop {
  std::string target;                           // "127.0.0.1:7400"
  std::string method;                           // "/package.Service/Method", unary
  std::function<std::string(int64_t)> request;  // bytes of the n-th request
  std::string bearer_token = "";
  int callers = 64;
  int channels = 4;
  absl::Duration warm_up = absl::Seconds(1);  // not counted
  absl::Duration duration = absl::Seconds(5);
};

struct ClosedLoopResult {
  LatencyHistogram latencies;  // of successful calls
  int64_t errors = 0;
  std::string first_error = "";
  absl::Duration elapsed;

  double calls_per_second() const;
  std::string Summary() const;  // "41903 calls/s, p50 1481 µs, p99 3402 µs, 0 errors"
};

ClosedLoopResult Run(const ClosedLoop& loop);

}  // namespace sparkgate::bench

#endif  // SPARKGATE_TESTS_BENCH_CLOSED_LOOP_CLIENT_H_
