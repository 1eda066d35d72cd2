// A WorldService that a test plays itself, on a real gRPC server on loopback.
#ifndef SPARKGATE_SERVER_WORLDS_SIMULATOR_TESTING_FAKE_SIMULATOR_H_
#define SPARKGATE_SERVER_WORLDS_SIMULATOR_TESTING_FAKE_SIMULATOR_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <absl/status/statusor.h>
#include <google/protobuf/empty.pb.h>
#include <gtest/gtest.h>

#include "base/metrics.h"
#include "base/mutex.h"
#include "rpc/server.h"
#include "sparkgate/simulator/v1/world_service.pb.h"

namespace sparkgate::server {

// A list that one thread fills and another waits for.
template <class T>
class Inbox {
 public:
  void Add(T item) {
    MutexLock lock(mutex_);
    items_.push_back(std::move(item));
    changed_.NotifyAll();  // in the lock: whoever takes the item may destroy the list
  }
  // The next one; waits for it. A test that waits in vain ends by its time limit.
  T Next() {
    MutexLock lock(mutex_);
    while (items_.size() == taken_) changed_.Wait(mutex_);
    return items_[taken_++];
  }
  size_t untaken() {
    MutexLock lock(mutex_);
    return items_.size() - taken_;
  }

 private:
  Mutex mutex_;
  CondVar changed_;
  std::vector<T> items_ SG_GUARDED_BY(mutex_);
  size_t taken_ SG_GUARDED_BY(mutex_) = 0;
};

// What a call does, which the test says on its own thread.
template <class Request, class Result>
class Script {
 public:
  void operator=(std::function<Result(const Request&)> play) {
    MutexLock lock(mutex_);
    play_ = std::move(play);
  }
  Result operator()(const Request& request) {
    MutexLock lock(mutex_);
    return play_(request);
  }

 private:
  Mutex mutex_;
  std::function<Result(const Request&)> play_ SG_GUARDED_BY(mutex_);
};

class FakeSimulator {
 public:
  using Follow =
      rpc::BidiStream<simulator::v1::FollowClockRequest, simulator::v1::FollowClockResponse>;
  using Advance = rpc::ServerStream<simulator::v1::AdvanceResponse>;

  // Scripts of the unary calls; set before the call comes.
  Script<simulator::v1::CreateWorldRequest, absl::StatusOr<simulator::v1::World>> create;
  Script<simulator::v1::GetWorldRequest, absl::StatusOr<simulator::v1::World>> get;
  Script<simulator::v1::DeleteWorldRequest, absl::Status> remove;
  Script<simulator::v1::RegisterAppRequest, absl::StatusOr<simulator::v1::App>> register_app;
  // What arrives.
  Inbox<std::shared_ptr<Follow>> follows;
  Inbox<simulator::v1::FollowClockRequest> said;
  Inbox<std::pair<simulator::v1::AdvanceRequest, std::shared_ptr<Advance>>> advances;
  Inbox<absl::StatusCode> cancelled;  // Advances whose caller went away

