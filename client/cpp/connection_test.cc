#include "client/cpp/connection.h"

#include <memory>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>
#include <gtest/gtest.h>

#include "client/cpp/message_stream.h"
#include "sparkgate/simulator/v1/world_service.grpc.pb.h"
#include "sparkgate/v1/time_service.grpc.pb.h"

namespace sparkgate::client {
namespace {

using ::testing::ElementsAre;

// Answers what it was told in the metadata, so that a test can look at it.
class FakeTime final : public v1::TimeService::Service {
 public:
  grpc::Status GetClock(grpc::ServerContext* context, const v1::GetClockRequest* request,
                        v1::Clock* response) override {
    if (request->workspace() == "missing") return {grpc::StatusCode::NOT_FOUND, "no such"};
    for (const auto& [key, value] : context->client_metadata()) {
      if (key == "authorization") authorization = std::string(value.data(), value.size());
      if (key == "x-request-id") call_id = std::string(value.data(), value.size());
    }
    has_deadline = context->raw_deadline().tv_sec < gpr_inf_future(GPR_CLOCK_REALTIME).tv_sec;
    response->set_speed(2);
    return grpc::Status::OK;
  }

  grpc::Status Advance(grpc::ServerContext* context, const v1::AdvanceRequest*,
                       grpc::ServerWriter<v1::AdvanceResponse>* writer) override {
    v1::AdvanceResponse response;
    for (int tick = 1; tick <= 3; ++tick) {
      response.set_ticks(tick);
      if (!writer->Write(response)) return grpc::Status::CANCELLED;
    }
    return context->IsCancelled() ? grpc::Status::CANCELLED : grpc::Status::OK;
  }

  std::string authorization;
  std::string call_id;
  bool has_deadline = false;
};

// Answers every message with a tick of the same number; ends when the client has no more to say,
// after as many `late` ticks.
class FakeWorlds final : public simulator::v1::WorldService::Service {
 public:
  grpc::Status FollowClock(
      grpc::ServerContext*,
      grpc::ServerReaderWriter<simulator::v1::FollowClockResponse,
                               simulator::v1::FollowClockRequest>* stream) override {
    simulator::v1::FollowClockRequest request;
    while (stream->Read(&request)) {
      simulator::v1::FollowClockResponse response;
      response.mutable_tick()->set_tick_id(request.ack().tick_id());
      stream->Write(response);
    }
    for (int i = 0; i < late; ++i) stream->Write({});
    return grpc::Status::OK;
  }

  int late = 0;
};

class ConnectionTest : public ::testing::Test {
 protected:
  void SetUp() override {
    grpc::ServerBuilder builder;
    int port = 0;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
    builder.RegisterService(&time_);
    builder.RegisterService(&worlds_);
    server_ = builder.BuildAndStart();
    ASSERT_NE(server_, nullptr);
    connection_ = std::make_unique<Connection>(
        ConnectionOptions{.address = "127.0.0.1:" + std::to_string(port), .key = "sg-secret"});
  }

