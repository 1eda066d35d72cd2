// The only place where a status crosses the wire, in both directions: absl::Status with our
// ErrorDetail ⇄ grpc::Status with google.rpc details (ErrorInfo with domain "sparkgate", and
// BadRequest, RetryInfo, ResourceInfo where they apply; who must act is ErrorInfo.metadata["who"]).
#ifndef SPARKGATE_RPC_STATUS_CODEC_H_
#define SPARKGATE_RPC_STATUS_CODEC_H_

#include <string>

#include <absl/status/status.h>
#include <grpcpp/support/status.h>

namespace sparkgate::rpc {

// Message capped at 1,024 bytes and details at 4 KiB (details go first); INTERNAL and UNKNOWN never
// carry inner text, only `call_id`.
grpc::Status ToGrpc(const absl::Status& status, const std::string& call_id);
absl::Status FromGrpc(const grpc::Status& status);

}  // namespace sparkgate::rpc

#endif  // SPARKGATE_RPC_STATUS_CODEC_H_
