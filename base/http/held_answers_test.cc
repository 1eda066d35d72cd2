// Answers of the server that are held back, trickle or never come, on timers that the tests move.
#include <functional>
#include <memory>
#include <semaphore>
#include <string>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/http/server.h"
#include "base/http/server_fixture.h"
#include "base/http/test_connection.h"
#include "base/timer.h"

namespace sparkgate {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

// Tells of timers that were cancelled.
class WatchedTimers final : public TimerService {
 public:
  Id After(absl::Duration delay, std::function<void()> callback) override {
    return timers_.After(delay, std::move(callback));
  }
  bool Cancel(Id id) override {
    const bool pending = timers_.Cancel(id);
    if (pending) cancelled.release();
    return pending;
  }
  void Advance(absl::Duration by) { timers_.Advance(by); }

  std::counting_semaphore<> cancelled{0};

 private:
  ManualTimerService timers_;
};

// Gives every request the same answer.
class PacedServer {
 public:
  explicit PacedServer(HttpServerResponse response)
      : server_(MustStart({.timers = &timers},
                          [this, response](const HttpServerRequest&, const HttpReply& reply) {
                            reply(response);
                            handled.release();
                          })) {}
  uint16_t port() const { return server_->port(); }
  void Stop(absl::Duration grace) { server_->Stop(grace); }

  WatchedTimers timers;
  std::counting_semaphore<> handled{0};

 private:
  std::unique_ptr<HttpServer> server_;
};

constexpr char kGet[] = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";

TEST(HeldAnswersTest, AnAnswerIsHeldBackForItsDelayAndTheConnectionGoesOn) {
  HttpServerResponse late = Text("late");
  late.delay = absl::Minutes(5);
  PacedServer server(late);
  TestConnection client(server.port());
  for (int i = 0; i < 2; ++i) {
    client.Send(kGet);
    server.handled.acquire();
    server.timers.Advance(absl::Minutes(5) - absl::Milliseconds(1));
    EXPECT_FALSE(client.Readable());
    server.timers.Advance(absl::Milliseconds(1));
    EXPECT_THAT(ReadAnswer(client), EndsWith("late"));
  }
}

TEST(HeldAnswersTest, AClientThatLeavesEndsItsDelay) {
  HttpServerResponse late = Text("late");
  late.delay = absl::Hours(1);
  PacedServer server(late);
  auto client = std::make_unique<TestConnection>(server.port());
  client->Send(kGet);
  server.handled.acquire();
  client.reset();
  server.timers.cancelled.acquire();
}

TEST(HeldAnswersTest, StoppingWaitsForNoneThatIsHeldBack) {
  HttpServerResponse late = Text("late");
  late.delay = absl::Hours(1);
  PacedServer server(late);
  TestConnection client(server.port());
  client.Send(kGet);
  server.handled.acquire();
  server.Stop(absl::InfiniteDuration());
  EXPECT_EQ(client.ReadToEnd(), "");
}

TEST(HeldAnswersTest, ACutCanBeDelayedAndAResetIsOne) {
  for (const auto cut : {HttpServerResponse::Cut::kBeforeHeader, HttpServerResponse::Cut::kReset}) {
    HttpServerResponse response = Text("never");
    response.cut = cut;
    response.delay = absl::Seconds(1);
    PacedServer server(response);
    TestConnection client(server.port());
    client.Send(kGet);
    server.handled.acquire();
    EXPECT_FALSE(client.Readable());
    server.timers.Advance(absl::Seconds(1));
    EXPECT_EQ(client.ReadToEnd(), "");
    EXPECT_EQ(client.was_reset(), cut == HttpServerResponse::Cut::kReset);
  }
}

TEST(HeldAnswersTest, AnEndlessBodyEndsWithTheServer) {
  HttpServerResponse response = Text("ab");
  response.trickle = absl::Seconds(1);
  PacedServer server(response);
  TestConnection client(server.port());
  client.Send(kGet);
  EXPECT_THAT(client.ReadUntil("\r\n\r\n"), testing::Not(HasSubstr("Content-Length")));
  std::string body = client.ReadBytes(1);
  while (body.size() < 5) {
    server.timers.Advance(
        absl::Seconds(1));  // as often as it takes: the timer is set after a write
    if (client.Readable()) body += client.ReadBytes(1);
  }
  EXPECT_EQ(body, "ab   ");
  TestConnection other(server.port());
  other.Send(kGet);
  EXPECT_THAT(other.ReadUntil("\r\n\r\n"), StartsWith("HTTP/1.1 200"));
  server.Stop(absl::InfiniteDuration());
}

}  // namespace
}  // namespace sparkgate
