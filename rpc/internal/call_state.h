// What the pipeline knows of one call, and what its handler sees of it.
//
// cancelled(), remaining() and Cancel() are for any thread. The rest belongs to whoever drives the
// call at the moment: first the poller, then the one worker that runs it.
#ifndef SPARKGATE_RPC_INTERNAL_CALL_STATE_H_
#define SPARKGATE_RPC_INTERNAL_CALL_STATE_H_

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <absl/status/status.h>
#include <absl/time/time.h>

#include "base/trace.h"
#include "rpc/call_context.h"

namespace sparkgate::rpc::internal {

class CallState final : public CallContext {
 public:
  // `method` outlives the call. `time_left` may be infinite. `request_id` is the client's word for
  // the call: cut and cleaned, or replaced by a random one if empty.
  CallState(std::string_view method, std::string_view request_id, absl::Duration time_left,
            Trace trace);

  std::string_view method() const override { return method_; }
  const std::string& call_id() const override { return call_id_; }
  const Trace& trace() const { return trace_; }
  const Caller& caller() const override { return *caller_; }
  bool cancelled() const override;
  absl::Duration remaining() const override;
  void Annotate(std::string_view name, std::string value) override;

  void Cancel() { cancelled_.store(true, std::memory_order_relaxed); }
  bool client_gone() const { return cancelled_.load(std::memory_order_relaxed); }
  bool expired() const;
  // Status a call ends with that is not wanted any more; OK while it is.
  absl::Status StillWanted() const;

  void set_caller(std::shared_ptr<const Caller> caller);
  bool has_caller() const { return known_; }
  // A credential the cache did not know, kept until a worker asks for it.
  std::string& unchecked_token() { return unchecked_token_; }

  absl::Duration elapsed() const;
  const std::vector<std::pair<std::string, std::string>>& annotations() const {
    return annotations_;
  }

 private:
  const std::string_view method_;
  const std::string call_id_;
  const Trace trace_;
  const int64_t start_nanos_;
  const int64_t deadline_nanos_;  // INT64_MAX: none
  std::atomic<bool> cancelled_ = false;
  std::shared_ptr<const Caller> caller_;
  bool known_ = false;
  std::string unchecked_token_;
  std::vector<std::pair<std::string, std::string>> annotations_;
};

}  // namespace sparkgate::rpc::internal

#endif  // SPARKGATE_RPC_INTERNAL_CALL_STATE_H_