  FakeTime time_;
  FakeWorlds worlds_;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<Connection> connection_;
};

TEST_F(ConnectionTest, CallsThroughAStubWithKeyIdAndDeadline) {
  const auto stub = v1::TimeService::NewStub(connection_->channel());
  const auto clock = connection_->Call(*stub, &v1::TimeService::Stub::GetClock,
                                       v1::GetClockRequest(), {.call_id = "call-1"});
  ASSERT_TRUE(clock.ok()) << clock.status();
  EXPECT_EQ(clock->speed(), 2);
  EXPECT_EQ(time_.authorization, "Bearer sg-secret");
  EXPECT_EQ(time_.call_id, "call-1");
  EXPECT_TRUE(time_.has_deadline);
}

TEST_F(ConnectionTest, CallsByNameLikeAStub) {
  v1::GetClockRequest request;
  v1::Clock clock;
  const absl::Status status =
      CallByName(*connection_, "/sparkgate.v1.TimeService/GetClock", request, clock);
  ASSERT_TRUE(status.ok()) << status;
  EXPECT_EQ(clock.speed(), 2);
  EXPECT_EQ(time_.call_id.size(), 32u);

  request.set_workspace("missing");
  EXPECT_EQ(CallByName(*connection_, "/sparkgate.v1.TimeService/GetClock", request, clock).code(),
            absl::StatusCode::kNotFound);
}

TEST_F(ConnectionTest, StreamsByNameToTheEndOrUntilTheReaderHasEnough) {
  const v1::AdvanceRequest request;
  v1::AdvanceResponse response;
  std::vector<int64_t> ticks;
  auto collect = [&](const google::protobuf::Message&) {
    ticks.push_back(response.ticks());
    return true;
  };
  const std::string method = "/sparkgate.v1.TimeService/Advance";
  ASSERT_TRUE(StreamByName(*connection_, method, request, response, collect).ok());
  EXPECT_THAT(ticks, ElementsAre(1, 2, 3));

  EXPECT_TRUE(StreamByName(*connection_, method, request, response, [](const auto&) {
                return false;
              }).ok());
}

TEST_F(ConnectionTest, TalksBothWaysByName) {
  simulator::v1::FollowClockRequest request;
  simulator::v1::FollowClockResponse response;
  int64_t sent = 0;
  std::vector<int64_t> received;
  const absl::Status status = BidiByName(
      *connection_, "/sparkgate.simulator.v1.WorldService/FollowClock", request,
      [&](google::protobuf::Message&, const std::stop_token&) {
        request.mutable_ack()->set_tick_id(++sent);
        return sent <= 3;
      },
      response,
      [&](const google::protobuf::Message&) {
        received.push_back(response.tick().tick_id());
        return true;
      });
  ASSERT_TRUE(status.ok()) << status;
  EXPECT_THAT(received, ElementsAre(1, 2, 3));
}

TEST_F(ConnectionTest, AnswersMayComeLongAfterTheLastRequest) {
  worlds_.late = 100;
  simulator::v1::FollowClockRequest request;
  simulator::v1::FollowClockResponse response;
  int received = 0;
  const absl::Status status = BidiByName(
      *connection_, "/sparkgate.simulator.v1.WorldService/FollowClock", request,
      [](google::protobuf::Message&, const std::stop_token&) { return false; }, response,
      [&](const google::protobuf::Message&) {
        ++received;
        return true;
      });
  ASSERT_TRUE(status.ok()) << status;
  EXPECT_EQ(received, 100);
}

TEST_F(ConnectionTest, AnUnknownMethodIsUnimplemented) {
  v1::Clock clock;
  EXPECT_EQ(
      CallByName(*connection_, "/sparkgate.v1.TimeService/Nothing", v1::GetClockRequest(), clock)
          .code(),
      absl::StatusCode::kUnimplemented);
}

TEST_F(ConnectionTest, AStoppedCallIsCancelled) {
  std::stop_source source;
  source.request_stop();
  v1::Clock clock;
  EXPECT_EQ(CallByName(*connection_, "/sparkgate.v1.TimeService/GetClock", v1::GetClockRequest(),
                       clock, {.stop = source.get_token()})
                .code(),
            absl::StatusCode::kCancelled);
}

TEST_F(ConnectionTest, NobodyThereIsUnavailable) {
  server_->Shutdown();
  const auto stub = v1::TimeService::NewStub(connection_->channel());
  const auto clock =
      connection_->Call(*stub, &v1::TimeService::Stub::GetClock, v1::GetClockRequest());
  EXPECT_EQ(clock.status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(DetailsOf(clock.status()).reason, "UNAVAILABLE");
}

TEST(NewIdTest, DiffersEachTime) {
  EXPECT_EQ(NewId().size(), 32u);
  EXPECT_NE(NewId(), NewId());
}

}  // namespace
}  // namespace sparkgate::client
