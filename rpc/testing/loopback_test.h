// A fixture: the echo services on a real loopback port, with handlers that a test replaces.
#ifndef SPARKGATE_RPC_TESTING_LOOPBACK_TEST_H_
#define SPARKGATE_RPC_TESTING_LOOPBACK_TEST_H_

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include <gmock/gmock.h>
#include <grpcpp/generic/generic_stub.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "rpc/client.h"
#include "rpc/method_table.h"
#include "rpc/refusals.h"
#include "rpc/server.h"
#include "rpc/testing/counting_metrics.h"
#include "rpc/testing/echo.grpc.pb.h"
#include "rpc/testing/gate.h"
#include "rpc/testing/key_book.h"

namespace sparkgate::rpc::testing {

inline constexpr std::string_view kSay = "/sparkgate.rpc.testing.Echo/Say";
inline constexpr std::string_view kSayMany = "/sparkgate.rpc.testing.Echo/SayMany";
inline constexpr std::string_view kTalk = "/sparkgate.rpc.testing.Echo/Talk";
inline constexpr std::string_view kGuarded = "/sparkgate.rpc.testing.Other/Guarded";

// A hang detector, never a measurement.
inline constexpr absl::Duration kLong = absl::Seconds(60);

class LoopbackTest : public ::testing::Test {
 protected:
  using Responses = ServerStream<EchoResponse>;
  using Talks = BidiStream<EchoRequest, EchoResponse>;

  void TearDown() override {
    if (server_ != nullptr) server_->Stop(absl::ZeroDuration());
  }

  // Say and Guarded echo; SayMany writes `count` messages and finishes; Talk echoes each message.
  void StartServer(ServerOptions options = {}) {
    Register();
    auto started = Server::Start(options, table_, &keys_, metrics_);
    ASSERT_TRUE(started.ok()) << started.status();
    server_ = *std::move(started);
    channel_ = NewChannel();
    echo_ = Echo::NewStub(channel_);
    other_ = Other::NewStub(channel_);
  }

  std::shared_ptr<grpc::Channel> NewChannel() const {
    return MakeChannel("127.0.0.1:" + std::to_string(server_->port()));
  }

  absl::StatusOr<std::string> Say(const std::string& text,
                                  const CallOptions& options = {.timeout = kLong}) {
    EchoRequest request;
    EchoResponse response;
    request.set_text(text);
    const auto context = MakeContext(options);
    const absl::Status status = FromGrpc(echo_->Say(context.get(), request, &response));
    if (!status.ok()) return status;
    return response.text();
  }

  // Any bytes to any unary method; the answer's bytes.
  absl::StatusOr<std::string> CallBytes(std::string_view method, const std::string& bytes) {
    grpc::CompletionQueue queue;
    const grpc::Slice slice(bytes);
    const grpc::ByteBuffer request(&slice, 1);
    grpc::ByteBuffer response;
    grpc::Status status;
    const auto context = MakeContext({.timeout = kLong});
    const auto call = grpc::GenericStub(channel_).PrepareUnaryCall(
        context.get(), std::string(method), request, &queue);
    call->StartCall();
    call->Finish(&response, &status, nullptr);
    void* tag = nullptr;
    bool ok = false;
    queue.Next(&tag, &ok);
    if (!status.ok()) return FromGrpc(status);
    grpc::Slice answer;
    if (!response.DumpToSingleSlice(&answer).ok()) return absl::DataLossError("no bytes");
    return std::string(reinterpret_cast<const char*>(answer.begin()), answer.size());
  }

  absl::StatusOr<std::string> Guarded(const std::string& bearer_token) {
    EchoRequest request;
    EchoResponse response;
    const auto context = MakeContext({.timeout = kLong, .bearer_token = bearer_token});
    const absl::Status status = FromGrpc(other_->Guarded(context.get(), request, &response));
    if (!status.ok()) return status;
    return response.text();
  }

  // Answered by the poller if `bearer_token` is "cached-reader".
  absl::Status Inline(const std::string& bearer_token) {
    OtherResponse response;
    const auto context = MakeContext({.timeout = kLong, .bearer_token = bearer_token});
    return FromGrpc(other_->Inline(context.get(), OtherRequest(), &response));
  }

  // A call behind all others on their connection: once the poller has answered it, it knows which
  // of them were given up before.
  void AwaitPoller() { ASSERT_TRUE(Inline("cached-reader").ok()); }

  std::function<absl::StatusOr<EchoResponse>(CallContext&, const EchoRequest&)> say_ =
      [](CallContext&, const EchoRequest& request) -> absl::StatusOr<EchoResponse> {
    EchoResponse response;
    response.set_text(request.text());
    return response;
  };
  std::function<void(CallContext&, const EchoRequest&, std::shared_ptr<Responses>)> say_many_ =
      [](CallContext&, const EchoRequest& request, std::shared_ptr<Responses> stream) {
        EchoResponse response;
        for (int i = 0; i < request.count(); ++i) {
          response.set_index(i);
          stream->Write(response);
        }
        stream->Finish(absl::OkStatus());
      };
  std::function<void(CallContext&, std::shared_ptr<Talks>)> talk_ =
      [](CallContext&, std::shared_ptr<Talks> stream) {
        stream->OnMessage([stream](const EchoRequest& request) {
          EchoResponse response;
          response.set_text(request.text());
          stream->Write(response);
        });
        stream->raw().OnHalfClosed([stream] { stream->Finish(absl::OkStatus()); });
      };

  MethodTable table_;
  KeyBook keys_;
  CountingMetrics metrics_;
  std::unique_ptr<Server> server_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<Echo::Stub> echo_;
  std::unique_ptr<Other::Stub> other_;

 private:
  void Register() {
    const MethodOptions open = {.roles = kAnyone};
    table_.Unary<EchoRequest, EchoResponse>(
        "sparkgate.rpc.testing.Echo/Say", open,
        [this](CallContext& context, const EchoRequest& request) {
          return say_(context, request);
        });
    table_.Stream<EchoRequest, EchoResponse>(
        "sparkgate.rpc.testing.Echo/SayMany", open,
        [this](CallContext& context, const EchoRequest& request,
               std::shared_ptr<Responses> stream) {
          say_many_(context, request, std::move(stream));
        });
    table_.Bidi<EchoRequest, EchoResponse>(
        "sparkgate.rpc.testing.Echo/Talk", open,
        [this](CallContext& context, std::shared_ptr<Talks> stream) {
          talk_(context, std::move(stream));
        });
    const auto nothing = [](CallContext&, const OtherRequest&) -> absl::StatusOr<OtherResponse> {
      return OtherResponse();
    };
    table_.Unary<OtherRequest, OtherResponse>("sparkgate.rpc.testing.Other/Open", open, nothing);
    table_.Unary<OtherRequest, OtherResponse>("sparkgate.rpc.testing.Other/Inline",
                                              {.roles = kReader, .inline_on_poller = true},
                                              nothing);
    table_.Unary<EchoRequest, EchoResponse>(
        "sparkgate.rpc.testing.Other/Guarded", {.roles = kWriter | kReader},
        [](CallContext& context, const EchoRequest&) -> absl::StatusOr<EchoResponse> {
          EchoResponse response;
          response.set_text(context.caller().principal);
          return response;
        });
  }
};

}  // namespace sparkgate::rpc::testing

#endif  // SPARKGATE_RPC_TESTING_LOOPBACK_TEST_H_
