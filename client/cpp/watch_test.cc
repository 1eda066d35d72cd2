#include "client/cpp/watch.h"

#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>
#include <gtest/gtest.h>

#include "sparkgate/v1/event_service.grpc.pb.h"

namespace sparkgate::client {
namespace {

using ::testing::ElementsAre;

// Has `last` events and cuts each stream after two of them.
class FlakyEvents final : public v1::EventService::Service {
 public:
  grpc::Status WatchEvents(grpc::ServerContext*, const v1::WatchEventsRequest* request,
                           grpc::ServerWriter<v1::WatchEventsResponse>* writer) override {
    asked_after.push_back(request->after());
    if (refuse) return {grpc::StatusCode::PERMISSION_DENIED, "no"};
    v1::WatchEventsResponse heartbeat;
    heartbeat.set_resume_after(request->after() < 0 ? last : request->after());
    writer->Write(heartbeat);
    int64_t number = heartbeat.resume_after();
    for (int sent = 0; sent < 2 && number < last; ++sent) {
      v1::WatchEventsResponse response;
      response.mutable_event()->set_number(++number);
      response.set_resume_after(number);
      writer->Write(response);
    }
    if (grows) ++last;
    return {grpc::StatusCode::UNAVAILABLE, "stopping"};
  }

  int64_t last = 5;
  bool grows = false;
  bool refuse = false;
  std::vector<int64_t> asked_after;
};

class WatchTest : public ::testing::Test {
 protected:
  void SetUp() override {
    grpc::ServerBuilder builder;
    int port = 0;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
    builder.RegisterService(&events_);
    server_ = builder.BuildAndStart();
    ASSERT_NE(server_, nullptr);
    connection_ = std::make_unique<Connection>(
        ConnectionOptions{.address = "127.0.0.1:" + std::to_string(port)});
    options_.parent = "workspaces/w";
    options_.first_pause = absl::Milliseconds(1);
  }

  FlakyEvents events_;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<Connection> connection_;
  WatchOptions options_;
};

TEST_F(WatchTest, ResumesAfterEachCutAndSeesEveryEventOnce) {
  std::vector<int64_t> seen;
  const absl::Status status = WatchEvents(*connection_, options_, [&](const v1::Event& event) {
    seen.push_back(event.number());
    return event.number() < 5;
  });
  ASSERT_TRUE(status.ok()) << status;
  EXPECT_THAT(seen, ElementsAre(1, 2, 3, 4, 5));
  EXPECT_THAT(events_.asked_after, ElementsAre(0, 2, 4));
  EXPECT_EQ(options_.after, 5);
}

TEST_F(WatchTest, FromNowOnLearnsWhereNowIsFromTheFirstMessage) {
  options_.after = -1;
  events_.grows = true;  // a sixth event comes after the first stream, which has none, was cut
  std::vector<int64_t> seen;
  const absl::Status status = WatchEvents(*connection_, options_, [&](const v1::Event& event) {
    seen.push_back(event.number());
    return false;
  });
  ASSERT_TRUE(status.ok()) << status;
  EXPECT_THAT(seen, ElementsAre(6));
  EXPECT_THAT(events_.asked_after, ElementsAre(-1, 5));
}

TEST_F(WatchTest, AnErrorThatTryingAgainCannotMendIsReturned) {
  events_.refuse = true;
  EXPECT_EQ(WatchEvents(*connection_, options_, [](const auto&) { return true; }).code(),
            absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(events_.asked_after.size(), 1u);
}

TEST_F(WatchTest, StopsWhenAsked) {
  std::stop_source stop;
  const absl::Status status = WatchEvents(
      *connection_, options_,
      [&](const v1::Event&) {
        stop.request_stop();
        return true;
      },
      stop.get_token());
  EXPECT_TRUE(status.ok()) << status;
}

}  // namespace
}  // namespace sparkgate::client
