// What every call passes, whatever its shape, in this order: Admit on the poller, Authorize on a
// worker, the handler, Close. Knows no gRPC. Thread-safe.
#ifndef SPARKGATE_RPC_INTERNAL_PIPELINE_H_
#define SPARKGATE_RPC_INTERNAL_PIPELINE_H_

#include <atomic>
#include <initializer_list>
#include <string_view>

#include <absl/status/status.h>

#include "base/metrics.h"
#include "rpc/auth.h"
#include "rpc/internal/call_metrics.h"
#include "rpc/internal/call_state.h"
#include "rpc/method_table.h"

namespace sparkgate::rpc::internal {

class Pipeline {
 public:
  // `authenticator` and `metrics` outlive this; the first may be null if every method is kAnyone.
  Pipeline(std::initializer_list<const MethodTable*> tables, Authenticator* authenticator,
           Metrics& metrics);

  void StartDraining() { draining_.store(true, std::memory_order_relaxed); }

  // Sheds, checks the deadline, and the credential if it is known. Never blocks: a stranger is
  // turned away here, before anything of his is queued. `authorization` is the metadata's value.
  absl::Status Admit(CallState& call, const MethodOptions& options, std::string_view authorization);

  // Checks once more whether the answer is wanted, and the credential if Admit could not.
  absl::Status Authorize(CallState& call, const MethodOptions& options);

  // Exactly once for every call: its access-log line and its metrics.
  void Close(const CallState& call, const absl::Status& status);

 private:
  Authenticator* const authenticator_;
  CallMetrics metrics_;
  std::atomic<bool> draining_ = false;
};

}  // namespace sparkgate::rpc::internal

#endif  // SPARKGATE_RPC_INTERNAL_PIPELINE_H_
