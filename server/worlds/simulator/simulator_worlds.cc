#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/mutex.h"
#include "rpc/client.h"
#include "server/worlds/simulator/advance_call.h"
#include "server/worlds/simulator/clock_stream.h"
#include "server/worlds/simulator/completion_loop.h"
#include "server/worlds/simulator/connect.h"
#include "server/worlds/simulator/wire.h"

namespace sparkgate::server {
namespace {

namespace wire = simulator::v1;

constexpr absl::Duration kTimeout = absl::Seconds(10);
constexpr size_t kMostDueItems = 10;

WorldInfo ToInfo(const wire::World& world) {
  return {.id = WorldIdOf(world.name()),
          .incarnation = world.incarnation(),
          .now = FromProto(world.now())};
}

class SimulatorWorlds final : public Worlds {
 public:
  SimulatorWorlds(const std::string& address, TimerService& timers)
      : timers_(timers), stub_(wire::WorldService::NewStub(rpc::MakeChannel(address))) {}
  ~SimulatorWorlds() override { Stop(); }

  absl::StatusOr<WorldInfo> Create(const WorldSpec& spec) override;
  absl::StatusOr<WorldInfo> Get(const std::string& world) override;
  absl::Status Delete(const std::string& world) override;
  absl::StatusOr<WorldInfo> Fork(const std::string& source, const std::string& id,
                                 const std::string& follower_id) override;
  absl::StatusOr<WorldInfo> Restore(const std::string& world, const std::string& source,
                                    const std::string& follower_id) override;
  absl::Status RegisterApp(const std::string& world, const WorldApp& app) override;
  std::function<void()> Advance(const std::string& world, std::optional<absl::Time> to,
                                std::optional<absl::Duration> by,
                                std::optional<absl::Duration> follower_wait,
                                std::function<void(const AdvanceProgress&)> progress,
                                std::function<void(absl::Status)> done) override;
  void Follow(const std::string& follower_id, ClockListener* listener) override;
  void Watch(const std::string& world) override;
  void Unwatch(const std::string& world) override;
  void Acknowledge(const std::string& world, int64_t tick, std::optional<absl::Time> next_due,
                   const std::vector<std::string>& due_items) override;
  void TellDue(const std::string& world, std::optional<absl::Time> next_due) override;
  void Stop() override;

 private:
  std::shared_ptr<ClockStream> clock() {
    MutexLock lock(mutex_);
    return clock_;
  }

