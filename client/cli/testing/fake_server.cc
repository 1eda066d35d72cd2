#include "client/cli/testing/fake_server.h"

#include <utility>

#include <grpcpp/server_builder.h>
#include <grpcpp/support/byte_buffer.h>

namespace sparkgate::cli {
namespace {

std::string Bytes(const grpc::ByteBuffer& buffer) {
  std::vector<grpc::Slice> slices;
  (void)buffer.Dump(&slices);
  std::string bytes;
  for (const grpc::Slice& slice : slices) {
    bytes.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  }
  return bytes;
}

}  // namespace

// Reads one request, writes its answers one by one, finishes.
class FakeCall final : public grpc::ServerGenericBidiReactor {
 public:
  FakeCall(FakeServer& server, std::string path) : server_(server), path_(std::move(path)) {
    StartRead(&buffer_);
  }

  void OnReadDone(bool ok) override {
    if (!ok) return Finish(grpc::Status(grpc::StatusCode::CANCELLED, "no request"));
    reply_ = server_.Take(path_, Bytes(buffer_));
    WriteNext();
  }

  void OnWriteDone(bool ok) override {
    if (!ok) return Finish(grpc::Status(grpc::StatusCode::CANCELLED, "gone"));
    WriteNext();
  }

  void OnDone() override { delete this; }

 private:
  void WriteNext() {
    if (written_ == reply_.messages.size()) return Finish(reply_.status);
    const grpc::Slice slice(reply_.messages[written_++]);
    buffer_ = grpc::ByteBuffer(&slice, 1);
    StartWrite(&buffer_);
  }

  FakeServer& server_;
  const std::string path_;
  grpc::ByteBuffer buffer_;
  FakeServer::Reply reply_;
  size_t written_ = 0;
};

FakeServer::FakeServer() {
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  builder.RegisterCallbackGenericService(this);
  server_ = builder.BuildAndStart();
  address_ = "127.0.0.1:" + std::to_string(port);
}

FakeServer::~FakeServer() { server_->Shutdown(); }

void FakeServer::Answer(const std::string& method,
                        const std::vector<const google::protobuf::Message*>& with,
                        grpc::Status status) {
  Reply reply{.messages = {}, .status = std::move(status)};
  for (const google::protobuf::Message* message : with) {
    reply.messages.push_back(message->SerializeAsString());
  }
  MutexLock lock(mutex_);
  replies_["/" + method].push_back(std::move(reply));
}

std::string FakeServer::LastHeader(const std::string& name) const {
  MutexLock lock(mutex_);
  const auto found = headers_.find(name);
  return found == headers_.end() ? "" : found->second;
}

grpc::ServerGenericBidiReactor* FakeServer::CreateReactor(
    grpc::GenericCallbackServerContext* context) {
  MutexLock lock(mutex_);
  headers_.clear();
  for (const auto& [key, value] : context->client_metadata()) {
    headers_[std::string(key.data(), key.size())] = std::string(value.data(), value.size());
  }
  return new FakeCall(*this, context->method());
}

FakeServer::Reply FakeServer::Take(const std::string& path, std::string request) {
  MutexLock lock(mutex_);
  requests_[path] = std::move(request);
  const auto found = replies_.find(path);
  if (found == replies_.end()) {
    return {.messages = {}, .status = {grpc::StatusCode::UNIMPLEMENTED, "no answer was set"}};
  }
  Reply reply = found->second.front();
  if (found->second.size() > 1) found->second.erase(found->second.begin());
  return reply;
}

}  // namespace sparkgate::cli
