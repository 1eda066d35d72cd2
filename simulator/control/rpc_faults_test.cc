// Planned faults of the gRPC face, as a client on a real channel meets them.
#include <future>
#include <memory>
#include <string>
#include <thread>
#include <utility>

#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include "simulator/control/control_fixture.h"
#include "sparkgate/simulator/v1/fault_service.grpc.pb.h"

namespace sparkgate::simulator {
namespace {

class RpcFaults : public ControlTest {
 protected:
  RpcFaults() { MakeWorld("faulty"); }

  void Plan(const std::string& plan, const std::string& id = "p") {
    v1::CreateFaultPlanRequest request;
    request.set_world("worlds/faulty");
    request.set_fault_plan_id(id);
    ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(plan, request.mutable_fault_plan()));
    const auto made =
        Call<v1::FaultPlan>(*faults_, &v1::FaultService::Stub::CreateFaultPlan, request);
    ASSERT_TRUE(made.ok()) << made.status();
  }
  absl::StatusOr<v1::FaultPlan> PlanNow(const std::string& id = "p") {
    v1::GetFaultPlanRequest request;
    request.set_name("worlds/faulty/faultPlans/" + id);
    return Call<v1::FaultPlan>(*faults_, &v1::FaultService::Stub::GetFaultPlan, request);
  }
  absl::StatusOr<v1::CreatorAccount> MakeCreator(const std::string& username) {
    v1::CreateAccountRequest request;
    request.set_world("worlds/faulty");
    request.mutable_account()->set_username(username);
    return Call<v1::CreatorAccount>(*creator_stub_, &v1::CreatorAppService::Stub::CreateAccount,
                                    request);
  }
  size_t Creators() {
    return worlds_.Find("faulty")->Read(
        [](const WorldState& state) { return state.creators.size(); });
  }
  absl::StatusOr<v1::World> GetWorld(const std::string& id) {
    v1::GetWorldRequest request;
    request.set_name("worlds/" + id);
    return Call<v1::World>(*world_stub_, &v1::WorldService::Stub::GetWorld, request);
  }

