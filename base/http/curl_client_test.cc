#include <atomic>
#include <filesystem>
#include <latch>
#include <string>
#include <thread>
#include <vector>

#include <fcntl.h>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>

#include "base/error.h"
#include "base/http/client.h"
#include "base/http/server.h"
#include "base/http/test_connection.h"
#include "base/trace.h"

namespace sparkgate {
namespace {

using testing::Contains;
using testing::Pair;

std::string UrlOf(uint16_t port, std::string_view path = "/") {
  return fmt::format("http://127.0.0.1:{}{}", port, path);
}

std::string SentOf(const absl::Status& status) { return DetailOf(status).metadata["sent"]; }

struct SocketCount {
  int all = 0;
  int inheritable = 0;  // a child process would keep them open
};

// This process's internet sockets.
SocketCount CountSockets() {
  SocketCount count;
  for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) {
    const int descriptor = std::stoi(entry.path().filename());
    sockaddr_storage address{};
    socklen_t size = sizeof(address);
    if (getsockname(descriptor, reinterpret_cast<sockaddr*>(&address), &size) != 0) continue;
    if (address.ss_family != AF_INET && address.ss_family != AF_INET6) continue;
    ++count.all;
    if ((fcntl(descriptor, F_GETFD) & FD_CLOEXEC) == 0) ++count.inheritable;
  }
  return count;
}

class CurlClientTest : public testing::Test {
 protected:
  void Serve(HttpHandler handler) {
    auto server = HttpServer::Start({}, std::move(handler));
    ASSERT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
  }
  std::string Url(std::string_view path = "/") const { return UrlOf(server_->port(), path); }

  std::unique_ptr<HttpServer> server_;
  std::unique_ptr<HttpClient> client_ = NewCurlClient({.max_body_bytes = 1000});
};

TEST_F(CurlClientTest, SendsWhatItIsTold) {
  Serve([](const HttpServerRequest& request, const HttpReply& reply) {
    EXPECT_EQ(request.Header("content-type"), "application/json");
    EXPECT_EQ(request.Header("empty"), "");
    EXPECT_EQ(request.Header("user-agent"), "sparkgate");
    EXPECT_EQ(request.Header("expect"), std::nullopt);
    HttpServerResponse response;
    response.status = 404;
    response.headers = {{"X-Request-ID", " abc "}};
    response.body =
        fmt::format("{} {}?{} {}", request.method, request.path, request.query, request.body);
    reply(std::move(response));
  });
  for (const char* method : {"POST", "PUT", "GET", "DELETE"}) {
    const auto response =
        client_->Send({.method = method,
                       .url = Url("/a%20b?c=%23d"),
                       .headers = {{"Content-Type", "application/json"}, {"Empty", ""}},
                       .body = std::string("b\0dy", 4)});
    ASSERT_TRUE(response.ok()) << response.status();
    EXPECT_EQ(response->status, 404) << "an error status is an answer";
    EXPECT_EQ(response->body, std::string(method) + " /a%20b?c=%23d " + std::string("b\0dy", 4));
    EXPECT_THAT(response->headers, Contains(Pair("x-request-id", "abc")));
  }
}

TEST_F(CurlClientTest, HandsTheTraceOn) {
  Serve([](const HttpServerRequest& request, const HttpReply& reply) {
    HttpServerResponse response;
    response.body = request.Header("traceparent").value_or("none") + "; " +
                    request.Header("tracestate").value_or("none");
    reply(std::move(response));
  });
  const auto said = [&] {
    const auto response = client_->Send({.url = Url()});
    return response.ok() ? response->body : response.status().ToString();
  };
  EXPECT_EQ(said(), "none; none");
  Trace trace = NewTrace();
  const TraceScope scope(trace);
  EXPECT_EQ(said(), trace.Header() + "; none");
  trace.state = "vendor=1";
  EXPECT_EQ(said(), trace.Header() + "; vendor=1");
}

TEST_F(CurlClientTest, RequestsWithoutABody) {
  Serve([](const HttpServerRequest& request, const HttpReply& reply) {
    EXPECT_EQ(request.body, "");
    EXPECT_EQ(request.Header("content-type"), std::nullopt);
    EXPECT_EQ(request.Header("content-length"),
              request.method == "POST" ? std::optional<std::string>("0") : std::nullopt);
    HttpServerResponse response;
    response.headers = {{"method", request.method}};
    reply(std::move(response));
  });
  for (const char* method : {"GET", "POST", "HEAD", "DELETE"}) {
    const auto response = client_->Send({.method = method, .url = Url()});
    ASSERT_TRUE(response.ok()) << response.status();
    EXPECT_EQ(response->body, "");
    EXPECT_THAT(response->headers, Contains(Pair("method", method)));
  }
}

TEST_F(CurlClientTest, FollowsNoRedirect) {
  std::atomic<int> calls = 0;
  Serve([&](const HttpServerRequest&, const HttpReply& reply) {
    ++calls;
    HttpServerResponse response;
    response.status = 307;
    response.headers = {{"Location", "/elsewhere"}};
    reply(std::move(response));
  });
  EXPECT_EQ(client_->Send({.method = "POST", .url = Url(), .body = "x"})->status, 307);
  EXPECT_EQ(calls, 1);
}

TEST_F(CurlClientTest, ABodyIsCapped) {
  std::atomic<size_t> size = 1000;
  Serve([&](const HttpServerRequest&, const HttpReply& reply) {
    HttpServerResponse response;
    response.body = std::string(size, 'x');
    reply(std::move(response));
  });
  EXPECT_EQ(client_->Send({.url = Url()})->body.size(), 1000u);
  size = 1001;
  const absl::Status status = client_->Send({.url = Url()}).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(ReasonOf(status), "HTTP_BODY_TOO_LARGE");
  EXPECT_TRUE(MayHaveBeenSent(status));
}

TEST_F(CurlClientTest, ATimeoutAfterSendingMayHaveBeenSent) {
  HttpReply kept;
  Serve([&](const HttpServerRequest&, HttpReply reply) { kept = std::move(reply); });
  const absl::Status status = client_->Send({.url = Url(), .timeout = absl::Seconds(1)}).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kDeadlineExceeded);
  EXPECT_EQ(ReasonOf(status), "HTTP_TIMEOUT");
  EXPECT_EQ(SentOf(status), "maybe");
  EXPECT_EQ(SentOf(client_->Send({.url = Url(), .timeout = absl::ZeroDuration()}).status()), "no");
  server_->Stop(absl::ZeroDuration());
}

