#include "rpc/internal/reflection.h"

#include <grpcpp/support/method_handler.h>

namespace sparkgate::rpc::internal {
namespace {

class ListedService final : public grpc::Service {
 public:
  // A synchronous method: gRPC serves it from the threads that serve reflection itself.
  explicit ListedService(const std::string& full_name) : path_("/" + full_name + "/_listed") {
    AddMethod(new grpc::internal::RpcServiceMethod(
        path_.c_str(), grpc::internal::RpcMethod::NORMAL_RPC,
        new grpc::internal::UnknownMethodHandler("listed for reflection only")));
  }

 private:
  const std::string path_;  // gRPC keeps the pointer
};

}  // namespace

std::unique_ptr<grpc::Service> MakeListedService(const std::string& full_name) {
  return std::make_unique<ListedService>(full_name);
}

}  // namespace sparkgate::rpc::internal
