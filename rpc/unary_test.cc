// One request, one answer, over a real channel: the way through the pipeline and every refusal.
#include <atomic>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "base/trace.h"
#include "rpc/testing/loopback_test.h"

namespace sparkgate::rpc::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::MatchesRegex;

using UnaryTest = LoopbackTest;

TEST_F(UnaryTest, Answers) {
  StartServer();
  EXPECT_EQ(*Say("hello"), "hello");
  EXPECT_EQ(metrics_.Calls(kSay, "OK"), 1);
  EXPECT_EQ(metrics_.Value("rpc_call_seconds", {{"method", std::string(kSay)}}), 1);
}

TEST_F(UnaryTest, ErrorsArriveWithTheirDetail) {
  say_ = [](CallContext&, const EchoRequest&) {
    return InvalidFields({{"text", "must not be empty"}, {"count", "must be positive"}});
  };
  StartServer();
  const absl::Status status = Say("").status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(DetailOf(status).fields.size(), 2u);
  EXPECT_EQ(metrics_.Calls(kSay, "INVALID_ARGUMENT"), 1);
}

TEST_F(UnaryTest, AnExceptionIsAnInternalErrorWithoutItsText) {
  say_ = [](CallContext&, const EchoRequest& request) -> absl::StatusOr<EchoResponse> {
    if (request.text() == "int") throw 7;
    throw std::runtime_error("the password is swordfish");
  };
  StartServer();
  for (const char* text : {"int", "exception"}) {
    const absl::Status status = Say(text, {.timeout = kLong, .request_id = "call-9"}).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInternal);
    EXPECT_EQ(status.message(), "internal error; call call-9");
    EXPECT_EQ(DetailOf(status).metadata.at("call_id"), "call-9");
  }
  EXPECT_EQ(*Guarded("reader"), "reader");  // the worker survived
}

TEST_F(UnaryTest, UnknownMethod) {
  StartServer();
  const absl::Status status = CallBytes("/sparkgate.rpc.testing.Echo/Shout", "").status();
  EXPECT_EQ(status.code(), absl::StatusCode::kUnimplemented);
  EXPECT_EQ(ReasonOf(status), "METHOD_UNKNOWN");
  EXPECT_THAT(std::string(status.message()), HasSubstr("Echo/Shout"));
  EXPECT_EQ(metrics_.Calls("unknown", "UNIMPLEMENTED"), 1);
}

TEST_F(UnaryTest, MalformedRequest) {
  StartServer();
  const absl::Status status = CallBytes(kSay, "\xff\xff\xff").status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(ReasonOf(status), "MALFORMED_REQUEST");
}

