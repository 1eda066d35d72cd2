// Makes gRPC's reflection list services whose methods it does not know, because the generic service
// answers them: it lists a service only if a grpc::Service of that name is registered.
#ifndef SPARKGATE_RPC_INTERNAL_REFLECTION_H_
#define SPARKGATE_RPC_INTERNAL_REFLECTION_H_

#include <memory>
#include <string>

#include <grpcpp/impl/service_type.h>

namespace sparkgate::rpc::internal {

// A service of that name with one method, which is not among the proto's and answers UNIMPLEMENTED.
std::unique_ptr<grpc::Service> MakeListedService(const std::string& full_name);

}  // namespace sparkgate::rpc::internal

#endif  // SPARKGATE_RPC_INTERNAL_REFLECTION_H_
