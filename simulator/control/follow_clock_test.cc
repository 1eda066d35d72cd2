#include <optional>
#include <utility>
#include <vector>

#include <gmock/gmock.h>

#include "simulator/control/control_fixture.h"
#include "simulator/control/times.h"

namespace sparkgate::simulator {
namespace {

using Stub = v1::WorldService::Stub;

// One follower's process, driven step by step by the test.
class Follower {
 public:
  Follower(Stub& stub, const std::string& id) : context_(rpc::MakeContext({.timeout = kLong})) {
    stream_ = stub.FollowClock(context_.get());
    v1::FollowClockRequest hello;
    hello.mutable_hello()->set_follower_id(id);
    stream_->Write(hello);
  }
  ~Follower() { Die(); }

  void Watch(const std::string& world) {
    v1::FollowClockRequest watch;
    watch.mutable_watch()->set_world(world);
    stream_->Write(watch);
  }
  v1::FollowClockResponse Read() {
    v1::FollowClockResponse response;
    EXPECT_TRUE(stream_->Read(&response));
    return response;
  }
  v1::FollowClockResponse::Tick ReadTick() {
    const v1::FollowClockResponse response = Read();
    EXPECT_TRUE(response.has_tick()) << response.ShortDebugString();
    return response.tick();
  }
  void Ack(const v1::FollowClockResponse::Tick& tick,
           std::optional<absl::Time> next_due = std::nullopt) {
    v1::FollowClockRequest ack;
    ack.mutable_ack()->set_world(tick.world());
    ack.mutable_ack()->set_tick_id(tick.tick_id());
    if (next_due.has_value()) SetTime(ack.mutable_ack()->mutable_next_due_time(), *next_due);
    stream_->Write(ack);
  }
  void Write(const v1::FollowClockRequest& message) { stream_->Write(message); }
  absl::Status Finish() {
    v1::FollowClockResponse response;
    while (stream_->Read(&response)) {
    }
    finished_ = true;
    return rpc::FromGrpc(stream_->Finish());
  }
  void Die() {
    if (finished_) return;
    context_->TryCancel();
    (void)Finish();
  }

 private:
  std::unique_ptr<grpc::ClientContext> context_;
  std::unique_ptr<grpc::ClientReaderWriter<v1::FollowClockRequest, v1::FollowClockResponse>>
      stream_;
  bool finished_ = false;
};

class Advancing {
 public:
  Advancing(Stub& stub, const std::string& world, absl::Duration by,
            absl::Duration wait = absl::ZeroDuration())
      : context_(rpc::MakeContext({.timeout = kLong})) {
    v1::AdvanceRequest request;
    request.set_world(world);
    SetDuration(request.mutable_by(), by);
    SetDuration(request.mutable_follower_wait(), wait);
    stream_ = stub.Advance(context_.get(), request);
  }
  // Reads until `told` says so.
  v1::AdvanceResponse ReadUntil(const std::function<bool(const v1::AdvanceResponse&)>& told) {
    v1::AdvanceResponse response;
    while (stream_->Read(&response) && !told(response)) {
    }
    return response;
  }
  absl::StatusOr<v1::AdvanceResponse> Finish() {
    v1::AdvanceResponse response;
    while (stream_->Read(&response)) {
    }
    const grpc::Status status = stream_->Finish();
    if (!status.ok()) return rpc::FromGrpc(status);
    return response;
  }
  void Cancel() { context_->TryCancel(); }