  TimerService& timers_;
  const std::unique_ptr<wire::WorldService::Stub> stub_;
  CompletionLoop loop_;
  Mutex mutex_;
  std::shared_ptr<ClockStream> clock_ SG_GUARDED_BY(mutex_);
  std::vector<std::weak_ptr<AdvanceCall>> advances_ SG_GUARDED_BY(mutex_);
};

absl::StatusOr<WorldInfo> SimulatorWorlds::Create(const WorldSpec& spec) {
  wire::CreateWorldRequest request;
  request.set_world_id(spec.id);
  request.set_follower_id(spec.follower_id);
  request.mutable_world()->set_seed(spec.seed);
  ToProto(spec.start, request.mutable_world()->mutable_start_time());
  request.mutable_world()->set_clock_speed(spec.clock_speed);
  wire::World world;
  SG_RETURN_IF_ERROR(FromSimulator(
      stub_->CreateWorld(rpc::MakeContext({.timeout = kTimeout}).get(), request, &world)));
  return ToInfo(world);
}

absl::StatusOr<WorldInfo> SimulatorWorlds::Get(const std::string& id) {
  wire::GetWorldRequest request;
  request.set_name(WorldName(id));
  wire::World world;
  SG_RETURN_IF_ERROR(FromSimulator(
      stub_->GetWorld(rpc::MakeContext({.timeout = kTimeout}).get(), request, &world)));
  return ToInfo(world);
}

absl::Status SimulatorWorlds::Delete(const std::string& world) {
  wire::DeleteWorldRequest request;
  request.set_name(WorldName(world));
  google::protobuf::Empty nothing;
  const absl::Status status = FromSimulator(
      stub_->DeleteWorld(rpc::MakeContext({.timeout = kTimeout}).get(), request, &nothing));
  return absl::IsNotFound(status) ? absl::OkStatus() : status;
}

absl::StatusOr<WorldInfo> SimulatorWorlds::Fork(const std::string& source, const std::string& id,
                                                const std::string& follower_id) {
  wire::ForkWorldRequest request;
  request.set_name(WorldName(source));
  request.set_world_id(id);
  request.set_follower_id(follower_id);
  wire::World world;
  SG_RETURN_IF_ERROR(FromSimulator(
      stub_->ForkWorld(rpc::MakeContext({.timeout = kTimeout}).get(), request, &world)));
  return ToInfo(world);
}

absl::StatusOr<WorldInfo> SimulatorWorlds::Restore(const std::string& id, const std::string& source,
                                                   const std::string& follower_id) {
  wire::RestoreWorldRequest request;
  request.set_name(WorldName(id));
  request.set_source(WorldName(source));
  request.set_follower_id(follower_id);
  wire::World world;
  SG_RETURN_IF_ERROR(FromSimulator(
      stub_->RestoreWorld(rpc::MakeContext({.timeout = kTimeout}).get(), request, &world)));
  return ToInfo(world);
}

absl::Status SimulatorWorlds::RegisterApp(const std::string& world, const WorldApp& app) {
  wire::RegisterAppRequest request;
  request.set_world(WorldName(world));
  request.mutable_app()->set_app_id(app.tiktok_app_id);
  request.mutable_app()->set_secret(app.secret);
  for (const std::string& uri : app.redirect_uris) request.mutable_app()->add_redirect_uris(uri);
  request.mutable_app()->set_tier(static_cast<wire::AppTier>(app.tier));
  wire::App registered;
  return FromSimulator(
      stub_->RegisterApp(rpc::MakeContext({.timeout = kTimeout}).get(), request, &registered));
}

std::function<void()> SimulatorWorlds::Advance(const std::string& world,
                                               std::optional<absl::Time> to,
                                               std::optional<absl::Duration> by,
                                               std::optional<absl::Duration> follower_wait,
                                               std::function<void(const AdvanceProgress&)> progress,
                                               std::function<void(absl::Status)> done) {
  wire::AdvanceRequest request;
  request.set_world(WorldName(world));
  if (to.has_value()) ToProto(*to, request.mutable_to());
  if (by.has_value()) ToProto(*by, request.mutable_by());
  if (follower_wait.has_value()) ToProto(*follower_wait, request.mutable_follower_wait());
  if (!loop_.BeginCall()) {
    done(SimulatorUnreachable());
    return [] {};
  }
  const auto call = std::make_shared<AdvanceCall>(loop_, std::move(progress), std::move(done));
  {
    MutexLock lock(mutex_);
    std::erase_if(advances_, [](const auto& earlier) { return earlier.expired(); });
    advances_.push_back(call);
  }
  call->Start(*stub_, request);
  return [weak = std::weak_ptr(call)] {
    if (const auto running = weak.lock()) running->Cancel();
  };
}

void SimulatorWorlds::Follow(const std::string& follower_id, ClockListener* listener) {
  std::shared_ptr<ClockStream> stream =
      std::make_shared<ClockStream>(*stub_, loop_, timers_, follower_id, listener);
  {
    MutexLock lock(mutex_);
    clock_ = stream;
  }
  stream->Connect();
}

void SimulatorWorlds::Watch(const std::string& world) {
  if (const auto stream = clock()) stream->Watch(world);
}

void SimulatorWorlds::Unwatch(const std::string& world) {
  if (const auto stream = clock()) stream->Unwatch(world);
}

void SimulatorWorlds::Acknowledge(const std::string& world, int64_t tick,
                                  std::optional<absl::Time> next_due,
                                  const std::vector<std::string>& due_items) {
  wire::FollowClockRequest request;
  request.mutable_ack()->set_world(WorldName(world));
  request.mutable_ack()->set_tick_id(tick);
  if (next_due.has_value()) ToProto(*next_due, request.mutable_ack()->mutable_next_due_time());
  for (size_t i = 0; i < std::min(due_items.size(), kMostDueItems); ++i) {
    request.mutable_ack()->add_due_items(due_items[i]);
  }
  if (const auto stream = clock()) stream->Send(request);
}

void SimulatorWorlds::TellDue(const std::string& world, std::optional<absl::Time> next_due) {
  wire::FollowClockRequest request;
  request.mutable_due()->set_world(WorldName(world));
  if (next_due.has_value()) ToProto(*next_due, request.mutable_due()->mutable_next_due_time());
  if (const auto stream = clock()) stream->Send(request);
}

void SimulatorWorlds::Stop() {
  std::vector<std::weak_ptr<AdvanceCall>> advances;
  {
    MutexLock lock(mutex_);
    advances = advances_;
  }
  if (const auto stream = clock()) stream->Stop();
  for (const auto& weak : advances) {
    if (const auto call = weak.lock()) call->Cancel();
  }
  loop_.WaitIdle();
}

}  // namespace

std::unique_ptr<Worlds> ConnectSimulator(const std::string& address, TimerService& timers) {
  return std::make_unique<SimulatorWorlds>(address, timers);
}

}  // namespace sparkgate::server
