// A server's life: start and its refusals, health, reflection, stop.
#include "rpc/server.h"

#include <atomic>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>
#include <utility>

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/files.h"
#include "base/log.h"
#include "rpc/testing/loopback_test.h"

namespace sparkgate::rpc::testing {
namespace {

using ::testing::HasSubstr;

class ServerTest : public LoopbackTest {
 protected:
  // What /grpc.health.v1.Health/Check says: 1 is SERVING, 2 is NOT_SERVING.
  absl::StatusOr<int> Health(const std::string& service) {
    std::string request;
    if (!service.empty()) {
      request = "\n" + std::string(1, static_cast<char>(service.size())) + service;
    }
    SG_ASSIGN_OR_RETURN(const std::string answer,
                        CallBytes("/grpc.health.v1.Health/Check", request));
    if (answer.size() != 2 || answer[0] != 8) return absl::DataLossError("not an answer");
    return answer[1];
  }
};

// The client's side of a two-way stream of plain bytes.
class ByteStream {
 public:
  ByteStream(const std::shared_ptr<grpc::Channel>& channel, const std::string& method)
      : context_(MakeContext({.timeout = kLong})),
        stream_(grpc::GenericStub(channel).PrepareCall(context_.get(), method, &queue_)) {
    stream_->StartCall(this);
    Wait();
  }
  bool Write(const std::string& bytes) {
    const grpc::Slice slice(bytes);
    stream_->Write(grpc::ByteBuffer(&slice, 1), this);
    return Wait();
  }
  bool WritesDone() {
    stream_->WritesDone(this);
    return Wait();
  }
  // "" at the end.
  std::string Read() {
    grpc::ByteBuffer buffer;
    grpc::Slice slice;
    stream_->Read(&buffer, this);
    if (!Wait() || !buffer.DumpToSingleSlice(&slice).ok()) return "";
    return std::string(reinterpret_cast<const char*>(slice.begin()), slice.size());
  }
  absl::Status Finish() {
    grpc::Status status;
    stream_->Finish(&status, this);
    Wait();
    return FromGrpc(status);
  }

 private:
  bool Wait() {
    void* tag = nullptr;
    bool ok = false;
    return queue_.Next(&tag, &ok) && ok;
  }

  grpc::CompletionQueue queue_;
  std::unique_ptr<grpc::ClientContext> context_;
  std::unique_ptr<grpc::GenericClientAsyncReaderWriter> stream_;
};

// Opens an HTTP/2 connection and says no more.
class SilentClient {
 public:
  explicit SilentClient(uint16_t port) : socket_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof(address)), 0);
    const std::string hello("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0", 33);
    EXPECT_EQ(write(socket_, hello.data(), hello.size()), std::ssize(hello));
    char first = 0;  // the server's settings: it knows us now
    EXPECT_EQ(recv(socket_, &first, 1, MSG_PEEK), 1);
  }
  ~SilentClient() { close(socket_); }

  std::string ReadToEnd() const {
    std::string all;
    char chunk[4096];
    for (ssize_t size = 0; (size = read(socket_, chunk, sizeof(chunk))) > 0;) {
      all.append(chunk, static_cast<size_t>(size));
    }
    return all;
  }

 private:
  const int socket_;
};

