// Messages ⇄ the bytes that gRPC carries. Pure functions.
#ifndef SPARKGATE_RPC_INTERNAL_WIRE_H_
#define SPARKGATE_RPC_INTERNAL_WIRE_H_

#include <google/protobuf/message.h>
#include <grpcpp/support/byte_buffer.h>

namespace sparkgate::rpc::internal {

// Both are false on failure. Parse empties `buffer`.
bool Parse(grpc::ByteBuffer& buffer, google::protobuf::Message& message);
bool Serialize(const google::protobuf::Message& message, grpc::ByteBuffer& buffer);

}  // namespace sparkgate::rpc::internal

#endif  // SPARKGATE_RPC_INTERNAL_WIRE_H_