TEST_F(CurlClientTest, CutAnswersMayHaveBeenSent) {
  Serve([](const HttpServerRequest& request, const HttpReply& reply) {
    HttpServerResponse response;
    response.body = "0123456789";
    response.cut = request.path == "/before" ? HttpServerResponse::Cut::kBeforeHeader
                                             : HttpServerResponse::Cut::kHalfBody;
    reply(std::move(response));
  });
  for (const char* path : {"/before", "/half"}) {
    const absl::Status status = client_->Send({.url = Url(path), .send_once = true}).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
    EXPECT_EQ(ReasonOf(status), "HTTP_BROKEN");
    EXPECT_EQ(SentOf(status), "maybe");
  }
}

TEST_F(CurlClientTest, ABrokenConnectionDoesNotHideAGoodOne) {
  std::vector<HttpReply> held;
  Serve([&held](const HttpServerRequest& request, const HttpReply& reply) {
    if (request.path == "/together") {
      held.push_back(reply);
      if (held.size() < 2) return;
      for (const HttpReply& each : held) each({});
      return;
    }
    HttpServerResponse response;
    response.body = fmt::format("{}", request.earlier);
    if (request.path == "/cut") response.cut = HttpServerResponse::Cut::kBeforeHeader;
    reply(std::move(response));
  });
  std::thread other([this] { EXPECT_TRUE(client_->Send({.url = Url("/together")}).ok()); });
  EXPECT_TRUE(client_->Send({.url = Url("/together")}).ok());
  other.join();
  EXPECT_FALSE(client_->Send({.url = Url("/cut"), .send_once = true}).ok());
  EXPECT_EQ(client_->Send({.url = Url()})->body, "1") << "the other connection's second request";
}