TEST_F(ServerTest, TheSecondServerOnAPortSaysSo) {
  StartServer();
  const std::string log = ::testing::TempDir() + "second_server_" + std::to_string(getpid());
  ASSERT_TRUE(ConfigureLog("info", log).ok());
  const auto second = Server::Start({.port = server_->port()}, table_, &keys_, metrics_);
  ASSERT_TRUE(ConfigureLog("info", "").ok());
  EXPECT_EQ(*ReadFile(log), "") << "gRPC's own words";
  std::filesystem::remove(log);
  ASSERT_FALSE(second.ok());
  EXPECT_EQ(second.status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(ReasonOf(second.status()), "ADDRESS_IN_USE");
  EXPECT_THAT(std::string(second.status().message()),
              HasSubstr("127.0.0.1:" + std::to_string(server_->port())));
  EXPECT_EQ(*Say("still here"), "still here");
}

TEST_F(ServerTest, RefusesATableWithHoles) {
  MethodTable table;
  table.Unary<EchoRequest, EchoResponse>("sparkgate.rpc.testing.Echo/Say", {.roles = kAnyone},
                                         say_);
  const auto server = Server::Start({}, table, nullptr, metrics_);
  EXPECT_EQ(server.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(server.status().message()), HasSubstr("Echo/SayMany"));
}

TEST_F(ServerTest, RefusesMethodsThatNeedACredentialNobodyChecks) {
  StartServer();
  const auto server = Server::Start({}, table_, nullptr, metrics_);
  EXPECT_EQ(ReasonOf(server.status()), "AUTHENTICATOR_MISSING");
}

TEST_F(ServerTest, ACallWhoseRequestNeverComes) {
  StartServer();
  for (const std::string_view method : {kSay, kSayMany}) {
    ByteStream call(channel_, std::string(method));
    ASSERT_TRUE(call.WritesDone());
    EXPECT_EQ(call.Read(), "");
    EXPECT_EQ(ReasonOf(call.Finish()), "REQUEST_MISSING");
  }
}

TEST_F(ServerTest, HealthIsNotServingUntilTold) {
  StartServer();
  EXPECT_EQ(*Health(""), 2);
  EXPECT_EQ(*Health("sparkgate.rpc.testing.Echo"), 2);
  EXPECT_EQ(Health("no.such.Service").status().code(), absl::StatusCode::kNotFound);
  server_->SetServing(true);
  EXPECT_EQ(*Health(""), 1);
  EXPECT_EQ(*Health("sparkgate.rpc.testing.Other"), 1);
  server_->SetServing(false);
  EXPECT_EQ(*Health(""), 2);
}

TEST_F(ServerTest, HealthCanBeWatched) {
  StartServer();
  ByteStream watch(channel_, "/grpc.health.v1.Health/Watch");
  ASSERT_TRUE(watch.Write(""));
  EXPECT_EQ(watch.Read(), "\b\x02");
  server_->SetServing(true);
  EXPECT_EQ(watch.Read(), "\b\x01");
  ByteStream unknown(channel_, "/grpc.health.v1.Health/Watch");
  ASSERT_TRUE(unknown.Write("\n\x04nope"));
  EXPECT_EQ(unknown.Read(), "\b\x03");
  server_->SetServing(false);
  EXPECT_EQ(watch.Read(), "\b\x02");
  server_->Stop(kLong);
  EXPECT_EQ(ReasonOf(watch.Finish()), "SERVER_STOPPING");
  EXPECT_EQ(ReasonOf(unknown.Finish()), "SERVER_STOPPING");
}

TEST_F(ServerTest, ReflectionListsTheServices) {
  StartServer();
  for (const char* version : {"v1alpha"}) {
    ByteStream reflection(channel_, std::string("/grpc.reflection.") + version +
                                        ".ServerReflection/ServerReflectionInfo");
    ASSERT_TRUE(reflection.Write(":\x01*"));  // list_services: "*"
    const std::string answer = reflection.Read();
    EXPECT_THAT(answer, HasSubstr("sparkgate.rpc.testing.Echo"));
    EXPECT_THAT(answer, HasSubstr("sparkgate.rpc.testing.Other"));
    EXPECT_THAT(answer, HasSubstr("grpc.health.v1.Health"));
    // file_containing_symbol: the descriptor comes from the protos themselves.
    ASSERT_TRUE(reflection.Write("\"\x1asparkgate.rpc.testing.Echo"));
    EXPECT_THAT(reflection.Read(), HasSubstr("EchoRequest"));
  }
}

TEST_F(ServerTest, StopWaitsForWhatIsRunning) {
  Gate running;
  Gate release;
  say_ = [&](CallContext&, const EchoRequest&) -> absl::StatusOr<EchoResponse> {
    running.Open();
    release.Wait();
    return EchoResponse();
  };
  StartServer();
  absl::Status answer;
  std::thread caller([&] { answer = Say("").status(); });
  running.Wait();
  std::thread stopper([&] { server_->Stop(kLong); });
  release.Open();
  stopper.join();
  caller.join();
  EXPECT_TRUE(answer.ok()) << answer;
  EXPECT_FALSE(Say("").ok());
}

TEST_F(ServerTest, AfterTheGraceCallsAreCancelledAndStillAwaited) {
  Gate running;
  say_ = [&](CallContext& context, const EchoRequest&) -> absl::StatusOr<EchoResponse> {
    running.Open();
    while (!context.cancelled()) std::this_thread::yield();
    return CallCancelled();
  };
  StartServer();
  absl::Status answer;
  std::thread caller([&] { answer = Say("").status(); });
  running.Wait();
  server_->Stop(absl::Milliseconds(20));
  caller.join();
  EXPECT_FALSE(answer.ok());
  EXPECT_EQ(metrics_.Calls(kSay, "CANCELLED"), 1);
}

TEST_F(ServerTest, AStuckHandlerHoldsUpStopUntilItReturns) {
  Gate running;
  Gate release;
  std::atomic<bool> stopped = false;
  say_ = [&](CallContext& context, const EchoRequest&) -> absl::StatusOr<EchoResponse> {
    running.Open();
    while (!context.cancelled()) std::this_thread::yield();
    release.Wait();
    EXPECT_FALSE(stopped);
    return EchoResponse();
  };
  StartServer();
  std::thread caller([&] { EXPECT_FALSE(Say("").ok()); });
  running.Wait();
  std::thread stopper([&] {
    server_->Stop(absl::ZeroDuration());
    stopped = true;
  });
  caller.join();  // answered by the cancellation, while its handler is stuck
  release.Open();
  stopper.join();
}

TEST_F(ServerTest, StreamsMaySayALastWord) {
  say_many_ = [](CallContext&, const EchoRequest&, std::shared_ptr<Responses> stream) {
    EchoResponse first;
    first.set_text("first");
    stream->Write(first);
    stream->raw().OnCancelled([stream](const absl::Status& status) {
      EXPECT_EQ(ReasonOf(status), "SERVER_STOPPING");
      EchoResponse last;
      last.set_text("resume here");
      EXPECT_TRUE(stream->Write(last));
      stream->Finish(absl::UnavailableError("see you"));
    });
  };
  StartServer();
  const auto context = MakeContext({.timeout = kLong});
  const auto reader = echo_->SayMany(context.get(), EchoRequest());
  EchoResponse response;
  ASSERT_TRUE(reader->Read(&response));
  server_->Stop(kLong);
  ASSERT_TRUE(reader->Read(&response));
  EXPECT_EQ(response.text(), "resume here");
  EXPECT_FALSE(reader->Read(&response));
  const grpc::Status status = reader->Finish();
  EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(status.error_message(), "see you");
}

TEST_F(ServerTest, StreamsThatDoNotCareAreFinished) {
  std::shared_ptr<Responses> kept;
  say_many_ = [&](CallContext&, const EchoRequest&, std::shared_ptr<Responses> stream) {
    kept = std::move(stream);
    kept->Write(EchoResponse());
  };
  StartServer();
  const auto context = MakeContext({.timeout = kLong});
  const auto reader = echo_->SayMany(context.get(), EchoRequest());
  EchoResponse response;
  ASSERT_TRUE(reader->Read(&response));
  server_->Stop(kLong);
  EXPECT_FALSE(reader->Read(&response));
  EXPECT_EQ(ReasonOf(FromGrpc(reader->Finish())), "SERVER_STOPPING");
}

// A client that doesn't answer pings; gRPC alone would give it 20 s.
TEST_F(ServerTest, AConnectionWithoutACallHoldsUpNothing) {
  StartServer();
  const SilentClient client(server_->port());
  server_->Stop(absl::Hours(1));
  EXPECT_NE(client.ReadToEnd(), "");
}

TEST_F(ServerTest, StopsTwiceAndNeverHavingServed) {
  StartServer();
  server_->Stop(absl::ZeroDuration());
  server_->Stop(kLong);
}

}  // namespace
}  // namespace sparkgate::rpc::testing
