// gRPC writes its own log lines to standard error; here they become lines of ours.
#ifndef SPARKGATE_RPC_INTERNAL_GRPC_LOG_H_
#define SPARKGATE_RPC_INTERNAL_GRPC_LOG_H_

namespace sparkgate::rpc::internal {

// For the whole process. Thread-safe, as often as one likes.
void SendGrpcLogsToOurs();

// While one of these lives, what gRPC says is for debugging: whoever made it says in a sentence of
// our own what went wrong. Thread-safe.
class GrpcLogAtDebug {
 public:
  GrpcLogAtDebug();
  ~GrpcLogAtDebug();
  GrpcLogAtDebug(const GrpcLogAtDebug&) = delete;
  GrpcLogAtDebug& operator=(const GrpcLogAtDebug&) = delete;
};

}  // namespace sparkgate::rpc::internal

#endif  // SPARKGATE_RPC_INTERNAL_GRPC_LOG_H_