 private:
  std::unique_ptr<grpc::ClientContext> context_;
  std::unique_ptr<grpc::ClientReader<v1::AdvanceResponse>> stream_;
};

class FollowClockTest : public ControlTest {};

TEST_F(FollowClockTest, AWorldWithoutFollowersAdvancesAlone) {
  const v1::World world = MakeWorld("alone");
  const absl::StatusOr<v1::AdvanceResponse> last =
      Advancing(*world_stub_, world.name(), absl::Hours(24 * 365)).Finish();
  ASSERT_TRUE(last.ok()) << last.status();
  EXPECT_TRUE(last->finished());
  EXPECT_EQ(ToTime(last->now()) - ToTime(world.now()), absl::Hours(24 * 365));
}

TEST_F(FollowClockTest, TheFollowerWorksThroughEachInstantBeforeTheWorldGoesOn) {
  const v1::World world = MakeWorld("followed", "server-1");
  const absl::Time start = ToTime(world.now());
  Follower follower(*world_stub_, "server-1");
  follower.Watch(world.name());
  const v1::FollowClockResponse state = follower.Read();
  ASSERT_TRUE(state.has_clock_state());
  EXPECT_EQ(state.clock_state().incarnation(), world.incarnation());
  EXPECT_TRUE(state.clock_state().registered());

  Advancing advance(*world_stub_, world.name(), absl::Hours(10));
  const v1::FollowClockResponse::Tick first = follower.ReadTick();
  EXPECT_EQ(ToTime(first.time()), start);
  follower.Ack(first, start + absl::Hours(3));
  const v1::FollowClockResponse::Tick second = follower.ReadTick();
  EXPECT_EQ(ToTime(second.time()), start + absl::Hours(3));
  EXPECT_GT(second.tick_id(), first.tick_id());
  follower.Ack(second, start + absl::Hours(30));
  const v1::FollowClockResponse::Tick third = follower.ReadTick();
  EXPECT_EQ(ToTime(third.time()), start + absl::Hours(10));
  follower.Ack(third, start + absl::Hours(30));
  const absl::StatusOr<v1::AdvanceResponse> last = advance.Finish();
  ASSERT_TRUE(last.ok()) << last.status();
  EXPECT_EQ(last->ticks(), 3);

  v1::GetClockRequest request;
  request.set_world(world.name());
  const v1::Clock clock = Call<v1::Clock>(*world_stub_, &Stub::GetClock, request).value();
  ASSERT_EQ(clock.followers_size(), 1);
  EXPECT_TRUE(clock.followers(0).connected());
  EXPECT_EQ(ToTime(clock.followers(0).next_due_time()), start + absl::Hours(30));
}

TEST_F(FollowClockTest, AFollowerThatDiesInMidTickGetsTheTickAgainWhenItIsBack) {
  const v1::World world = MakeWorld("mid-tick", "server-1");
  auto dying = std::make_unique<Follower>(*world_stub_, "server-1");
  dying->Watch(world.name());
  dying->Read();
  Advancing advance(*world_stub_, world.name(), absl::ZeroDuration(), absl::Minutes(10));
  const v1::FollowClockResponse::Tick tick = dying->ReadTick();
  dying.reset();
  advance.ReadUntil([](const v1::AdvanceResponse& r) { return r.waiting_for() == "server-1"; });

  Follower reborn(*world_stub_, "server-1");
  reborn.Watch(world.name());
  EXPECT_TRUE(reborn.Read().has_clock_state());
  const v1::FollowClockResponse::Tick again = reborn.ReadTick();
  EXPECT_EQ(again.tick_id(), tick.tick_id());
  reborn.Ack(again);
  EXPECT_TRUE(advance.Finish().ok());
}

TEST_F(FollowClockTest, AFollowerIsToldByWhichClockCallsAreLimited) {
  const v1::World world = MakeWorld("limited", "server-1");
  Follower follower(*world_stub_, "server-1");
  follower.Watch(world.name());
  EXPECT_EQ(follower.Read().clock_state().rate_limits(), v1::FollowClockResponse::RATE_LIMITS_OFF);
  const std::pair<const char*, v1::FollowClockResponse::RateLimits> modes[] = {
      {"WORLD_CLOCK", v1::FollowClockResponse::RATE_LIMITS_WORLD_CLOCK},
      {"REAL_TIME", v1::FollowClockResponse::RATE_LIMITS_REAL_TIME},
      {"OFF", v1::FollowClockResponse::RATE_LIMITS_OFF}};
  for (const auto& [mode, told] : modes) {
    v1::UpdateWorldRequest request;
    request.mutable_world()->set_name(world.name());
    (*request.mutable_world()->mutable_switches())["rate_limits"] = mode;
    request.mutable_update_mask()->add_paths("switches.rate_limits");
    ASSERT_TRUE(Call<v1::World>(*world_stub_, &Stub::UpdateWorld, request).ok());
    EXPECT_EQ(follower.Read().clock_state().rate_limits(), told) << mode;
  }
}

TEST_F(FollowClockTest, WithoutItsFollowerAnAdvanceFailsAndNamesIt) {
  const v1::World world = MakeWorld("gone", "server-1");
  const absl::Status status =
      Advancing(*world_stub_, world.name(), absl::Hours(1)).Finish().status();
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(ReasonOf(status), "FOLLOWER_GONE");
  EXPECT_EQ(DetailOf(status).metadata["follower_id"], "server-1");
}

TEST_F(FollowClockTest, OneAdvanceAtATime) {
  const v1::World world = MakeWorld("busy", "server-1");
  Follower follower(*world_stub_, "server-1");
  follower.Watch(world.name());
  follower.Read();
  Advancing first(*world_stub_, world.name(), absl::ZeroDuration());
  const v1::FollowClockResponse::Tick tick = follower.ReadTick();
  const absl::Status refused =
      Advancing(*world_stub_, world.name(), absl::Hours(1)).Finish().status();
  EXPECT_EQ(refused.code(), absl::StatusCode::kAborted);
  EXPECT_EQ(ReasonOf(refused), "ADVANCE_IN_PROGRESS");
  follower.Ack(tick);
  EXPECT_TRUE(first.Finish().ok());
}

TEST_F(FollowClockTest, ACallerThatGoesAwayFreesTheWorld) {
  const v1::World world = MakeWorld("left", "server-1");
  Advancing advance(*world_stub_, world.name(), absl::Hours(1), absl::Minutes(10));
  advance.ReadUntil([](const v1::AdvanceResponse& r) { return r.waiting_for() == "server-1"; });
  advance.Cancel();
  EXPECT_EQ(advance.Finish().status().code(), absl::StatusCode::kCancelled);
  v1::GetClockRequest request;
  request.set_world(world.name());
  while (Call<v1::Clock>(*world_stub_, &Stub::GetClock, request).value().advancing()) {
    // The cancellation is on its way.
  }
}

TEST_F(FollowClockTest, ADeletedWorldIsToldToThoseWhoWatchIt) {
  const v1::World world = MakeWorld("doomed");
  Follower follower(*world_stub_, "server-1");
  follower.Watch(world.name());
  EXPECT_TRUE(follower.Read().has_clock_state());
  v1::DeleteWorldRequest request;
  request.set_name(world.name());
  ASSERT_TRUE(Call<google::protobuf::Empty>(*world_stub_, &Stub::DeleteWorld, request).ok());
  EXPECT_EQ(follower.Read().world_gone().world(), world.name());
  follower.Watch(world.name());
  EXPECT_EQ(follower.Read().world_gone().world(), world.name());
}

TEST_F(FollowClockTest, ADeletedWorldIsLetGoByThoseWhoWatchedIt) {
  const v1::World world = MakeWorld("doomed");
  const std::weak_ptr<WorldClock> clock = worlds_.Get("doomed")->clock;
  Follower follower(*world_stub_, "server-1");
  follower.Watch(world.name());
  EXPECT_TRUE(follower.Read().has_clock_state());
  ASSERT_TRUE(worlds_.Delete("doomed").ok());
  EXPECT_TRUE(follower.Read().has_world_gone());
  while (!clock.expired()) {
    // A step of it may still be under way.
  }
}

TEST_F(FollowClockTest, AnAdvanceIsOfWholeMicroseconds) {
  const v1::World world = MakeWorld("exact");
  const absl::Status status =
      Advancing(*world_stub_, world.name(), absl::Nanoseconds(100)).Finish().status();
  EXPECT_EQ(DetailOf(status).fields.at(0).field, "by");
}

TEST_F(FollowClockTest, ThousandsOfWorldsAreWatchedWithoutReadingInBetween) {
  constexpr int kWatches = 3000;
  const v1::World world = MakeWorld("watched");
  Follower follower(*world_stub_, "server-1");
  for (int i = 0; i < kWatches; ++i) follower.Watch(world.name());
  for (int i = 0; i < kWatches; ++i) ASSERT_TRUE(follower.Read().has_clock_state());
}

TEST_F(FollowClockTest, HelloComesFirstAndOnce) {
  auto stream_context = Context();
  auto stream = world_stub_->FollowClock(stream_context.get());
  v1::FollowClockRequest watch;
  watch.mutable_watch()->set_world("worlds/any");
  stream->Write(watch);
  v1::FollowClockResponse response;
  EXPECT_FALSE(stream->Read(&response));
  EXPECT_EQ(ReasonOf(rpc::FromGrpc(stream->Finish())), "HELLO_FIRST");

  Follower twice(*world_stub_, "server-1");
  v1::FollowClockRequest hello;
  hello.mutable_hello()->set_follower_id("server-2");
  twice.Write(hello);
  EXPECT_EQ(ReasonOf(twice.Finish()), "HELLO_FIRST");
}

}  // namespace
}  // namespace sparkgate::simulator
