#include "base/http/server.h"

#include <atomic>
#include <latch>
#include <memory>
#include <string>
#include <thread>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "base/executor.h"
#include "base/http/server_fixture.h"
#include "base/http/test_connection.h"

namespace sparkgate {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

TEST(HttpServerTest, AnswersARequest) {
  const auto server = MustStart({}, [](HttpServerRequest request, const HttpReply& reply) {
    EXPECT_EQ(request.method, "POST");
    EXPECT_EQ(request.path, "/open%20api/v1.3");
    EXPECT_EQ(request.query, "a=%31&b");
    EXPECT_EQ(request.Header("access-token"), "Abc");
    EXPECT_EQ(request.body, "{\"x\":1}");
    HttpServerResponse response;
    response.status = 201;
    response.headers = {{"X-Evil", "a\r\nInjected: yes"}};
    response.body = "{}";
    reply(std::move(response));
  });
  TestConnection client(server->port());
  client.Send(
      "POST /open%20api/v1.3?a=%31&b HTTP/1.1\r\nHost: x\r\nAccess-Token:  Abc \r\n"
      "Content-Length: 7\r\n\r\n{\"x\":1}");
  EXPECT_EQ(ReadAnswer(client),
            "HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nContent-Length: 2\r\n"
            "X-Evil: aInjected: yes\r\n\r\n{}");
}

TEST(HttpServerTest, KeepsTheConnectionAndTakesPipelinedRequests) {
  std::atomic<int> earlier = -1;
  const auto server = MustStart({}, [&earlier](HttpServerRequest request, const HttpReply& reply) {
    earlier = request.earlier;
    Echo(std::move(request), reply);
  });
  TestConnection client(server->port());
  for (int i = 0; i < 3; ++i) {
    client.Send(fmt::format("GET /{} HTTP/1.1\r\nHost: x\r\n\r\n", i));
    EXPECT_THAT(ReadAnswer(client), EndsWith(fmt::format("GET /{} ?  : ", i)));
    EXPECT_EQ(earlier, i);
  }
  std::string pipelined;
  for (int i = 0; i < 100; ++i) {
    pipelined += fmt::format("POST /p HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{:02}", i);
  }
  client.Send(pipelined);
  for (int i = 0; i < 100; ++i) {
    EXPECT_THAT(ReadAnswer(client), EndsWith(fmt::format("POST /p ?  : {:02}", i)));
  }
}

TEST(HttpServerTest, BytesMayComeOneByOne) {
  const auto server = MustStart({}, Echo);
  TestConnection client(server->port());
  const std::string request =
      "POST /a?b HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
      "3\r\nabc\r\n2;ext=1\r\nde\r\n0\r\nTrailer: t\r\n\r\n";
  for (const char byte : request) client.Send(std::string_view(&byte, 1));
  EXPECT_THAT(ReadAnswer(client), EndsWith("POST /a ? b : abcde"));
}

TEST(HttpServerTest, ClosesWhenTheClientWantsIt) {
  const auto server = MustStart({}, Echo);
  TestConnection one_one(server->port());
  one_one.Send("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(one_one.ReadToEnd(), HasSubstr("Connection: close\r\n"));
  TestConnection one_zero(server->port());
  one_zero.Send("GET / HTTP/1.0\r\n\r\n");
  EXPECT_THAT(one_zero.ReadToEnd(), StartsWith("HTTP/1.1 200 OK\r\n"));
  TestConnection kept(server->port());
  kept.Send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  EXPECT_THAT(ReadAnswer(kept), HasSubstr("Connection: keep-alive\r\n"));
}

TEST(HttpServerTest, HeadAndNoContentHaveNoBody) {
  const auto server = MustStart({}, [](HttpServerRequest request, const HttpReply& reply) {
    HttpServerResponse response = Text("body");
    if (request.path == "/none") response.status = 204;
    reply(std::move(response));
  });
  TestConnection client(server->port());
  client.Send(
      "HEAD / HTTP/1.1\r\nHost: x\r\n\r\nGET /none HTTP/1.1\r\nHost: x\r\n\r\n"
      "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  EXPECT_EQ(client.ReadUntil("\r\n\r\n"),
            "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 4\r\n\r\n");
  EXPECT_EQ(client.ReadUntil("\r\n\r\n"), "HTTP/1.1 204 No Content\r\n\r\n");
  EXPECT_THAT(client.ReadToEnd(), EndsWith("\r\n\r\nbody"));
}

TEST(HttpServerTest, ContinuesAClientThatWaits) {
  const auto server = MustStart({}, Echo);
  TestConnection client(server->port());
  client.Send("POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
  EXPECT_EQ(client.ReadUntil("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  client.Send("abc");
  EXPECT_THAT(ReadAnswer(client), EndsWith("POST / ?  : abc"));
}

TEST(HttpServerTest, RefusesWhatIsTooLargeOrNotHttp) {
  std::atomic<int> calls = 0;
  const auto server = MustStart({.max_body_bytes = 1000, .max_header_bytes = 500},
                                [&](HttpServerRequest, const HttpReply& reply) {
                                  ++calls;
                                  reply({});
                                });
  const auto answer_to = [&](const std::string& request) {
    TestConnection client(server->port());
    client.Send(request);
    return client.ReadUntil("\r\n") + client.ReadToEnd();
  };
  EXPECT_THAT(answer_to("GET / HTTP/1.1\r\nX: " + std::string(100'000, 'x') + "\r\n\r\n"),
              StartsWith("HTTP/1.1 431 "));
  EXPECT_THAT(answer_to("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1001\r\n\r\n" +
                        std::string(1001, 'x')),
              StartsWith("HTTP/1.1 413 "));
  EXPECT_THAT(answer_to("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                        "3e9\r\n" +
                        std::string(1001, 'x') + "\r\n0\r\n\r\n"),
              StartsWith("HTTP/1.1 413 "));
  EXPECT_THAT(answer_to("hello\r\n\r\n"), StartsWith("HTTP/1.1 400 "));
  EXPECT_THAT(answer_to("POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n"),
              StartsWith("HTTP/1.1 400 "));
  EXPECT_EQ(calls, 0);
  EXPECT_THAT(answer_to("POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                        "Content-Length: 1000\r\n\r\n" +
                        std::string(1000, 'x')),
              StartsWith("HTTP/1.1 200 "));
  EXPECT_EQ(calls, 1);
}

TEST(HttpServerTest, CutsWhereItIsTold) {
  const auto server = MustStart({}, [](HttpServerRequest request, const HttpReply& reply) {
    HttpServerResponse response = Text("0123456789");
    response.cut = request.path == "/before" ? HttpServerResponse::Cut::kBeforeHeader
                                             : HttpServerResponse::Cut::kHalfBody;
    reply(std::move(response));
  });
  TestConnection before(server->port());
  before.Send("GET /before HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_EQ(before.ReadToEnd(), "");
  TestConnection half(server->port());
  half.Send("GET /half HTTP/1.1\r\nHost: x\r\n\r\n");
  const std::string answer = half.ReadToEnd();
  EXPECT_THAT(answer, HasSubstr("Content-Length: 10\r\n"));
  EXPECT_THAT(answer, EndsWith("\r\n\r\n01234"));
}

TEST(HttpServerTest, AnAnswerMayComeLaterFromAnotherThread) {
  ThreadPool pool({.threads = 2});
  const auto server = MustStart({.threads = 2}, [&](HttpServerRequest request, HttpReply reply) {
    EXPECT_TRUE(pool.TryPost([request = std::move(request), reply = std::move(reply)] {
      Echo(request, reply);
      reply(Text("a second answer is ignored"));
    }));
  });
  std::vector<std::thread> clients;
  for (int i = 0; i < 8; ++i) {
    clients.emplace_back([&server, i] {
      TestConnection client(server->port());
      for (int j = 0; j < 50; ++j) {
        client.Send(fmt::format("GET /{}/{} HTTP/1.1\r\nHost: x\r\n\r\n", i, j));
        EXPECT_THAT(ReadAnswer(client), EndsWith(fmt::format("GET /{}/{} ?  : ", i, j)));
      }
    });
  }
  for (std::thread& client : clients) client.join();
}

TEST(HttpServerTest, AReplyThatIsDroppedIsA500) {
  const auto server = MustStart({}, [](HttpServerRequest, HttpReply) {});
  TestConnection client(server->port());
  client.Send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_THAT(ReadAnswer(client), StartsWith("HTTP/1.1 500 "));
}

TEST(HttpServerTest, ALateReplyIsHarmlessAfterClientOrServerHaveGone) {
  HttpReply kept;
  std::latch called(1);
  auto server = MustStart({}, [&](HttpServerRequest, HttpReply reply) {
    kept = std::move(reply);
    called.count_down();
  });
  TestConnection client(server->port());
  client.Send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  called.wait();
  client.Close();
  server->Stop(absl::ZeroDuration());
  HttpReply copy = kept;
  server.reset();
  copy(Text("nobody hears this"));
}

TEST(HttpServerTest, StopWaitsForAnswersInProgress) {
  HttpReply kept;
  std::latch called(1);
  auto server = MustStart({}, [&](HttpServerRequest, HttpReply reply) {
    kept = std::move(reply);
    called.count_down();
  });
  TestConnection busy(server->port());
  TestConnection idle(server->port());
  busy.Send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  called.wait();
  std::thread stopping([&] { server->Stop(absl::InfiniteDuration()); });
  EXPECT_EQ(idle.ReadToEnd(), "") << "idle connections are closed at once";
  kept(Text("done"));
  const std::string answer = busy.ReadToEnd();
  EXPECT_THAT(answer, HasSubstr("Connection: close\r\n"));
  EXPECT_THAT(answer, EndsWith("\r\n\r\ndone"));
  stopping.join();
  server->Stop(absl::ZeroDuration());
  EXPECT_THROW(TestConnection{server->port()}, boost::system::system_error);
}

TEST(HttpServerTest, StopGivesUpAfterItsGrace) {
  HttpReply kept;
  std::latch called(1);
  auto server = MustStart({}, [&](HttpServerRequest, HttpReply reply) {
    kept = std::move(reply);
    called.count_down();
  });
  TestConnection client(server->port());
  client.Send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  called.wait();
  server->Stop(absl::Milliseconds(1));
  EXPECT_EQ(client.ReadToEnd(), "");
}

TEST(HttpServerTest, AHandlerMayTakeLongerThanEveryTimeout) {
  HttpReply kept;
  std::latch called(1);
  const auto server =
      MustStart({.idle_timeout = absl::Seconds(1), .request_timeout = absl::Seconds(1)},
                [&](HttpServerRequest, HttpReply reply) {
                  kept = std::move(reply);
                  called.count_down();
                });
  TestConnection client(server->port());
  client.Send("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  called.wait();
  // Somebody else is cut off meanwhile, so the sweep has been by.
  EXPECT_EQ(TestConnection(server->port()).ReadToEnd(), "");
  kept(Text("late"));
  EXPECT_THAT(client.ReadToEnd(), EndsWith("late"));
}

TEST(HttpServerTest, ASecondListenerIsToldTheAddress) {
  const auto first = MustStart({}, Echo);
  const absl::Status second = HttpServer::Start({.port = first->port()}, Echo).status();
  EXPECT_EQ(second.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(ReasonOf(second), "ADDRESS_IN_USE");
  EXPECT_THAT(std::string(second.message()), HasSubstr(fmt::format("127.0.0.1:{}", first->port())));
  EXPECT_EQ(ReasonOf(HttpServer::Start({.address = "localhost"}, Echo).status()), "INVALID_FIELD");
  EXPECT_EQ(ReasonOf(HttpServer::Start({.address = "192.0.2.1"}, Echo).status()), "LISTEN_FAILED");
}

TEST(HttpServerTest, APortIsFreeAgainAtOnce) {
  auto server = MustStart({}, Echo);
  const uint16_t port = server->port();
  TestConnection client(port);
  client.Send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  ReadAnswer(client);
  server.reset();  // the server closes first: its end of the connection lingers in TIME_WAIT
  EXPECT_TRUE(HttpServer::Start({.port = port}, Echo).ok());
}

TEST(HttpServerTest, StopUnderLoadLosesNothingAndEnds) {
  for (int round = 0; round < 5; ++round) {
    ThreadPool pool({.threads = 2});
    auto server = MustStart({.threads = 2}, [&](HttpServerRequest request, HttpReply reply) {
      (void)pool.TryPost(
          [request = std::move(request), reply = std::move(reply)] { Echo(request, reply); });
    });
    std::atomic<int> torn = 0;
    std::latch warm(4);
    std::vector<std::thread> clients;
    for (int i = 0; i < 4; ++i) {
      clients.emplace_back([&] {
        TestConnection client(server->port());
        for (int j = 0;; ++j) {
          client.Send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
          const std::string answer = ReadAnswer(client);
          if (answer.empty()) break;
          torn += !answer.ends_with("GET / ?  : ");
          if (j == 20) warm.count_down();
        }
      });
    }
    warm.wait();
    server->Stop(absl::Seconds(10));
    for (std::thread& client : clients) client.join();
    EXPECT_EQ(torn, 0);
  }
}

}  // namespace
}  // namespace sparkgate
