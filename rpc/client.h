// The client's side of what rpc/server.h serves: a channel that does what we expect on loopback and
// a context with a deadline and a credential. Errors come back through FromGrpc (status_codec.h).
#ifndef SPARKGATE_RPC_CLIENT_H_
#define SPARKGATE_RPC_CLIENT_H_

#include <memory>
#include <string>

#include <absl/time/time.h>
#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>

#include "rpc/status_codec.h"

namespace sparkgate::rpc {

// Plaintext, no proxy, a connection of its own (gRPC otherwise shares one among equal channels).
// Connects on first use. Thread-safe.
std::shared_ptr<grpc::Channel> MakeChannel(const std::string& address,
                                           size_t max_receive_bytes = 16u << 20);

struct CallOptions {
  absl::Duration timeout = absl::InfiniteDuration();  // real time
  std::string bearer_token = "";                      // "": none
  std::string request_id = "";                        // "": the server draws one
  std::string traceparent = "";                       // "": a trace begins at the server
};

// A context is for one call. It outlives the call.
std::unique_ptr<grpc::ClientContext> MakeContext(const CallOptions& options);

}  // namespace sparkgate::rpc

#endif  // SPARKGATE_RPC_CLIENT_H_