  const std::unique_ptr<v1::FaultService::Stub> faults_ = v1::FaultService::NewStub(channel_);
};

TEST_F(RpcFaults, AStatusComesWithItsDetailsAndNothingIsDone) {
  Plan(R"(rpc: "CreatorAppService.CreateAccount"
          steps { kind: FAULT_KIND_RPC_STATUS rpc_code: RESOURCE_EXHAUSTED reason: "TOO_BUSY"
                  message: "Later." retry_delay { seconds: 7 } })");
  const absl::Status refused = MakeCreator("ana").status();
  EXPECT_EQ(refused.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(refused.message(), "Later.");
  EXPECT_EQ(ReasonOf(refused), "TOO_BUSY");
  EXPECT_EQ(DetailOf(refused).retry_after, absl::Seconds(7));
  EXPECT_EQ(Creators(), 0u);
  EXPECT_TRUE(MakeCreator("ana").ok());
  EXPECT_EQ(Creators(), 1u);
  const v1::FaultPlan plan = PlanNow().value();
  EXPECT_TRUE(plan.spent());
  ASSERT_EQ(plan.firings_size(), 1);
  EXPECT_EQ(plan.firings(0).target(), "CreatorAppService.CreateAccount");
  EXPECT_NE(plan.firings(0).subject_id(), "");
}

TEST_F(RpcFaults, AfterCommitTheCallIsDone) {
  Plan(R"(rpc: "CreatorAppService.*"
          steps { kind: FAULT_KIND_RPC_STATUS rpc_code: UNAVAILABLE after_commit: true })");
  const absl::Status lost = MakeCreator("ana").status();
  EXPECT_EQ(lost.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(ReasonOf(lost), "FAULT_PLANNED");
  EXPECT_EQ(Creators(), 1u);
}

TEST_F(RpcFaults, OnlyCallsWithTheArgumentsAndOfTheWorldMeetIt) {
  MakeWorld("other");
  Plan(R"(rpc: "*" arguments { key: "account.username" value: "ben" }
          steps { kind: FAULT_KIND_RPC_STATUS rpc_code: INTERNAL times: 0 })");
  EXPECT_TRUE(MakeCreator("ana").ok());
  EXPECT_FALSE(MakeCreator("ben").ok());
  Plan(R"(rpc: "WorldService.GetWorld"
          steps { kind: FAULT_KIND_RPC_STATUS rpc_code: INTERNAL times: 0 })",
       "q");
  EXPECT_FALSE(GetWorld("faulty").ok());
  EXPECT_TRUE(GetWorld("other").ok());
}

TEST_F(RpcFaults, FaultServiceItselfNeverFails) {
  Plan(R"(rpc: "*" steps { kind: FAULT_KIND_RPC_STATUS rpc_code: INTERNAL times: 0 })");
  EXPECT_EQ(PlanNow()->matched_count(), 0);
}

TEST_F(RpcFaults, AStreamIsCutAtTheKthMessageAndNotAUnaryCall) {
  Plan(R"(rpc: "*" steps { kind: FAULT_KIND_STREAM_CUT after_messages: 1 })");
  EXPECT_TRUE(GetWorld("faulty").ok());
  v1::WatchQueueRequest request;
  request.set_world("worlds/faulty");
  const auto context = Context();
  const auto stream = review_stub_->WatchQueue(context.get(), request);
  v1::WatchQueueResponse response;
  EXPECT_TRUE(stream->Read(&response));
  EXPECT_FALSE(stream->Read(&response));
  const absl::Status end = rpc::FromGrpc(stream->Finish());
  EXPECT_EQ(end.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(ReasonOf(end), "STREAM_CUT");
  EXPECT_TRUE(PlanNow()->spent());
}

TEST_F(RpcFaults, ATwoWayStreamMeetsItAtAMessageAboutTheWorld) {
  Plan(R"(rpc: "WorldService.FollowClock"
          steps { kind: FAULT_KIND_RPC_STATUS rpc_code: UNAVAILABLE reason: "AWAY" }
          steps { kind: FAULT_KIND_STREAM_CUT after_messages: 1 })");
  const auto watch = [&] {
    const auto context = Context();
    const auto stream = world_stub_->FollowClock(context.get());
    v1::FollowClockRequest message;
    message.mutable_hello()->set_follower_id("f");
    EXPECT_TRUE(stream->Write(message));  // names no world
    message.mutable_watch()->set_world("worlds/faulty");
    EXPECT_TRUE(stream->Write(message));
    v1::FollowClockResponse response;
    int heard = 0;
    while (stream->Read(&response)) ++heard;
    return std::make_pair(heard, ReasonOf(rpc::FromGrpc(stream->Finish())));
  };
  EXPECT_EQ(watch(), std::make_pair(0, std::string("AWAY")));
  EXPECT_EQ(watch(), std::make_pair(1, std::string("STREAM_CUT")));
  EXPECT_TRUE(PlanNow()->spent());
}

TEST_F(RpcFaults, AnAnswerIsLate) {
  Plan(R"(rpc: "WorldService.GetWorld"
          steps { kind: FAULT_KIND_DELAY latency { fixed { nanos: 1000000 } } }
          steps { kind: FAULT_KIND_RPC_STATUS rpc_code: ABORTED
                  latency { fixed { nanos: 1000000 } } })");
  EXPECT_EQ(GetWorld("faulty")->name(), "worlds/faulty");
  EXPECT_EQ(GetWorld("faulty").status().code(), absl::StatusCode::kAborted);
}

TEST_F(RpcFaults, AClientNeedNotWaitForALateAnswer) {
  Plan(R"(rpc: "CreatorAppService.CreateAccount"
          steps { kind: FAULT_KIND_DELAY latency { fixed { seconds: 600 } } })");
  const auto context = Context();
  auto waiting = std::async(std::launch::async, [&] {
    v1::CreateAccountRequest request;
    request.set_world("worlds/faulty");
    request.mutable_account()->set_username("ana");
    v1::CreatorAccount response;
    return creator_stub_->CreateAccount(context.get(), request, &response).error_code();
  });
  while (Creators() == 0) std::this_thread::yield();  // it is done before it is answered
  context->TryCancel();
  EXPECT_EQ(waiting.get(), grpc::StatusCode::CANCELLED);
  EXPECT_TRUE(MakeCreator("ben").ok());
}

TEST_F(RpcFaults, WhatAStepLacksOrCannotHaveIsNamed) {
  const auto wrong = [&](const std::string& step) {
    v1::CreateFaultPlanRequest request;
    request.set_world("worlds/faulty");
    request.mutable_fault_plan()->set_rpc("*");
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
        step, request.mutable_fault_plan()->add_steps()));
    const absl::Status status =
        Call<v1::FaultPlan>(*faults_, &v1::FaultService::Stub::CreateFaultPlan, request).status();
    return DetailOf(status).fields.empty() ? status.ToString()
                                           : DetailOf(status).fields.front().field;
  };
  EXPECT_EQ(wrong("kind: FAULT_KIND_RPC_STATUS"), "fault_plan.steps[0].rpc_code");
  EXPECT_EQ(wrong("kind: FAULT_KIND_RPC_STATUS rpc_code: ABORTED reason: \"a b\""),
            "fault_plan.steps[0].reason");
  EXPECT_EQ(wrong("kind: FAULT_KIND_STREAM_CUT after_messages: -1"),
            "fault_plan.steps[0].after_messages");
  EXPECT_EQ(wrong("kind: FAULT_KIND_CUT_BEFORE"), "fault_plan.steps[0].kind");
  EXPECT_EQ(wrong("kind: FAULT_KIND_DELAY"), "fault_plan.steps[0].latency");
}

}  // namespace
}  // namespace sparkgate::simulator
