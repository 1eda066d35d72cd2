// A status as google.rpc.Status: what rides in an answer's trailer, and what stands inside messages
// that report errors of parts (batches, operations). No gRPC here.
#ifndef SPARKGATE_RPC_STATUS_PROTO_H_
#define SPARKGATE_RPC_STATUS_PROTO_H_

#include <string>
#include <string_view>

#include <absl/status/status.h>
#include <google/rpc/status.pb.h>

namespace sparkgate::rpc {

// Where ErrorInfo.metadata says who must act.
inline constexpr std::string_view kWhoKey = "who";

// Message capped at 1,024 bytes and details at 4 KiB (details go first); INTERNAL and UNKNOWN never
// carry inner text, only `call_id`.
google::rpc::Status ToProto(const absl::Status& status, const std::string& call_id);

}  // namespace sparkgate::rpc

#endif  // SPARKGATE_RPC_STATUS_PROTO_H_
