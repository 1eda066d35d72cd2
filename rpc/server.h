// The gRPC server's life: bind, serve a MethodTable through the one call pipeline, drain, stop.
// One completion queue with one poller (docs/decisions.md says why) and a bounded worker pool.
#ifndef SPARKGATE_RPC_SERVER_H_
#define SPARKGATE_RPC_SERVER_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include <absl/status/statusor.h>
#include <absl/time/time.h>

#include "base/metrics.h"
#include "rpc/auth.h"
#include "rpc/method_table.h"
#include "rpc/tls.h"

namespace sparkgate::rpc {

struct ServerOptions {
  std::string address = "127.0.0.1";
  uint16_t port = 0;  // 0: a free one
  size_t workers = 16;
  size_t queue_limit = 1024;
  size_t max_receive_bytes = 1u << 20;
  bool reflection = true;
  std::optional<TlsFiles> tls = std::nullopt;  // unset: plain text
};

class Server {
 public:
  // `table` and `metrics` outlive the server; `authenticator` null = every method must be kAnyone.
  // UNAVAILABLE (reason ADDRESS_IN_USE), naming the address, if it can't bind. INVALID_ARGUMENT if
  // a file of `tls` isn't what it should be.
  // FAILED_PRECONDITION if table.Missing() isn't empty.
  static absl::StatusOr<std::unique_ptr<Server>> Start(ServerOptions options,
                                                       const MethodTable& table,
                                                       Authenticator* authenticator,
                                                       Metrics& metrics);
  virtual ~Server() = default;
  virtual uint16_t port() const = 0;
  // What waits for a thread now: handlers, and streams' callbacks.
  struct Queues {
    size_t calls = 0;
    size_t streams = 0;
  };
  virtual Queues queues() const = 0;
  // Health of "" and of every service; NOT_SERVING until the first SetServing(true).
  virtual void SetServing(bool serving) = 0;
  // Not serving any more, streams told (OnCancelled, UNAVAILABLE), new calls refused (UNAVAILABLE,
  // for a quarter of a second at most before connections are told to go), calls in progress get
  // `grace` of real time, then are cancelled; what is connected without a call is cut at once.
  // Returns when every handler has returned and every call is gone: a handler that ignores
  // CallContext::cancelled() holds it up. Not to be called by a handler.
  virtual void Stop(absl::Duration grace) = 0;
};

}  // namespace sparkgate::rpc

#endif  // SPARKGATE_RPC_SERVER_H_
