#include "rpc/internal/wire.h"

#include <grpcpp/impl/codegen/proto_utils.h>

namespace sparkgate::rpc::internal {

bool Parse(grpc::ByteBuffer& buffer, google::protobuf::Message& message) {
  return grpc::GenericDeserialize<grpc::ProtoBufferReader, google::protobuf::Message>(&buffer,
                                                                                      &message)
      .ok();
}

bool Serialize(const google::protobuf::Message& message, grpc::ByteBuffer& buffer) {
  bool own_buffer = false;
  return grpc::GenericSerialize<grpc::ProtoBufferWriter, google::protobuf::Message>(
             message, &buffer, &own_buffer)
      .ok();
}

}  // namespace sparkgate::rpc::internal