TEST_F(UnaryTest, TooLargeRequest) {
  StartServer({.max_receive_bytes = 1000});
  EXPECT_EQ(Say(std::string(2000, 'x')).status().code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(*Say("small"), "small");
}

TEST_F(UnaryTest, CredentialsAndRoles) {
  StartServer();
  EXPECT_EQ(ReasonOf(Guarded("").status()), "CREDENTIAL_MISSING");
  EXPECT_EQ(ReasonOf(Guarded("stranger").status()), "CREDENTIAL_INVALID");
  EXPECT_EQ(ReasonOf(Guarded("cached-stranger").status()), "CREDENTIAL_INVALID");
  EXPECT_EQ(*Guarded("reader"), "reader");
  EXPECT_EQ(*Guarded("cached-reader"), "cached-reader");
  EXPECT_EQ(metrics_.Calls(kGuarded, "UNAUTHENTICATED"), 3);
}

TEST_F(UnaryTest, InlineMethodsKeepTheRules) {
  StartServer();
  EXPECT_TRUE(Inline("cached-reader").ok());
  EXPECT_TRUE(Inline("reader").ok());  // not in the cache: checked and answered on a worker
  EXPECT_EQ(ReasonOf(Inline("writer")), "ROLE_MISSING");
  EXPECT_EQ(ReasonOf(Inline("cached-limited-reader")), "KEY_RATE_LIMITED");
  const absl::Status limited = Inline("limited-reader");
  EXPECT_EQ(ReasonOf(limited), "KEY_RATE_LIMITED");
  EXPECT_EQ(limited.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(DetailOf(limited).retry_after, absl::Seconds(2));
  EXPECT_EQ(Inline("writer").code(), absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(ReasonOf(Inline("")), "CREDENTIAL_MISSING");
}

TEST_F(UnaryTest, TheClientsNameForTheCallIsCutAndCleaned) {
  say_ = [](CallContext& context, const EchoRequest&) -> absl::StatusOr<EchoResponse> {
    EchoResponse response;
    response.set_text(context.call_id());
    return response;
  };
  StartServer();
  EXPECT_EQ(*Say("", {.timeout = kLong, .request_id = "abc-1.2:3_x"}), "abc-1.2:3_x");
  EXPECT_EQ(*Say("", {.timeout = kLong, .request_id = "a b\"c"}), "a_b_c");
  EXPECT_EQ(Say("", {.timeout = kLong, .request_id = std::string(500, 'i')})->size(), 64u);
  EXPECT_THAT(*Say(""), MatchesRegex("[0-9a-f]{16}"));
  EXPECT_NE(*Say(""), *Say(""));
}

TEST_F(UnaryTest, RunsInTheClientsTrace) {
  say_ = [](CallContext&, const EchoRequest&) -> absl::StatusOr<EchoResponse> {
    EchoResponse response;
    response.set_text(ThisThreadsTrace().trace_id);
    return response;
  };
  StartServer();
  const Trace mine = NewTrace();
  EXPECT_EQ(*Say("", {.timeout = kLong, .traceparent = mine.Header()}), mine.trace_id);
  EXPECT_THAT(*Say(""), MatchesRegex("[0-9a-f]{32}"));
  EXPECT_NE(*Say("", {.timeout = kLong, .traceparent = "nonsense"}), mine.trace_id);
}

TEST_F(UnaryTest, ClientsDeadlineOrTheMethodsOwn) {
  std::atomic<double> seen = 0;  // seconds
  say_ = [&](CallContext& context, const EchoRequest&) -> absl::StatusOr<EchoResponse> {
    seen = absl::ToDoubleSeconds(context.remaining());
    return EchoResponse();
  };
  StartServer();
  // gRPC rounds long deadlines up on the wire (an hour may become 70 minutes), short ones hardly.
  ASSERT_TRUE(Say("", {.timeout = absl::Seconds(20)}).ok());
  EXPECT_LE(seen, 21);
  EXPECT_GT(seen, 0);
  ASSERT_TRUE(Say("", {.timeout = absl::InfiniteDuration()}).ok());
  EXPECT_LE(seen, 30);
  EXPECT_GT(seen, 0);
}

TEST_F(UnaryTest, AHandlerSeesThatItsCallerWentAway) {
  Gate running;
  Gate cancelled;
  say_ = [&](CallContext& context, const EchoRequest&) -> absl::StatusOr<EchoResponse> {
    running.Open();
    while (!context.cancelled()) std::this_thread::yield();
    cancelled.Open();
    return CallCancelled();
  };
  StartServer();
  const auto context = MakeContext({.timeout = kLong});
  EchoResponse response;
  std::thread caller([&] {
    EXPECT_EQ(echo_->Say(context.get(), EchoRequest(), &response).error_code(),
              grpc::StatusCode::CANCELLED);
  });
  running.Wait();
  context->TryCancel();
  cancelled.Wait();
  caller.join();
}

TEST_F(UnaryTest, AFullQueueRefusesAtOnceAndSaysWhenToRetry) {
  Gate running;
  Gate release;
  say_ = [&](CallContext&, const EchoRequest&) -> absl::StatusOr<EchoResponse> {
    running.Open();
    release.Wait();
    return EchoResponse();
  };
  StartServer({.workers = 1, .queue_limit = 1});
  std::thread first([&] { EXPECT_TRUE(Say("").ok()); });
  running.Wait();
  // One more fits into the queue; of two that arrive now, exactly one is refused.
  std::vector<absl::Status> answers(2);
  Gate refused;
  std::vector<std::thread> callers;
  for (absl::Status& answer : answers) {
    callers.emplace_back([&] {
      answer = Say("").status();
      refused.Open();  // the other one cannot be answered before `release`
    });
  }
  refused.Wait();
  release.Open();
  for (std::thread& caller : callers) caller.join();
  first.join();
  server_->Stop(kLong);
  const absl::Status& failed = answers[0].ok() ? answers[1] : answers[0];
  EXPECT_NE(answers[0].ok(), answers[1].ok());
  EXPECT_EQ(failed.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(ReasonOf(failed), "SERVER_OVERLOADED");
  EXPECT_EQ(DetailOf(failed).retry_after, absl::Seconds(1));
}

TEST_F(UnaryTest, WorkThatExpiredInTheQueueIsNotDone) {
  Gate running;
  Gate release;
  std::atomic<int> handled = 0;
  say_ = [&](CallContext&, const EchoRequest& request) -> absl::StatusOr<EchoResponse> {
    ++handled;
    if (request.text() == "first") {
      running.Open();
      release.Wait();
    }
    return EchoResponse();
  };
  StartServer({.workers = 1});
  std::thread first([&] { EXPECT_TRUE(Say("first").ok()); });
  running.Wait();
  EXPECT_EQ(Say("late", {.timeout = absl::Milliseconds(20)}).status().code(),
            absl::StatusCode::kDeadlineExceeded);
  AwaitPoller();  // whose own deadline for it is later: it began when the call arrived
  release.Open();
  first.join();
  server_->Stop(kLong);
  EXPECT_EQ(handled, 1);
}

}  // namespace
}  // namespace sparkgate::rpc::testing