TEST_F(CurlClientTest, WhatReachedNobodyIsCertain) {
  Serve([](const HttpServerRequest&, const HttpReply& reply) { reply({}); });
  const std::string url = Url();
  server_.reset();
  const absl::Status refused = client_->Send({.method = "POST", .url = url}).status();
  EXPECT_EQ(refused.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(ReasonOf(refused), "HTTP_CONNECT_FAILED");
  EXPECT_EQ(SentOf(refused), "no");
  EXPECT_FALSE(MayHaveBeenSent(refused));
  EXPECT_FALSE(MayHaveBeenSent(absl::OkStatus()));

  for (const char* bad : {"", "http://", "ftp://127.0.0.1/", "http://127.0.0.1:99999/"}) {
    const absl::Status status = client_->Send({.url = bad}).status();
    EXPECT_EQ(ReasonOf(status), "HTTP_BAD_REQUEST") << bad << status;
    EXPECT_EQ(SentOf(status), "no");
  }
  const absl::Status header = client_->Send({.url = url, .headers = {{"A", "b\r\nC: d"}}}).status();
  EXPECT_EQ(ReasonOf(header), "HTTP_BAD_REQUEST");
}

// A peer that answers the first request of its first connection, and reads every other one whole
// and closes without a word.
class CuttingPeer {
 public:
  CuttingPeer() : acceptor_(io_, {boost::asio::ip::address_v4::loopback(), 0}) {
    thread_ = std::thread([this] { Run(); });
  }
  ~CuttingPeer() {
    // Wakes a waiting accept; "QUIT" is no request.
    TestConnection(port()).Send("QUIT\r\n\r\n");
    thread_.join();
  }
  uint16_t port() { return acceptor_.local_endpoint().port(); }
  int requests() const { return requests_; }

 private:
  void Run() {
    while (true) {
      TestConnection connection(acceptor_);
      while (true) {
        const std::string head = connection.ReadUntil("\r\n\r\n");
        if (head == "QUIT\r\n\r\n") return;
        if (head.empty()) break;
        ++requests_;
        EXPECT_EQ(connection.ReadBytes(4), "body");
        if (requests_ > 1) break;
        connection.Send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
      }
    }
  }

  boost::asio::io_context io_;
  boost::asio::ip::tcp::acceptor acceptor_;
  std::atomic<int> requests_ = 0;
  std::thread thread_;
};

TEST(CurlClientCutTest, AMutationOnAReusedConnectionIsSentOnce) {
  CuttingPeer peer;
  const auto client = NewCurlClient({});
  const HttpRequest request{
      .method = "POST", .url = UrlOf(peer.port()), .body = "body", .send_once = true};
  ASSERT_TRUE(client->Send(request).ok());
  const absl::Status status = client->Send(request).status();
  EXPECT_EQ(peer.requests(), 2) << "one POST for each Send";
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(ReasonOf(status), "HTTP_BROKEN");
  EXPECT_EQ(SentOf(status), "maybe");
}

// If this fails, curl has changed: send_once may then be simpler.
TEST(CurlClientCutTest, WithoutSendOnceCurlSendsAgainByItself) {
  CuttingPeer peer;
  const auto client = NewCurlClient({});
  const HttpRequest request{.method = "POST", .url = UrlOf(peer.port()), .body = "body"};
  ASSERT_TRUE(client->Send(request).ok());
  EXPECT_FALSE(client->Send(request).ok());
  EXPECT_EQ(peer.requests(), 3);
}

TEST_F(CurlClientTest, AProxyIsNeverUsedForLoopback) {
  setenv("http_proxy", "http://127.0.0.1:1", 1);
  const auto client = NewCurlClient({});
  Serve([](const HttpServerRequest&, const HttpReply& reply) { reply({}); });
  EXPECT_TRUE(client->Send({.url = Url()}).ok());
  EXPECT_TRUE(client->Send({.url = fmt::format("http://localhost:{}/", server_->port())}).ok());
  EXPECT_FALSE(client->Send({.url = "http://sparkgate.invalid/"}).ok());
  unsetenv("http_proxy");
}

TEST_F(CurlClientTest, NoSocketOfClientOrServerIsInherited) {
  Serve([](const HttpServerRequest&, const HttpReply& reply) { reply({}); });
  ASSERT_TRUE(client_->Send({.url = Url()}).ok());
  const SocketCount count = CountSockets();  // one that listens, and both ends of a connection
  EXPECT_GE(count.all, 3);
  EXPECT_EQ(count.inheritable, 0);
}

TEST_F(CurlClientTest, ThreadsShareConnections) {
  Serve([](const HttpServerRequest& request, const HttpReply& reply) {
    HttpServerResponse response;
    response.body = request.body;
    reply(std::move(response));
  });
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&, i] {
      for (int j = 0; j < 25; ++j) {
        const std::string body = fmt::format("{}/{}", i, j);
        const auto response =
            client_->Send({.method = "POST", .url = Url(), .body = body, .send_once = true});
        ASSERT_TRUE(response.ok()) << response.status();
        EXPECT_EQ(response->body, body);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

}  // namespace
}  // namespace sparkgate
