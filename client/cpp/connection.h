// A connection to a Sparkgate server (or to the simulator's gRPC face): where it is, the key that
// opens it, and how long a call may take.
//
//   sparkgate::client::Connection connection({.address = "127.0.0.1:7400", .key = key});
//   auto creators = sparkgate::v1::CreatorService::NewStub(connection.channel());
//   auto code = connection.Call(*creators, &CreatorService::Stub::GetCode, request);
//   if (!code.ok() && DetailsOf(code.status()).reason == "RESOURCE_NOT_FOUND") …
//
// Thread-safe: share one among threads. It never repeats a call by itself; a mutation that is
// repeated should carry the same request_id.
#ifndef SPARKGATE_CLIENT_CPP_CONNECTION_H_
#define SPARKGATE_CLIENT_CPP_CONNECTION_H_

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

#include <absl/status/status.h>
#include <absl/status/statusor.h>
#include <absl/time/time.h>
#include <google/protobuf/message.h>
#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>
#include <grpcpp/security/credentials.h>

#include "client/cpp/error.h"

namespace sparkgate::client {

struct ConnectionOptions {
  std::string address;   // "host:port"
  std::string key = {};  // API key; "" for the simulator, which knows no keys
  absl::Duration deadline = absl::Seconds(30);  // of unary calls that don't say otherwise
  // Null: plain text, which is for loopback and for networks that encrypt by themselves. tls.h
  // makes those of TLS.
  std::shared_ptr<grpc::ChannelCredentials> credentials = nullptr;
};

struct CallOptions {
  // Real time. Unset: the connection's for a unary call, none for a stream.
  std::optional<absl::Duration> deadline = std::nullopt;
  // Sent as x-request-id and found again in the server's log. "": a new one.
  std::string call_id = {};
  // Waits for a server that isn't there yet, up to the deadline, instead of failing at once.
  bool wait_for_ready = false;
  // Cancels the call from another thread.
  std::stop_token stop = {};
};

// 32 random hexadecimal digits: for a call_id, and for a request_id.
std::string NewId();

class Connection {
 public:
  explicit Connection(ConnectionOptions options);

  // For generated stubs.
  const std::shared_ptr<grpc::Channel>& channel() const { return channel_; }

  // Adds key, call id and deadline to a context, for calls made with a stub directly.
  void Prepare(grpc::ClientContext& context, const CallOptions& options, bool unary) const;

  // A unary call through a generated stub.
  template <class Stub, class Request, class Response>
  absl::StatusOr<Response> Call(Stub& stub,
                                grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                             Response*),
                                const Request& request, const CallOptions& options = {}) const {
    grpc::ClientContext context;
    Prepare(context, options, /*unary=*/true);
    std::stop_callback cancel(options.stop, [&context] { context.TryCancel(); });
    Response response;
    const grpc::Status status = (stub.*method)(&context, request, &response);
    if (!status.ok()) return FromGrpc(status);
    return response;
  }

 private:
  ConnectionOptions options_;
  std::shared_ptr<grpc::Channel> channel_;
};

}  // namespace sparkgate::client

#endif  // SPARKGATE_CLIENT_CPP_CONNECTION_H_
