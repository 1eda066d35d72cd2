// What a handler may know of the call it answers. No gRPC type: a handler can be called from a unit
// test, from gRPC and (later) from HTTP alike.
#ifndef SPARKGATE_RPC_CALL_CONTEXT_H_
#define SPARKGATE_RPC_CALL_CONTEXT_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <absl/time/time.h>

namespace sparkgate::rpc {

// Who calls, as the Authenticator saw it. Immutable; shared by all calls with the same credential.
struct Caller {
  std::string principal;  // stable id of the key, for audit and request_id scope; "" = nobody
  std::string workspace;  // "" = not bound to one (the server's admin)
  uint32_t roles = 0;     // bits the program defines; MethodOptions::roles is matched against them
};

// Valid until the handler returns, also for a stream's handler.
class CallContext {
 public:
  virtual ~CallContext() = default;
  virtual std::string_view method() const = 0;     // "/sparkgate.v1.CodeService/GetCode"
  virtual const std::string& call_id() const = 0;  // x-request-id from metadata, or new
  virtual const Caller& caller() const = 0;
  virtual bool cancelled() const = 0;            // client went away or the deadline passed
  virtual absl::Duration remaining() const = 0;  // real time until the deadline
  // Adds a field to the call's one access-log line. Never a secret.
  virtual void Annotate(std::string_view name, std::string value) = 0;
};

}  // namespace sparkgate::rpc

#endif  // SPARKGATE_RPC_CALL_CONTEXT_H_
