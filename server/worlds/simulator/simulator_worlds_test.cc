#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "server/worlds/simulator/connect.h"
#include "server/worlds/simulator/testing/fake_simulator.h"
#include "server/worlds/simulator/wire.h"

namespace sparkgate::server {
namespace {

namespace wire = simulator::v1;
using ::testing::ElementsAre;

const absl::Time kStart = absl::FromUnixSeconds(1'767'225'600);

// Writes down what it hears, one line each.
class Listener final : public ClockListener {
 public:
  void OnClock(const std::string& world, const std::string& incarnation, absl::Time now,
               double speed, WorldLimits limits) override {
    constexpr const char* kLimits[] = {"", " limited", " limited in real time"};
    heard.Add(fmt::format("clock {} {} {} {}{}", world, incarnation, absl::ToUnixSeconds(now),
                          speed, kLimits[static_cast<int>(limits)]));
  }
  void OnTick(const std::string& world, int64_t tick, absl::Time now) override {
    heard.Add(fmt::format("tick {} {} {}", world, tick, absl::ToUnixSeconds(now)));
  }
  void OnWorldGone(const std::string& world) override { heard.Add("gone " + world); }
  void OnDisconnected() override { heard.Add("disconnected"); }

  Inbox<std::string> heard;
};

class SimulatorWorldsTest : public testing::Test {
 protected:
  void SetUp() override {
    simulator_.Start();
    worlds_ = ConnectSimulator(simulator_.address(), timers_);
  }
  void TearDown() override {
    worlds_.reset();
    if (running_) simulator_.Stop();
  }
  void StopSimulator() {
    simulator_.Stop();
    running_ = false;
  }
  std::string NextSaid() { return simulator_.said.Next().ShortDebugString(); }

  ManualTimerService timers_;
  FakeSimulator simulator_;
  bool running_ = true;
  Listener listener_;
  std::unique_ptr<Worlds> worlds_;
};

TEST_F(SimulatorWorldsTest, CreatesAWorld) {
  simulator_.create = [](const wire::CreateWorldRequest& request) {
    EXPECT_EQ(request.world_id(), "w");
    EXPECT_EQ(request.follower_id(), "store");
    EXPECT_EQ(request.world().seed(), "seed");
    EXPECT_EQ(request.world().clock_speed(), 60);
    wire::World world;
    world.set_name("worlds/w");
    world.set_incarnation("first");
    *world.mutable_now() = request.world().start_time();
    return world;
  };
  const auto info = worlds_->Create({.id = "w",
                                     .seed = "seed",
                                     .start = kStart + absl::Microseconds(7),
                                     .clock_speed = 60,
                                     .follower_id = "store"});
  ASSERT_TRUE(info.ok()) << info.status();
  EXPECT_EQ(info->id, "w");
  EXPECT_EQ(info->incarnation, "first");
  EXPECT_EQ(info->now, kStart + absl::Microseconds(7));
}

TEST_F(SimulatorWorldsTest, SaysHowAWorldStands) {
  simulator_.get = [](const wire::GetWorldRequest& request) {
    wire::World world;
    world.set_name(request.name());
    world.set_incarnation("second");
    ToProto(kStart, world.mutable_now());
    return world;
  };
  const auto info = worlds_->Get("w");
  ASSERT_TRUE(info.ok()) << info.status();
  EXPECT_EQ(info->id, "w");
  EXPECT_EQ(info->incarnation, "second");
  EXPECT_EQ(info->now, kStart);
}

TEST_F(SimulatorWorldsTest, PassesRefusalsOn) {
  simulator_.create = [](const wire::CreateWorldRequest&) -> absl::StatusOr<wire::World> {
    return Error(absl::StatusCode::kAlreadyExists, "other parameters", {.reason = "WORLD_EXISTS"});
  };
  const absl::Status status = worlds_->Create({.id = "w"}).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(ReasonOf(status), "WORLD_EXISTS");
}

TEST_F(SimulatorWorldsTest, DeletingAMissingWorldIsFine) {
  simulator_.remove = [](const wire::DeleteWorldRequest& request) {
    EXPECT_EQ(request.name(), "worlds/w");
    return ResourceNotFound("sparkgate.simulator/World", "worlds/w");
  };
  EXPECT_TRUE(worlds_->Delete("w").ok());
}

TEST_F(SimulatorWorldsTest, RegistersAnApp) {
  simulator_.register_app = [](const wire::RegisterAppRequest& request) {
    EXPECT_EQ(request.world(), "worlds/w");
    EXPECT_EQ(request.app().app_id(), "7");
    EXPECT_EQ(request.app().secret(), "s");
    EXPECT_EQ(request.app().redirect_uris(0), "http://127.0.0.1/r");
    EXPECT_EQ(request.app().tier(), wire::APP_TIER_PREMIUM);
    return request.app();
  };
  EXPECT_TRUE(worlds_
                  ->RegisterApp("w", {.tiktok_app_id = "7",
                                      .secret = "s",
                                      .redirect_uris = {"http://127.0.0.1/r"},
                                      .tier = 3})
                  .ok());
}

TEST_F(SimulatorWorldsTest, WithoutASimulatorEverythingIsUnreachable) {
  StopSimulator();
  EXPECT_EQ(ReasonOf(worlds_->Create({.id = "w"}).status()), "SIMULATOR_UNREACHABLE");
  EXPECT_EQ(ReasonOf(worlds_->Delete("w")), "SIMULATOR_UNREACHABLE");
  EXPECT_EQ(ReasonOf(worlds_->RegisterApp("w", {})), "SIMULATOR_UNREACHABLE");
  Inbox<absl::Status> done;
  worlds_->Advance(
      "w", kStart, {}, {}, [](const AdvanceProgress&) {},
      [&](absl::Status status) { done.Add(std::move(status)); });
  EXPECT_EQ(ReasonOf(done.Next()), "SIMULATOR_UNREACHABLE");
}

TEST_F(SimulatorWorldsTest, AdvanceTellsProgressAndItsEnd) {
  Inbox<AdvanceProgress> progress;
  Inbox<absl::Status> done;
  worlds_->Advance(
      "w", {}, absl::Hours(1), absl::ZeroDuration(),
      [&](const AdvanceProgress& p) { progress.Add(p); },
      [&](absl::Status status) { done.Add(std::move(status)); });
  const auto [request, stream] = simulator_.advances.Next();
  EXPECT_EQ(request.world(), "worlds/w");
  EXPECT_EQ(request.by().seconds(), 3600);
  EXPECT_TRUE(request.has_follower_wait());
  wire::AdvanceResponse response;
  ToProto(kStart, response.mutable_now());
  response.set_ticks(3);
  stream->Write(response);
  EXPECT_EQ(progress.Next().now, kStart);
  EXPECT_EQ(done.untaken(), 0u);
  response.set_ticks(4);
  response.set_finished(true);
  stream->Write(response);
  EXPECT_EQ(progress.Next().ticks, 4);
  stream->Finish(absl::OkStatus());
  EXPECT_TRUE(done.Next().ok());
}

TEST_F(SimulatorWorldsTest, AdvanceFailsWithTheSimulatorsReason) {
  Inbox<absl::Status> done;
  const auto advance = [&] {
    worlds_->Advance(
        "w", kStart, {}, {}, [](const AdvanceProgress&) {},
        [&](absl::Status status) { done.Add(std::move(status)); });
    return simulator_.advances.Next().second;
  };
  advance()->Finish(Error(absl::StatusCode::kUnavailable, "nobody", {.reason = "FOLLOWER_GONE"}));
  EXPECT_EQ(ReasonOf(done.Next()), "FOLLOWER_GONE");
  advance()->Finish(absl::OkStatus());  // without a word about where it stands
  EXPECT_EQ(done.Next().code(), absl::StatusCode::kInternal);
}

TEST_F(SimulatorWorldsTest, AdvanceCanBeCancelled) {
  Inbox<absl::Status> done;
  const auto cancel = worlds_->Advance(
      "w", kStart, {}, {}, [](const AdvanceProgress&) {},
      [&](absl::Status status) { done.Add(std::move(status)); });
  const auto held = simulator_.advances.Next();
  cancel();
  EXPECT_EQ(done.Next().code(), absl::StatusCode::kCancelled);
  simulator_.cancelled.Next();
  cancel();  // over: nothing happens
}

TEST_F(SimulatorWorldsTest, StopEndsAdvances) {
  Inbox<absl::Status> done;
  worlds_->Advance(
      "w", kStart, {}, {}, [](const AdvanceProgress&) {},
      [&](absl::Status status) { done.Add(std::move(status)); });
  const auto held = simulator_.advances.Next();
  worlds_->Stop();
  EXPECT_EQ(done.untaken(), 1u);
  worlds_->Advance(
      "w", kStart, {}, {}, [](const AdvanceProgress&) {},
      [&](absl::Status status) { done.Add(std::move(status)); });
  EXPECT_EQ(done.untaken(), 2u);
}

TEST_F(SimulatorWorldsTest, FollowsClocks) {
  worlds_->Follow("store", &listener_);
  const auto stream = simulator_.follows.Next();
  EXPECT_EQ(NextSaid(), "hello { follower_id: \"store\" }");
  worlds_->Watch("w");
  EXPECT_EQ(NextSaid(), "watch { world: \"worlds/w\" }");

  wire::FollowClockResponse response;
  response.mutable_clock_state()->set_world("worlds/w");
  response.mutable_clock_state()->set_incarnation("first");
  response.mutable_clock_state()->set_speed(2.5);
  ToProto(kStart, response.mutable_clock_state()->mutable_now());
  stream->Write(response);
  EXPECT_EQ(listener_.heard.Next(), "clock w first 1767225600 2.5");
  for (const auto& [told, heard] :
       {std::pair(wire::FollowClockResponse::RATE_LIMITS_WORLD_CLOCK, " limited"),
        std::pair(wire::FollowClockResponse::RATE_LIMITS_REAL_TIME, " limited in real time"),
        std::pair(wire::FollowClockResponse::RATE_LIMITS_OFF, "")}) {
    response.mutable_clock_state()->set_rate_limits(told);
    stream->Write(response);
    EXPECT_EQ(listener_.heard.Next(), fmt::format("clock w first 1767225600 2.5{}", heard));
  }

  response.mutable_tick()->set_world("worlds/w");
  response.mutable_tick()->set_tick_id(9);
  ToProto(kStart + absl::Seconds(5), response.mutable_tick()->mutable_time());
  stream->Write(response);
  EXPECT_EQ(listener_.heard.Next(), "tick w 9 1767225605");
  worlds_->Acknowledge("w", 9, kStart + absl::Seconds(6), {"review.sync 7"});
  EXPECT_EQ(NextSaid(),
            "ack { world: \"worlds/w\" tick_id: 9 next_due_time { seconds: 1767225606 } "
            "due_items: \"review.sync 7\" }");
  worlds_->Acknowledge("w", 10, {}, {});
  EXPECT_EQ(NextSaid(), "ack { world: \"worlds/w\" tick_id: 10 }");
  worlds_->TellDue("w", kStart);
  EXPECT_EQ(NextSaid(), "due { world: \"worlds/w\" next_due_time { seconds: 1767225600 } }");
  worlds_->Unwatch("w");
  EXPECT_EQ(NextSaid(), "unwatch { world: \"worlds/w\" }");

  response.mutable_world_gone()->set_world("worlds/w");
  stream->Write(response);
  EXPECT_EQ(listener_.heard.Next(), "gone w");
}

TEST_F(SimulatorWorldsTest, ConnectsAgainAndWatchesAgain) {
  worlds_->Watch("lost");  // nobody follows yet
  worlds_->Follow("store", &listener_);
  worlds_->Watch("a");
  worlds_->Watch("b");
  worlds_->Watch("c");
  worlds_->Unwatch("c");
  auto stream = simulator_.follows.Next();
  wire::FollowClockResponse response;
  response.mutable_world_gone()->set_world("worlds/a");
  stream->Write(response);
  EXPECT_EQ(listener_.heard.Next(), "gone a");
  worlds_->TellDue("b", kStart);  // messages keep their order: nothing comes after it
  while (!simulator_.said.Next().has_due()) {
  }

  stream->Finish(Error(absl::StatusCode::kUnavailable, "stopping", {.reason = "SERVER_STOPPING"}));
  EXPECT_EQ(listener_.heard.Next(), "disconnected");
  worlds_->TellDue("a", kStart);  // lost
  worlds_->Watch("d");
  // The timer is set right after the listener heard; it fires when the test says so.
  while (simulator_.follows.untaken() == 0) timers_.Advance(absl::Seconds(2));
  stream = simulator_.follows.Next();
  EXPECT_EQ(NextSaid(), "hello { follower_id: \"store\" }");
  EXPECT_EQ(NextSaid(), "watch { world: \"worlds/a\" }");
  EXPECT_EQ(NextSaid(), "watch { world: \"worlds/b\" }");
  EXPECT_EQ(NextSaid(), "watch { world: \"worlds/d\" }");
}

TEST_F(SimulatorWorldsTest, WaitsForASimulatorThatStartsLater) {
  const uint16_t port = simulator_.port();
  worlds_->Follow("store", &listener_);
  simulator_.follows.Next();
  StopSimulator();
  EXPECT_EQ(listener_.heard.Next(), "disconnected");
  simulator_.Start(port);
  running_ = true;
  while (simulator_.follows.untaken() == 0) timers_.Advance(absl::Seconds(2));
}

TEST_F(SimulatorWorldsTest, NothingIsHeardAfterStop) {
  worlds_->Follow("store", &listener_);
  const auto stream = simulator_.follows.Next();
  worlds_->Stop();
  wire::FollowClockResponse response;
  response.mutable_world_gone()->set_world("worlds/a");
  stream->Write(response);
  StopSimulator();  // what was on its way has arrived
  EXPECT_EQ(listener_.heard.untaken(), 0u);
  worlds_->Stop();
}

}  // namespace
}  // namespace sparkgate::server
