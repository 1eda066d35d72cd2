// Clients of the server that are slow, idle or too many.
#include <latch>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/http/server.h"
#include "base/http/server_fixture.h"
#include "base/http/test_connection.h"

namespace sparkgate {
namespace {

using testing::EndsWith;

TEST(SlowClientsTest, SlowAndIdleClientsAreCutOff) {
  const auto server = MustStart(
      {.idle_timeout = absl::Milliseconds(20), .request_timeout = absl::Milliseconds(20)}, Echo);
  TestConnection idle(server->port());
  EXPECT_EQ(idle.ReadToEnd(), "");
  TestConnection slow(server->port());
  slow.Send("POST / HTTP/1.1\r\nHost: x\r\nContent-Le");
  EXPECT_EQ(slow.ReadToEnd(), "");
  TestConnection slow_body(server->port());
  slow_body.Send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc");
  EXPECT_EQ(slow_body.ReadToEnd(), "");
}

TEST(SlowClientsTest, WhoDoesNotReadIsCutOff) {
  constexpr size_t kMore = size_t{64} << 20;  // than all buffers between two sockets hold
  std::latch called(1);
  const auto server =
      MustStart({.idle_timeout = absl::Milliseconds(20), .request_timeout = absl::Milliseconds(20)},
                [&](HttpServerRequest, const HttpReply& reply) {
                  reply(Text(std::string(kMore, 'x')));
                  called.count_down();
                });
  TestConnection slow(server->port());
  slow.Send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  called.wait();
  // Somebody who came later is cut off meanwhile, so the sweep has been by.
  EXPECT_EQ(TestConnection(server->port()).ReadToEnd(), "");
  EXPECT_LT(slow.ReadToEnd().size(), kMore);
}

TEST(SlowClientsTest, ManySlowClientsKeepNobodyWaiting) {
  const auto server = MustStart({}, Echo);
  std::vector<std::unique_ptr<TestConnection>> slow;
  for (int i = 0; i < 200; ++i) {
    slow.push_back(std::make_unique<TestConnection>(server->port()));
    slow.back()->Send(i % 2 == 0 ? "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\na"
                                 : "GET / HTTP/1.1\r\nHo");
  }
  TestConnection client(server->port());
  for (int i = 0; i < 20; ++i) {
    client.Send("GET /mine HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_THAT(ReadAnswer(client), EndsWith("GET /mine ?  : "));
  }
  slow[0]->Send("bcdefghi");  // and a slow one that goes on is served as well
  EXPECT_THAT(ReadAnswer(*slow[0]), EndsWith("POST / ?  : abcdefghi"));
}

TEST(SlowClientsTest, ANewClientTakesThePlaceOfTheOneIdleLongest) {
  HttpReply kept;
  std::latch called(1);
  const auto server =
      MustStart({.max_connections = 3}, [&](HttpServerRequest request, HttpReply reply) {
        if (request.path == "/busy") {
          kept = std::move(reply);
          called.count_down();
        } else {
          Echo(std::move(request), reply);
        }
      });
  const auto served = [](TestConnection& client) {
    client.Send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    return ReadAnswer(client).ends_with("GET / ?  : ");
  };
  TestConnection busy(server->port());
  EXPECT_TRUE(served(busy));
  busy.Send("GET /busy HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  called.wait();
  TestConnection longest(server->port());
  EXPECT_TRUE(served(longest));
  longest.Send("GET / HT");  // a request that never becomes whole doesn't count
  TestConnection later(server->port());
  EXPECT_TRUE(served(later));
  TestConnection fresh(server->port());
  EXPECT_TRUE(served(fresh));
  EXPECT_EQ(longest.ReadToEnd(), "");
  EXPECT_TRUE(served(later));
  kept(Text("at last"));
  EXPECT_THAT(busy.ReadToEnd(), EndsWith("at last"));
}

}  // namespace
}  // namespace sparkgate