  FakeSimulator() {
    namespace wire = simulator::v1;
    const std::string service = "sparkgate.simulator.v1.WorldService/";
    const rpc::MethodOptions open{.roles = rpc::kAnyone};
    table_.Unary<wire::CreateWorldRequest, wire::World>(
        service + "CreateWorld", open,
        [this](rpc::CallContext&, const wire::CreateWorldRequest& r) { return create(r); });
    table_.Unary<wire::DeleteWorldRequest, google::protobuf::Empty>(
        service + "DeleteWorld", open,
        [this](rpc::CallContext&,
               const wire::DeleteWorldRequest& r) -> absl::StatusOr<google::protobuf::Empty> {
          const absl::Status status = remove(r);
          if (!status.ok()) return status;
          return google::protobuf::Empty();
        });
    table_.Unary<wire::RegisterAppRequest, wire::App>(
        service + "RegisterApp", open,
        [this](rpc::CallContext&, const wire::RegisterAppRequest& r) { return register_app(r); });
    table_.Unary<wire::GetWorldRequest, wire::World>(
        service + "GetWorld", open,
        [this](rpc::CallContext&, const wire::GetWorldRequest& r) { return get(r); });
    Refuse<wire::ListWorldsRequest, wire::ListWorldsResponse>(service + "ListWorlds");
    Refuse<wire::UpdateWorldRequest, wire::World>(service + "UpdateWorld");
    Refuse<wire::ListSwitchesRequest, wire::ListSwitchesResponse>(service + "ListSwitches");
    Refuse<wire::RegisterFollowerRequest, wire::World>(service + "RegisterFollower");
    Refuse<wire::UnregisterFollowerRequest, wire::World>(service + "UnregisterFollower");
    Refuse<wire::GetClockRequest, wire::Clock>(service + "GetClock");
    Refuse<wire::ForkWorldRequest, wire::World>(service + "ForkWorld");
    Refuse<wire::RestoreWorldRequest, wire::World>(service + "RestoreWorld");
    Refuse<wire::DiffWorldsRequest, wire::DiffWorldsResponse>(service + "DiffWorlds");
    Refuse<wire::SeedWorldRequest, wire::SeedWorldResponse>(service + "SeedWorld");
    table_.Stream<wire::ExportWorldRequest, wire::ExportWorldResponse>(
        service + "ExportWorld", open,
        [](rpc::CallContext&, const wire::ExportWorldRequest&, const auto& stream) {
          stream->Finish(NotInThisPlay());
        });
    table_.Bidi<wire::ImportWorldRequest, wire::World>(
        service + "ImportWorld", open,
        [](rpc::CallContext&, const auto& stream) { stream->Finish(NotInThisPlay()); });
    table_.Stream<wire::AdvanceRequest, wire::AdvanceResponse>(
        service + "Advance", open,
        [this](rpc::CallContext&, const wire::AdvanceRequest& request,
               std::shared_ptr<Advance> stream) {
          stream->raw().OnCancelled([this, stream](const absl::Status& status) {
            stream->Finish(status);
            cancelled.Add(status.code());
          });
          advances.Add({request, stream});
        });
    table_.Bidi<wire::FollowClockRequest, wire::FollowClockResponse>(
        service + "FollowClock", open, [this](rpc::CallContext&, std::shared_ptr<Follow> stream) {
          stream->raw().OnCancelled(
              [stream](const absl::Status& status) { stream->Finish(status); });
          stream->raw().OnHalfClosed([] {});
          stream->OnMessage([this](const wire::FollowClockRequest& request) { said.Add(request); });
          follows.Add(stream);
        });
  }

  // Serves from now on; port 0 = a free one.
  void Start(uint16_t port = 0) {
    auto server = rpc::Server::Start({.port = port, .workers = 2, .reflection = false}, table_,
                                     nullptr, *metrics_);
    ASSERT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
    server_->SetServing(true);
  }
  void Stop() {
    server_->Stop(absl::ZeroDuration());
    server_.reset();
  }
  uint16_t port() const { return server_->port(); }
  std::string address() const { return "127.0.0.1:" + std::to_string(port()); }

 private:
  static absl::Status NotInThisPlay() { return absl::UnimplementedError("not in this play"); }

  template <class Request, class Response>
  void Refuse(const std::string& method) {
    table_.Unary<Request, Response>(
        method, {.roles = rpc::kAnyone},
        [](rpc::CallContext&, const Request&) -> absl::StatusOr<Response> {
          return NotInThisPlay();
        });
  }

  std::unique_ptr<Metrics> metrics_ = Metrics::Create();
  rpc::MethodTable table_;
  std::unique_ptr<rpc::Server> server_;
};

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_WORLDS_SIMULATOR_TESTING_FAKE_SIMULATOR_H_
