// A gRPC server that knows any method, for tests: it answers with what the test says and remembers
// what it was asked.
#ifndef SPARKGATE_CLIENT_CLI_TESTING_FAKE_SERVER_H_
#define SPARKGATE_CLIENT_CLI_TESTING_FAKE_SERVER_H_

#include <map>
#include <memory>
#include <string>
#include <vector>

#include <google/protobuf/message.h>
#include <grpcpp/generic/async_generic_service.h>
#include <grpcpp/server.h>

#include "base/mutex.h"

namespace sparkgate::cli {

class FakeServer final : public grpc::CallbackGenericService {
 public:
  FakeServer();
  ~FakeServer() override;

  std::string address() const { return address_; }

  // `method` is "sparkgate.v1.CreatorService/GetCode". Each call takes the next of its answers, a
  // list of messages and a status; the last one stays.
  void Answer(const std::string& method, const std::vector<const google::protobuf::Message*>& with,
              grpc::Status status = grpc::Status::OK);

  // The last request of a method, parsed.
  template <class Request>
  Request LastRequest(const std::string& method) const {
    Request request;
    MutexLock lock(mutex_);
    const auto found = requests_.find("/" + method);
    if (found != requests_.end()) request.ParseFromString(found->second);
    return request;
  }
  // A header of the last call; "" if it had none.
  std::string LastHeader(const std::string& name) const;

 private:
  friend class FakeCall;
  struct Reply {
    std::vector<std::string> messages;
    grpc::Status status;
  };

  grpc::ServerGenericBidiReactor* CreateReactor(
      grpc::GenericCallbackServerContext* context) override;
  Reply Take(const std::string& path, std::string request);

  mutable Mutex mutex_;
  std::map<std::string, std::vector<Reply>> replies_ SG_GUARDED_BY(mutex_);
  std::map<std::string, std::string> requests_ SG_GUARDED_BY(mutex_);
  std::map<std::string, std::string> headers_ SG_GUARDED_BY(mutex_);
  std::unique_ptr<grpc::Server> server_;
  std::string address_;
};

}  // namespace sparkgate::cli

#endif  // SPARKGATE_CLIENT_CLI_TESTING_FAKE_SERVER_H_
