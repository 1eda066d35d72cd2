// A fixture: the simulator's gRPC face on a real loopback port, with worlds behind it.
#ifndef SPARKGATE_SIMULATOR_CONTROL_CONTROL_FIXTURE_H_
#define SPARKGATE_SIMULATOR_CONTROL_CONTROL_FIXTURE_H_

#include <functional>
#include <memory>
#include <string>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "base/executor.h"
#include "base/metrics.h"
#include "base/timer.h"
#include "rpc/client.h"
#include "rpc/server.h"
#include "rpc/status_codec.h"
#include "simulator/control/register.h"
#include "simulator/control/rpc_faults.h"
#include "simulator/world/worlds.h"
#include "sparkgate/simulator/v1/ads_manager_service.grpc.pb.h"
#include "sparkgate/simulator/v1/creator_app_service.grpc.pb.h"
#include "sparkgate/simulator/v1/review_desk_service.grpc.pb.h"
#include "sparkgate/simulator/v1/webhook_service.grpc.pb.h"
#include "sparkgate/simulator/v1/world_service.grpc.pb.h"

namespace sparkgate::simulator {

// A hang detector, never a measurement.
inline constexpr absl::Duration kLong = absl::Seconds(60);

class NoWebhooks final : public WebhookSender {
 public:
  void Send(const WebhookCall&, std::function<void(WebhookOutcome)> done) override {
    done(WebhookOutcome::kDelivered);
  }
};

class ControlTest : public testing::Test {
 protected:
  ControlTest() {
    RegisterWorldService(table_, worlds_, steps_);
    RegisterCreatorAppService(table_, worlds_);
    RegisterAdsManagerService(table_, worlds_);
    RegisterFaultService(table_, worlds_);
    RegisterJournalService(table_, worlds_);
    RegisterReviewDeskService(table_, worlds_, steps_);
    RegisterWebhookService(table_, worlds_);
    faulty_table_ = WithFaults(table_, worlds_, timers_);
    server_ = rpc::Server::Start({.port = 0}, faulty_table_, nullptr, *metrics_).value();
    server_->SetServing(true);
    channel_ = rpc::MakeChannel(fmt::format("127.0.0.1:{}", server_->port()));
    world_stub_ = v1::WorldService::NewStub(channel_);
    creator_stub_ = v1::CreatorAppService::NewStub(channel_);
    ads_stub_ = v1::AdsManagerService::NewStub(channel_);
    review_stub_ = v1::ReviewDeskService::NewStub(channel_);
    webhook_stub_ = v1::WebhookService::NewStub(channel_);
  }
  ~ControlTest() override {
    server_->Stop(absl::ZeroDuration());
    steps_.Stop();
  }

  static std::unique_ptr<grpc::ClientContext> Context() {
    return rpc::MakeContext({.timeout = kLong});
  }

  // Calls `method` of `stub` and returns the response or the error as our own.
  template <class Response, class Stub, class Request>
  absl::StatusOr<Response> Call(Stub& stub,
                                grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                             Response*),
                                const Request& request) {
    Response response;
    const grpc::Status status = (stub.*method)(Context().get(), request, &response);
    if (!status.ok()) return rpc::FromGrpc(status);
    return response;
  }

  v1::World MakeWorld(const std::string& id, const std::string& follower = "") {
    v1::CreateWorldRequest request;
    request.set_world_id(id);
    request.set_follower_id(follower);
    return Call<v1::World>(*world_stub_, &v1::WorldService::Stub::CreateWorld, request).value();
  }

  const std::unique_ptr<Metrics> metrics_ = Metrics::Create();
  const SystemClock real_time_;
  ThreadPool steps_{{.name = "steps", .threads = 2, .queue_limit = 1024}};
  ThreadTimerService timers_;
  NoWebhooks webhooks_;
  Worlds worlds_{
      {.executor = steps_, .timers = timers_, .real_time = real_time_, .webhooks = webhooks_}};
  rpc::MethodTable table_;
  rpc::MethodTable faulty_table_;
  std::unique_ptr<rpc::Server> server_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<v1::WorldService::Stub> world_stub_;
  std::unique_ptr<v1::CreatorAppService::Stub> creator_stub_;
  std::unique_ptr<v1::AdsManagerService::Stub> ads_stub_;
  std::unique_ptr<v1::ReviewDeskService::Stub> review_stub_;
  std::unique_ptr<v1::WebhookService::Stub> webhook_stub_;
};

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_CONTROL_CONTROL_FIXTURE_H_
