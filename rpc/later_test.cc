// A unary method that answers later, over a real channel: what its client sees, and that a call
// that waits holds no worker.
#include <chrono>
#include <future>
#include <vector>

#include "rpc/testing/loopback_test.h"

namespace sparkgate::rpc::testing {
namespace {

using Answer = ServerStream<EchoResponse>;

class LaterTest : public ::testing::Test {
 protected:
  LaterTest() {
    const MethodOptions open = {.roles = kAnyone};
    table_.UnaryLater<EchoRequest, EchoResponse>(
        "sparkgate.rpc.testing.Other/Guarded", {.roles = kReader},
        [this](CallContext&, const EchoRequest& request, std::shared_ptr<Answer> answer) {
          if (request.text().empty()) return answer->Finish(InvalidField("text", "is required"));
          answer->raw().OnCancelled([this](const absl::Status& why) { why_.set_value(why); });
          kept_.set_value({request.text(), std::move(answer)});
        });
    const auto nothing = [](CallContext&, const OtherRequest&) -> absl::StatusOr<OtherResponse> {
      return OtherResponse();
    };
    table_.Unary<OtherRequest, OtherResponse>("sparkgate.rpc.testing.Other/Inline", open, nothing);
    table_.Unary<OtherRequest, OtherResponse>("sparkgate.rpc.testing.Other/Open", open, nothing);
  }
  void SetUp() override {
    auto started = Server::Start({.workers = 1}, table_, &keys_, metrics_);
    ASSERT_TRUE(started.ok()) << started.status();
    server_ = *std::move(started);
    stub_ = Other::NewStub(MakeChannel("127.0.0.1:" + std::to_string(server_->port())));
  }
  void TearDown() override { server_->Stop(absl::ZeroDuration()); }

  absl::StatusOr<std::string> Guarded(const std::string& text, absl::Duration timeout = kLong,
                                      const std::string& token = "reader") {
    EchoRequest request;
    EchoResponse response;
    request.set_text(text);
    const auto context = MakeContext({.timeout = timeout, .bearer_token = token});
    const absl::Status status = FromGrpc(stub_->Guarded(context.get(), request, &response));
    if (!status.ok()) return status;
    return response.text();
  }

  MethodTable table_;
  KeyBook keys_;
  CountingMetrics metrics_;
  std::promise<std::pair<std::string, std::shared_ptr<Answer>>> kept_;
  std::promise<absl::Status> why_;
  std::unique_ptr<Server> server_;
  std::unique_ptr<Other::Stub> stub_;
};

TEST_F(LaterTest, AnswersWhileTheOnlyWorkerDoesSomethingElse) {
  auto waiting = std::async(std::launch::async, [&] { return Guarded("later"); });
  const auto [text, answer] = kept_.get_future().get();
  OtherResponse nothing;
  const auto context = MakeContext({.timeout = kLong});
  EXPECT_TRUE(stub_->Open(context.get(), OtherRequest(), &nothing).ok());
  EchoResponse response;
  response.set_text(text);
  EXPECT_TRUE(answer->Write(response));
  answer->Finish(absl::OkStatus());
  EXPECT_EQ(*waiting.get(), "later");
}

TEST_F(LaterTest, ErrorsArriveWithTheirDetail) {
  EXPECT_EQ(ReasonOf(Guarded("").status()), "INVALID_FIELD");
  EXPECT_EQ(ReasonOf(Guarded("text", kLong, "stranger").status()), "CREDENTIAL_INVALID");
}

TEST_F(LaterTest, TheClientsDeadlineEndsIt) {
  auto kept = kept_.get_future();
  // A busy machine may take longer than the deadline to come to the handler at all.
  for (absl::Duration timeout = absl::Milliseconds(50);; timeout *= 2) {
    EXPECT_EQ(Guarded("text", timeout).status().code(), absl::StatusCode::kDeadlineExceeded);
    OtherResponse nothing;
    const auto context = MakeContext({.timeout = kLong});
    ASSERT_TRUE(stub_->Open(context.get(), OtherRequest(), &nothing).ok());  // after it, if at all
    if (kept.wait_for(std::chrono::seconds(0)) == std::future_status::ready) break;
  }
  EXPECT_FALSE(why_.get_future().get().ok());
}

TEST_F(LaterTest, AStoppingServerEndsIt) {
  auto waiting = std::async(std::launch::async, [&] { return Guarded("text"); });
  const auto kept = kept_.get_future().get();
  server_->Stop(kLong);
  EXPECT_EQ(ReasonOf(waiting.get().status()), "SERVER_STOPPING");
}

}  // namespace
}  // namespace sparkgate::rpc::testing
