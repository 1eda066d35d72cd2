// A call with one request and one answer: read on the poller, answered by a worker (or by the
// poller, if its method says that it never blocks).
#ifndef SPARKGATE_RPC_INTERNAL_UNARY_CALL_H_
#define SPARKGATE_RPC_INTERNAL_UNARY_CALL_H_

#include <memory>

#include <absl/status/statusor.h>
#include <google/protobuf/message.h>

#include "rpc/internal/call_state.h"
#include "rpc/internal/runtime.h"
#include "rpc/internal/transport.h"
#include "rpc/method_table.h"

namespace sparkgate::rpc::internal {

class UnaryCall final : public Transport::Listener, public std::enable_shared_from_this<UnaryCall> {
 public:
  // On the poller.
  static void Start(Runtime& runtime, const MethodTable::Method& method,
                    const std::shared_ptr<Transport>& transport);

  UnaryCall(Runtime& runtime, const MethodTable::Method& method,
            std::shared_ptr<Transport> transport);

  void OnRead(bool ok) override;
  void OnWritten(bool) override {}
  void OnCancelled() override { state_.Cancel(); }
  void OnClosed() override {}

 private:
  using Answer = absl::StatusOr<std::unique_ptr<google::protobuf::Message>>;

  void Run();
  Answer HandleOrCatch();
  Answer Handle();
  void Reply(const Answer& answer);

  Runtime& runtime_;
  const MethodTable::Method& method_;
  const std::shared_ptr<Transport> transport_;
  CallState state_;
};

}  // namespace sparkgate::rpc::internal

#endif  // SPARKGATE_RPC_INTERNAL_UNARY_CALL_H_
