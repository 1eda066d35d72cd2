#include "server/worlds/simulator/clock_stream.h"

#include <algorithm>
#include <utility>

#include "base/log.h"
#include "rpc/client.h"
#include "server/worlds/simulator/wire.h"

namespace sparkgate::server {
namespace {

using simulator::v1::FollowClockRequest;
using simulator::v1::FollowClockResponse;

constexpr absl::Duration kFirstBackOff = absl::Milliseconds(50);
constexpr absl::Duration kLongestBackOff = absl::Seconds(2);

FollowClockRequest WatchOf(const std::string& world) {
  FollowClockRequest request;
  request.mutable_watch()->set_world(WorldName(world));
  return request;
}

// A simulator that doesn't say is one whose limits nobody can wait for: its refusals come as they
// may.
WorldLimits LimitsFrom(FollowClockResponse::RateLimits told) {
  if (told == FollowClockResponse::RATE_LIMITS_WORLD_CLOCK) return WorldLimits::kWorldClock;
  if (told == FollowClockResponse::RATE_LIMITS_REAL_TIME) return WorldLimits::kRealTime;
  return WorldLimits::kOff;
}

}  // namespace

// Members are touched under the stream's mutex, but for `incoming`, which the read in progress or
// the loop's thread owns.
struct ClockStream::Call {
  std::unique_ptr<grpc::ClientContext> context;
  std::unique_ptr<grpc::ClientAsyncReaderWriter<FollowClockRequest, FollowClockResponse>> stream;
  FollowClockResponse incoming;
  std::deque<FollowClockRequest> outgoing;  // the first one is on its way while `writing`
  bool open = false;                        // started, and reads haven't ended
  bool writing = false;
  bool finishing = false;
  grpc::Status status;
};

ClockStream::ClockStream(simulator::v1::WorldService::Stub& stub, CompletionLoop& loop,
                         TimerService& timers, std::string follower_id, ClockListener* listener)
    : stub_(stub),
      loop_(loop),
      timers_(timers),
      follower_id_(std::move(follower_id)),
      listener_(listener),
      back_off_(kFirstBackOff) {}

void ClockStream::Connect() {
  MutexLock lock(mutex_);
  reconnect_.reset();
  if (stopped_ || !loop_.BeginCall()) return;
  call_ = std::make_shared<Call>();
  call_->context = rpc::MakeContext({});
  call_->context->set_wait_for_ready(true);  // the channel knows best when to try again
  call_->stream = stub_.PrepareAsyncFollowClock(call_->context.get(), loop_.queue());
  call_->stream->StartCall(CompletionLoop::Tag(
      [self = shared_from_this(), call = call_](bool ok) { self->OnStarted(call, ok); }));
}

void ClockStream::OnStarted(const std::shared_ptr<Call>& call, bool ok) {
  MutexLock lock(mutex_);
  if (!ok) return Finish();
  call->open = true;
  FollowClockRequest hello;
  hello.mutable_hello()->set_follower_id(follower_id_);
  Queue(std::move(hello));
  for (const std::string& world : worlds_) Queue(WatchOf(world));
  call->stream->Read(&call->incoming,
                     CompletionLoop::Tag([self = shared_from_this(), call](bool read) {
                       self->OnRead(call, read);
                     }));
}

void ClockStream::OnRead(const std::shared_ptr<Call>& call, bool ok) {
  if (ok) Hear(call->incoming);
  MutexLock lock(mutex_);
  if (!ok) {
    call->open = false;
    if (!call->writing) Finish();
    return;
  }
  back_off_ = kFirstBackOff;
  call->stream->Read(&call->incoming,
                     CompletionLoop::Tag([self = shared_from_this(), call](bool read) {
                       self->OnRead(call, read);
                     }));
}

void ClockStream::Hear(const FollowClockResponse& response) {
  switch (response.message_case()) {
    case FollowClockResponse::kClockState: {
      const auto& clock = response.clock_state();
      listener_->OnClock(WorldIdOf(clock.world()), clock.incarnation(), FromProto(clock.now()),
                         clock.speed(), LimitsFrom(clock.rate_limits()));
      return;
    }
    case FollowClockResponse::kTick:
      listener_->OnTick(WorldIdOf(response.tick().world()), response.tick().tick_id(),
                        FromProto(response.tick().time()));
      return;
    case FollowClockResponse::kWorldGone:
      listener_->OnWorldGone(WorldIdOf(response.world_gone().world()));
      return;
    case FollowClockResponse::MESSAGE_NOT_SET:
      return;  // a newer simulator says something that this server needn't know
  }
}

void ClockStream::Watch(const std::string& world) {
  MutexLock lock(mutex_);
  // Also when it is watched already: the answer is its clock, which the caller wants to know.
  worlds_.insert(world);
  Queue(WatchOf(world));
}

void ClockStream::Unwatch(const std::string& world) {
  MutexLock lock(mutex_);
  worlds_.erase(world);
  FollowClockRequest request;
  request.mutable_unwatch()->set_world(WorldName(world));
  Queue(std::move(request));
}

void ClockStream::Send(const FollowClockRequest& request) {
  MutexLock lock(mutex_);
  Queue(request);
}

void ClockStream::Queue(FollowClockRequest request) {
  if (call_ == nullptr || !call_->open) return;
  call_->outgoing.push_back(std::move(request));
  if (!call_->writing) WriteNext();
}

void ClockStream::WriteNext() {
  call_->writing = true;
  call_->stream->Write(call_->outgoing.front(),
                       CompletionLoop::Tag([self = shared_from_this(), call = call_](bool ok) {
                         self->OnWritten(call, ok);
                       }));
}

void ClockStream::OnWritten(const std::shared_ptr<Call>& call, bool ok) {
  MutexLock lock(mutex_);
  call->writing = false;
  call->outgoing.pop_front();
  if (!call->open) return Finish();
  if (ok && !call->outgoing.empty()) WriteNext();
  // Not ok: the stream is broken, and the read says so.
}

void ClockStream::Finish() {
  if (call_->finishing) return;
  call_->finishing = true;
  call_->stream->Finish(&call_->status,
                        CompletionLoop::Tag([self = shared_from_this(), call = call_](bool) {
                          self->OnFinished(call);
                        }));
}

void ClockStream::OnFinished(const std::shared_ptr<Call>& call) {
  bool stopped = false;
  {
    MutexLock lock(mutex_);
    call_.reset();
    stopped = stopped_;
  }
  if (!stopped) {
    LogWarning("clock_stream_broke", {{"code", static_cast<int>(call->status.error_code())},
                                      {"message", call->status.error_message()}});
    listener_->OnDisconnected();
    MutexLock lock(mutex_);
    ConnectLater();
  }
  loop_.EndCall();
}

void ClockStream::ConnectLater() {
  if (stopped_) return;
  reconnect_ = timers_.After(back_off_, [weak = weak_from_this()] {
    if (const auto self = weak.lock()) self->Connect();
  });
  back_off_ = std::min(back_off_ * 2, kLongestBackOff);
}

void ClockStream::Stop() {
  MutexLock lock(mutex_);
  stopped_ = true;
  if (reconnect_.has_value()) timers_.Cancel(*reconnect_);
  if (call_ != nullptr) call_->context->TryCancel();
}

}  // namespace sparkgate::server
