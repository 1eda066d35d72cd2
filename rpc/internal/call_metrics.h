// rpc_calls_total{method,code} and rpc_call_seconds{method}. Thread-safe and without a lock once a
// method has answered with a code: the pipeline counts every call.
#ifndef SPARKGATE_RPC_INTERNAL_CALL_METRICS_H_
#define SPARKGATE_RPC_INTERNAL_CALL_METRICS_H_

#include <array>
#include <atomic>
#include <initializer_list>
#include <map>
#include <string>
#include <string_view>

#include <absl/status/status.h>
#include <absl/time/time.h>

#include "base/metrics.h"
#include "rpc/method_table.h"

namespace sparkgate::rpc::internal {

class CallMetrics {
 public:
  // `metrics` outlives this.
  CallMetrics(std::initializer_list<const MethodTable*> tables, Metrics& metrics);

  // A method that is in no table counts as "unknown": callers cannot invent labels.
  void Count(std::string_view method, absl::StatusCode code, absl::Duration elapsed);

 private:
  struct PerMethod {
    bool stream = false;  // a stream's duration is its reader's choice, not a latency
    Metrics::Histogram* latency = nullptr;
    std::array<std::atomic<Metrics::Counter*>, 17> by_code = {};
  };

  Metrics& metrics_;
  std::map<std::string, PerMethod, std::less<>> methods_;
  PerMethod& unknown_;
};

}  // namespace sparkgate::rpc::internal

#endif  // SPARKGATE_RPC_INTERNAL_CALL_METRICS_H_
