// Everything at once: many callers of every shape, some of which give up or vanish, against few
// workers and a short queue, while the server stops under them.
#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "rpc/testing/loopback_test.h"

namespace sparkgate::rpc::testing {
namespace {

constexpr int kThreads = 8;
constexpr int kRounds = 40;

class StressTest : public LoopbackTest {
 protected:
  void SetUp() override {
    say_many_ = [](CallContext&, const EchoRequest& request, std::shared_ptr<Responses> stream) {
      const auto left = std::make_shared<std::atomic<int>>(request.count());
      const auto write = [left, stream] {
        if ((*left)-- > 0) {
          stream->Write(EchoResponse());
        } else {
          stream->Finish(absl::OkStatus());
        }
      };
      // Owns the stream, as callbacks in real handlers do.
      stream->raw().OnCancelled([left, stream](const absl::Status&) { *left = 0; });
      stream->raw().OnDrained(write);
      write();
    };
    StartServer({.workers = 2, .queue_limit = 16});
  }

  // One call of a shape that depends on `n`; counts those that were answered OK.
  void CallOnce(Echo::Stub& stub, int n) {
    const auto context =
        MakeContext({.timeout = n % 7 == 0 ? absl::Milliseconds(1) : absl::Duration(kLong)});
    EchoRequest request;
    EchoResponse response;
    request.set_count(n % 50);
    grpc::Status status;
    if (n % 3 == 0) {
      status = stub.Say(context.get(), request, &response);
    } else if (n % 3 == 1) {
      const auto reader = stub.SayMany(context.get(), request);
      while (reader->Read(&response)) {
        if (n % 5 == 0) context->TryCancel();
      }
      status = reader->Finish();
    } else {
      const auto talk = stub.Talk(context.get());
      for (int i = 0; i < n % 10; ++i) {
        if (!talk->Write(request) || !talk->Read(&response)) break;
      }
      if (n % 5 == 0) context->TryCancel();
      talk->WritesDone();
      while (talk->Read(&response)) {
      }
      status = talk->Finish();
    }
    if (status.ok()) ++answered_;
  }

  std::vector<std::thread> StartCallers() {
    std::vector<std::thread> callers;
    for (int t = 0; t < kThreads; ++t) {
      callers.emplace_back([this, t] {
        const auto stub = Echo::NewStub(NewChannel());
        for (int round = 0; round < kRounds; ++round) CallOnce(*stub, t * kRounds + round);
      });
    }
    return callers;
  }

  std::atomic<int> answered_ = 0;
};

TEST_F(StressTest, EveryCallEnds) {
  for (std::thread& caller : StartCallers()) caller.join();
  server_->Stop(kLong);
  EXPECT_GT(answered_, 0);
  EXPECT_EQ(metrics_.Value("rpc_streams_open", {}), 0);
}

TEST_F(StressTest, StopsUnderLoad) {
  std::vector<std::thread> callers = StartCallers();
  while (answered_ < kThreads) std::this_thread::yield();
  server_->Stop(absl::Milliseconds(50));
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(metrics_.Value("rpc_streams_open", {}), 0);
}

}  // namespace
}  // namespace sparkgate::rpc::testing
