// Streams over a real channel: order, back pressure, cancellation, and handlers that misbehave.
#include <atomic>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>

#include "base/trace.h"
#include "rpc/testing/loopback_test.h"

namespace sparkgate::rpc::testing {
namespace {

class StreamTest : public LoopbackTest {
 protected:
  std::unique_ptr<grpc::ClientReader<EchoResponse>> Open(int count = 0) {
    context_ = MakeContext({.timeout = kLong});
    EchoRequest request;
    request.set_count(count);
    return echo_->SayMany(context_.get(), request);
  }

  // How the stream ends if the client reads whatever comes.
  absl::Status End(grpc::ClientReader<EchoResponse>& reader) {
    EchoResponse response;
    while (reader.Read(&response)) {
    }
    return FromGrpc(reader.Finish());
  }

  std::unique_ptr<grpc::ClientContext> context_;
};

EchoResponse Numbered(int index) {
  EchoResponse response;
  response.set_index(index);
  return response;
}

TEST_F(StreamTest, ItsCallbacksRunInTheClientsTrace) {
  talk_ = [](CallContext&, std::shared_ptr<Talks> stream) {
    stream->OnMessage([stream](const EchoRequest&) {
      EchoResponse response;
      response.set_text(ThisThreadsTrace().trace_id);
      stream->Write(response);
    });
    stream->raw().OnHalfClosed([stream] { stream->Finish(absl::OkStatus()); });
  };
  StartServer();
  const Trace mine = NewTrace();
  const auto context = MakeContext({.timeout = kLong, .traceparent = mine.Header()});
  const auto talk = echo_->Talk(context.get());
  EchoResponse response;
  for (int i = 0; i < 2; ++i) {
    ASSERT_TRUE(talk->Write(EchoRequest()));
    ASSERT_TRUE(talk->Read(&response));
    EXPECT_EQ(response.text(), mine.trace_id);
  }
  talk->WritesDone();
  EXPECT_TRUE(talk->Finish().ok());
}

TEST_F(StreamTest, TenThousandMessagesInOrder) {
  say_many_ = [](CallContext&, const EchoRequest& request, std::shared_ptr<Responses> stream) {
    const auto next = std::make_shared<int>(0);
    const auto batch = [next, count = request.count(), stream] {
      for (int i = 0; i < 100 && *next < count; ++i) stream->Write(Numbered((*next)++));
      if (*next == count) stream->Finish(absl::OkStatus());
    };
    stream->raw().OnDrained(batch);
    batch();
  };
  StartServer();
  const auto reader = Open(10'000);
  EchoResponse response;
  for (int i = 0; i < 10'000; ++i) {
    ASSERT_TRUE(reader->Read(&response));
    ASSERT_EQ(response.index(), i);
  }
  EXPECT_FALSE(reader->Read(&response));
  EXPECT_TRUE(reader->Finish().ok());
  server_->Stop(kLong);
  EXPECT_EQ(metrics_.Calls(kSayMany, "OK"), 1);
  EXPECT_EQ(metrics_.Value("rpc_streams_open", {}), 0);
}

TEST_F(StreamTest, EmptyStreamsAndErrors) {
  say_many_ = [](CallContext&, const EchoRequest& request, std::shared_ptr<Responses> stream) {
    stream->Finish(request.count() == 0 ? absl::OkStatus() : InvalidField("count", "must be 0"));
    EXPECT_FALSE(stream->Write({}));
    EXPECT_TRUE(stream->raw().over());
    stream->Finish(absl::DataLossError("only the first counts"));
  };
  StartServer();
  EXPECT_TRUE(End(*Open(0)).ok());
  EXPECT_EQ(End(*Open(1)).code(), absl::StatusCode::kInvalidArgument);
}

TEST_F(StreamTest, AReaderThatDoesNotReadIsCutOff) {
  Gate full;
  say_many_ = [&](CallContext&, const EchoRequest&, std::shared_ptr<Responses> stream) {
    EchoResponse large;
    large.set_text(std::string(16 << 10, 'x'));
    while (stream->Write(large)) {
    }
    full.Open();
  };
  StartServer();
  const auto reader = Open();
  full.Wait();
  const absl::Status status = End(*reader);
  EXPECT_EQ(status.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(ReasonOf(status), "STREAM_TOO_SLOW");
}

TEST_F(StreamTest, PingPong) {
  StartServer();
  context_ = MakeContext({.timeout = kLong});
  const auto talk = echo_->Talk(context_.get());
  EchoRequest request;
  EchoResponse response;
  for (int i = 0; i < 1'000; ++i) {
    request.set_text(std::to_string(i));
    ASSERT_TRUE(talk->Write(request));
    ASSERT_TRUE(talk->Read(&response));
    ASSERT_EQ(response.text(), request.text());
  }
  talk->WritesDone();
  EXPECT_FALSE(talk->Read(&response));
  EXPECT_TRUE(talk->Finish().ok());
}

TEST_F(StreamTest, MessagesAreGivenOneAtATime) {
  std::atomic<int> inside = 0;
  std::atomic<int> seen = 0;
  talk_ = [&](CallContext&, std::shared_ptr<Talks> stream) {
    stream->OnMessage([&](const EchoRequest& request) {
      EXPECT_EQ(++inside, 1);
      EXPECT_EQ(request.count(), seen++);
      --inside;
    });
    stream->raw().OnHalfClosed([stream] { stream->Finish(absl::OkStatus()); });
  };
  StartServer();
  context_ = MakeContext({.timeout = kLong});
  const auto talk = echo_->Talk(context_.get());
  EchoRequest request;
  for (int i = 0; i < 1'000; ++i) {
    request.set_count(i);
    ASSERT_TRUE(talk->Write(request));
  }
  talk->WritesDone();
  EXPECT_TRUE(talk->Finish().ok());
  EXPECT_EQ(seen, 1'000);
}

TEST_F(StreamTest, TheHandlerLearnsThatTheClientWentAway) {
  Gate gone;
  absl::Status why;
  std::shared_ptr<Responses> kept;
  say_many_ = [&](CallContext&, const EchoRequest&, std::shared_ptr<Responses> stream) {
    kept = stream;
    stream->raw().OnCancelled([&](const absl::Status& status) {
      why = status;
      gone.Open();
    });
    stream->Write(Numbered(1));
  };
  StartServer();
  const auto reader = Open();
  EchoResponse response;
  ASSERT_TRUE(reader->Read(&response));
  context_->TryCancel();
  gone.Wait();
  EXPECT_EQ(why.code(), absl::StatusCode::kCancelled);
  EXPECT_TRUE(kept->raw().over());
  EXPECT_FALSE(kept->Write(Numbered(2)));
  EXPECT_EQ(End(*reader).code(), absl::StatusCode::kCancelled);
  server_->Stop(kLong);
  EXPECT_EQ(kept->raw().pending(), 0u);
}

TEST_F(StreamTest, TheHandlerLearnsThatSomebodyElseEndedIt) {
  Gate told;
  absl::Status why;
  say_many_ = [&](CallContext&, const EchoRequest&, std::shared_ptr<Responses> stream) {
    stream->raw().OnCancelled([&, stream](const absl::Status& status) {
      why = status;
      EXPECT_TRUE(stream->raw().over());
      told.Open();
    });
    stream->Write(Numbered(1));
    stream->raw().Abort(absl::DataLossError("cut"));
    stream->raw().Abort(absl::OkStatus());
    EXPECT_FALSE(stream->Write(Numbered(2)));
  };
  StartServer();
  const auto reader = Open();
  EchoResponse response;
  ASSERT_TRUE(reader->Read(&response));
  EXPECT_FALSE(reader->Read(&response));
  EXPECT_EQ(FromGrpc(reader->Finish()).code(), absl::StatusCode::kDataLoss);
  told.Wait();
  EXPECT_EQ(why.message(), "cut");
}

TEST_F(StreamTest, TheClientsDeadlineEndsIt) {
  int handled = 0;
  int told = 0;
  absl::Status why = absl::CancelledError();
  say_many_ = [&](CallContext&, const EchoRequest&, std::shared_ptr<Responses> stream) {
    ++handled;
    stream->raw().OnCancelled([&, stream](const absl::Status& status) {
      ++told;
      why = status;
    });
  };
  StartServer();
  context_ = MakeContext({.timeout = absl::Milliseconds(50)});
  const auto reader = echo_->SayMany(context_.get(), EchoRequest());
  EXPECT_EQ(End(*reader).code(), absl::StatusCode::kDeadlineExceeded);
  AwaitPoller();
  server_->Stop(kLong);
  EXPECT_EQ(told, handled);  // 0 on a machine that takes longer to come to the handler
  EXPECT_TRUE(absl::IsDeadlineExceeded(why) || absl::IsCancelled(why)) << why;
}

TEST_F(StreamTest, NoDeadlineIsNoDeadline) {
  absl::Duration left;
  say_many_ = [&](CallContext& context, const EchoRequest&, std::shared_ptr<Responses> stream) {
    left = context.remaining();
    stream->Finish(absl::OkStatus());
  };
  StartServer();
  context_ = MakeContext({});
  EXPECT_TRUE(End(*echo_->SayMany(context_.get(), EchoRequest())).ok());
  server_->Stop(kLong);
  EXPECT_EQ(left, absl::InfiniteDuration());
}

TEST_F(StreamTest, WhatAHandlerOrACallbackThrowsEndsTheStream) {
  say_many_ = [](CallContext&, const EchoRequest& request, std::shared_ptr<Responses> stream) {
    if (request.count() == 0) throw std::runtime_error("in the handler");
    stream->raw().OnDrained([stream] { throw std::runtime_error("in a callback"); });
    stream->Write(Numbered(1));
  };
  StartServer();
  EXPECT_EQ(End(*Open(0)).code(), absl::StatusCode::kInternal);
  EXPECT_EQ(End(*Open(1)).code(), absl::StatusCode::kInternal);
}

TEST_F(StreamTest, AHandlerThatDropsItsStreamDoesNotLeaveTheClientWaiting) {
  say_many_ = [](CallContext&, const EchoRequest&, std::shared_ptr<Responses>) {};
  StartServer();
  EXPECT_EQ(End(*Open()).code(), absl::StatusCode::kInternal);
}

TEST_F(StreamTest, AFullQueueRefusesStreamsToo) {
  StartServer({.queue_limit = 0});
  EXPECT_EQ(ReasonOf(End(*Open())), "SERVER_OVERLOADED");
}

TEST_F(StreamTest, AStreamMayBeKeptLongerThanItsServer) {
  std::shared_ptr<Responses> kept;
  say_many_ = [&](CallContext&, const EchoRequest&, std::shared_ptr<Responses> stream) {
    kept = std::move(stream);
    kept->Write(Numbered(1));
  };
  StartServer();
  const auto reader = Open();
  EchoResponse response;
  ASSERT_TRUE(reader->Read(&response));
  server_.reset();
  EXPECT_FALSE(kept->Write(Numbered(2)));
  kept->raw().OnDrained([] { FAIL(); });
  kept->raw().OnCancelled([](const absl::Status&) {});
  kept->Finish(absl::OkStatus());
  EXPECT_FALSE(End(*reader).ok());
}

}  // namespace
}  // namespace sparkgate::rpc::testing
