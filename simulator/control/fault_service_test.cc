#include <string>

#include <google/protobuf/empty.pb.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include "simulator/control/control_fixture.h"
#include "simulator/world/faults/fault_plans.h"
#include "sparkgate/simulator/v1/fault_service.grpc.pb.h"

namespace sparkgate::simulator {
namespace {

using FaultStub = v1::FaultService::Stub;

class FaultServiceTest : public ControlTest {
 protected:
  FaultServiceTest() { MakeWorld("faulty"); }

  absl::StatusOr<v1::FaultPlan> Create(const std::string& plan, const std::string& id = "") {
    v1::CreateFaultPlanRequest request;
    request.set_world("worlds/faulty");
    request.set_fault_plan_id(id);
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(plan, request.mutable_fault_plan()));
    return Call<v1::FaultPlan>(*stub_, &FaultStub::CreateFaultPlan, request);
  }
  absl::StatusOr<v1::FaultPlan> Get(const std::string& name) {
    v1::GetFaultPlanRequest request;
    request.set_name(name);
    return Call<v1::FaultPlan>(*stub_, &FaultStub::GetFaultPlan, request);
  }
  v1::ListFaultPlansResponse List(int size, const std::string& token = "") {
    v1::ListFaultPlansRequest request;
    request.set_world("worlds/faulty");
    request.set_page_size(size);
    request.set_page_token(token);
    return Call<v1::ListFaultPlansResponse>(*stub_, &FaultStub::ListFaultPlans, request).value();
  }
  absl::Status Delete(const std::string& name) {
    v1::DeleteFaultPlanRequest request;
    request.set_name(name);
    return Call<google::protobuf::Empty>(*stub_, &FaultStub::DeleteFaultPlan, request).status();
  }

  const std::unique_ptr<FaultStub> stub_ = v1::FaultService::NewStub(channel_);
};

TEST_F(FaultServiceTest, APlanComesBackAsItWasMadeWithItsDefaults) {
  const absl::StatusOr<v1::FaultPlan> made = Create(
      R"(endpoint: "/tt_video/authorize/" arguments { key: "auth_code" value: "#secret" }
         arguments { key: "advertiser_id" value: "7" }
         steps { kind: FAULT_KIND_API_ERROR code: 50000 skip: 2
                 latency { lognormal { median { nanos: 1000000 } sigma: 0.5 } } }
         steps { kind: FAULT_KIND_STALE lag { seconds: 30 } times: 0 chance: 0.5 })",
      "p");
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_EQ(made->name(), "worlds/faulty/faultPlans/p");
  EXPECT_EQ(made->endpoint(), "tt_video/authorize");
  EXPECT_EQ(made->arguments().at("auth_code"), "(masked)");
  EXPECT_EQ(made->arguments().at("advertiser_id"), "7");
  EXPECT_EQ(made->steps(0).times(), 1);
  EXPECT_EQ(made->steps(0).every(), 1);
  EXPECT_EQ(made->steps(0).chance(), 1);
  EXPECT_EQ(made->steps(0).latency().lognormal().median().nanos(), 1'000'000);
  EXPECT_EQ(made->steps(1).times(), 0);
  EXPECT_EQ(made->steps(1).lag().seconds(), 30);
  EXPECT_EQ(Get(made->name())->DebugString(), made->DebugString());
}

TEST_F(FaultServiceTest, WhatHappenedIsShown) {
  const std::string name = Create(R"(webhook: "AD" steps { kind: FAULT_KIND_DROP })", "p")->name();
  worlds_.Find("faulty")->Write([](WorldState& state) {
    const boost::json::object none;
    const auto fault =
        FireFault(state, {.face = FaultFace::kWebhook, .target = "AD", .arguments = none});
    NoteSubject(state, *fault, "delivery-1");
    return true;
  });
  const v1::FaultPlan plan = Get(name).value();
  EXPECT_EQ(plan.webhook(), "AD");
  EXPECT_EQ(plan.matched_count(), 1);
  EXPECT_EQ(plan.fired_count(), 1);
  EXPECT_TRUE(plan.has_last_fire_time());
  ASSERT_EQ(plan.firings_size(), 1);
  EXPECT_EQ(plan.firings(0).subject_id(), "delivery-1");
  EXPECT_EQ(plan.firings(0).number(), 1);
  EXPECT_TRUE(plan.spent());
}

TEST_F(FaultServiceTest, ListsInPagesAndDeletes) {
  for (const char* id : {"c", "a", "b"}) {
    ASSERT_TRUE(Create(R"(endpoint: "*" steps { kind: FAULT_KIND_RESET })", id).ok());
  }
  const v1::ListFaultPlansResponse first = List(2);
  ASSERT_EQ(first.fault_plans_size(), 2);
  EXPECT_EQ(first.fault_plans(0).name(), "worlds/faulty/faultPlans/c");
  const v1::ListFaultPlansResponse second = List(2, first.next_page_token());
  ASSERT_EQ(second.fault_plans_size(), 1);
  EXPECT_EQ(second.fault_plans(0).name(), "worlds/faulty/faultPlans/b");
  EXPECT_EQ(second.next_page_token(), "");
  EXPECT_TRUE(Delete("worlds/faulty/faultPlans/a").ok());
  EXPECT_EQ(ReasonOf(Delete("worlds/faulty/faultPlans/a")), "RESOURCE_NOT_FOUND");
  EXPECT_EQ(ReasonOf(Get("worlds/faulty/faultPlans/a").status()), "RESOURCE_NOT_FOUND");
  EXPECT_EQ(List(0).fault_plans_size(), 2);
}

TEST_F(FaultServiceTest, WhatIsWrongIsNamed) {
  const auto field = [](const absl::Status& status) {
    return DetailOf(status).fields.empty() ? status.ToString()
                                           : DetailOf(status).fields.front().field;
  };
  EXPECT_EQ(field(Create(R"(endpoint: "*" steps {})").status()), "fault_plan.steps[0].kind");
  EXPECT_EQ(field(Create(R"(steps { kind: FAULT_KIND_RESET })").status()), "fault_plan.endpoint");
  EXPECT_EQ(field(Create(R"(endpoint: "*" steps { kind: FAULT_KIND_HTTP_STATUS })").status()),
            "fault_plan.steps[0].http_status");
  EXPECT_EQ(field(Create(R"(endpoint: "*" steps { kind: FAULT_KIND_RESET })", "a b").status()),
            "fault_plan_id");
  ASSERT_TRUE(Create(R"(endpoint: "*" steps { kind: FAULT_KIND_RESET })", "p").ok());
  EXPECT_EQ(ReasonOf(Create(R"(endpoint: "*" steps { kind: FAULT_KIND_RESET })", "p").status()),
            "FAULT_PLAN_EXISTS");
}

}  // namespace
}  // namespace sparkgate::simulator
