#include "simulator/control/follow_session.h"

#include <optional>
#include <utility>
#include <vector>

#include "base/error.h"
#include "simulator/control/names.h"
#include "simulator/control/times.h"

namespace sparkgate::simulator {
namespace {

// A process that comes back with thousands of worlds is answered as fast as it reads: beyond this
// many unsent messages they wait here, and beyond the second number it isn't reading at all.
constexpr size_t kInStream = 128;
constexpr size_t kBacklog = 100'000;

absl::Status HelloFirst() {
  return Error(absl::StatusCode::kFailedPrecondition,
               "The first message is `hello`, and there is only one.",
               {.reason = "HELLO_FIRST", .who = Actor::kCaller});
}

template <class Message>
std::optional<absl::Time> NextDue(const Message& message) {
  if (!message.has_next_due_time()) return std::nullopt;
  return ToTime(message.next_due_time());
}

v1::FollowClockResponse::RateLimits LimitsOnTheWire(RateLimitMode mode) {
  switch (mode) {
    case RateLimitMode::kOff:
      return v1::FollowClockResponse::RATE_LIMITS_OFF;
    case RateLimitMode::kWorldClock:
      return v1::FollowClockResponse::RATE_LIMITS_WORLD_CLOCK;
    case RateLimitMode::kRealTime:
      return v1::FollowClockResponse::RATE_LIMITS_REAL_TIME;
  }
  return v1::FollowClockResponse::RATE_LIMITS_UNSPECIFIED;
}

}  // namespace

void FollowSession::Serve(const Worlds& worlds, Executor& executor,
                          std::shared_ptr<FollowStream> stream) {
  const auto session = std::make_shared<FollowSession>(worlds, executor, stream);
  stream->raw().OnDrained([session] { session->SendBacklog(); });
  stream->raw().OnCancelled([session](const absl::Status& why) { session->End(why); });
  stream->raw().OnHalfClosed([session] { session->End(absl::OkStatus()); });
  stream->OnMessage(
      [session](const v1::FollowClockRequest& message) { session->Receive(message); });
}

// ---- what the follower says ----

void FollowSession::Receive(const v1::FollowClockRequest& message) {
  const absl::Status status = Dispatch(message);
  if (!status.ok()) End(status);
}

absl::Status FollowSession::Dispatch(const v1::FollowClockRequest& message) {
  using Request = v1::FollowClockRequest;
  if ((message.message_case() == Request::kHello) == !follower_id_.empty()) return HelloFirst();
  switch (message.message_case()) {
    case Request::kHello:
      return Greet(message.hello());
    case Request::kWatch:
      return Watch(message.watch());
    case Request::kUnwatch:
      return Unwatch(message.unwatch());
    case Request::kAck:
      return Ack(message.ack());
    case Request::kDue:
      return Due(message.due());
    case Request::MESSAGE_NOT_SET:
      break;
  }
  return InvalidField("message", "One of hello, watch, unwatch, ack and due.");
}

absl::Status FollowSession::Greet(const v1::FollowClockRequest::Hello& hello) {
  SG_RETURN_IF_ERROR(CheckFollowerId("hello.follower_id", hello.follower_id()));
  follower_id_ = hello.follower_id();
  return absl::OkStatus();
}

absl::Status FollowSession::Watch(const v1::FollowClockRequest::Watch& watch) {
  SG_ASSIGN_OR_RETURN(const std::string id, ParseWorldName("watch.world", watch.world()));
  const absl::StatusOr<WorldEntry> entry = worlds_.Get(id);
  if (!entry.ok()) {
    SendGone(id, nullptr);
    return absl::OkStatus();
  }
  {
    MutexLock lock(mutex_);
    if (ended_) return absl::OkStatus();
    clocks_[id] = entry->clock;
  }
  entry->clock->Watch(shared_from_this());
  bool ended = false;
  {
    MutexLock lock(mutex_);
    ended = ended_;
  }
  if (ended) entry->clock->Unwatch(this);  // End may have come before the clock knew this link
  return absl::OkStatus();
}

absl::Status FollowSession::Unwatch(const v1::FollowClockRequest::Unwatch& unwatch) {
  SG_ASSIGN_OR_RETURN(const std::string id, ParseWorldName("unwatch.world", unwatch.world()));
  std::shared_ptr<WorldClock> clock;
  {
    MutexLock lock(mutex_);
    const auto found = clocks_.find(id);
    if (found == clocks_.end()) return absl::OkStatus();
    clock = std::move(found->second);
    clocks_.erase(found);
  }
  clock->Unwatch(this);
  return absl::OkStatus();
}

absl::Status FollowSession::Ack(const v1::FollowClockRequest::Ack& ack) {
  SG_ASSIGN_OR_RETURN(const std::string id, ParseWorldName("ack.world", ack.world()));
  if (const std::shared_ptr<WorldClock> clock = ClockOf(id)) {
    clock->Ack(follower_id_, ack.tick_id(), NextDue(ack),
               {ack.due_items().begin(), ack.due_items().end()});
  }
  return absl::OkStatus();
}

absl::Status FollowSession::Due(const v1::FollowClockRequest::Due& due) {
  SG_ASSIGN_OR_RETURN(const std::string id, ParseWorldName("due.world", due.world()));
  if (const std::shared_ptr<WorldClock> clock = ClockOf(id)) clock->Due(follower_id_, NextDue(due));
  return absl::OkStatus();
}

std::shared_ptr<WorldClock> FollowSession::ClockOf(const std::string& world_id) {
  MutexLock lock(mutex_);
  const auto found = clocks_.find(world_id);
  return found == clocks_.end() ? nullptr : found->second;
}

// ---- what it is told ----

void FollowSession::SendTick(const std::string& world_id, int64_t tick_id, absl::Time time) {
  v1::FollowClockResponse message;
  v1::FollowClockResponse::Tick& tick = *message.mutable_tick();
  tick.set_world(WorldName(world_id));
  tick.set_tick_id(tick_id);
  SetTime(tick.mutable_time(), time);
  Send(message);
}

void FollowSession::SendClock(const ClockState& state) {
  v1::FollowClockResponse message;
  v1::FollowClockResponse::ClockState& told = *message.mutable_clock_state();
  told.set_world(WorldName(state.world_id));
  told.set_incarnation(state.incarnation);
  told.set_revision(static_cast<int64_t>(state.revision));
  SetTime(told.mutable_now(), state.now);
  told.set_speed(state.speed);
  told.set_registered(state.registered);
  told.set_rate_limits(LimitsOnTheWire(state.limits));
  Send(message);
}

void FollowSession::SendGone(const std::string& world_id, const WorldClock* clock) {
  {
    MutexLock lock(mutex_);
    // Another world may have taken the id meanwhile: its clock stays.
    const auto found = clocks_.find(world_id);
    if (found != clocks_.end() && found->second.get() == clock) clocks_.erase(found);
  }
  v1::FollowClockResponse message;
  message.mutable_world_gone()->set_world(WorldName(world_id));
  Send(message);
}

void FollowSession::Send(const v1::FollowClockResponse& message) {
  bool open = true;
  {
    MutexLock lock(send_mutex_);
    if (!backlog_.empty() || stream_->raw().pending() >= kInStream) {
      open = backlog_.size() < kBacklog;
      if (open) backlog_.push_back(message);
    } else {
      open = stream_->Write(message);
    }
  }
  if (open) return;
  // Not from here: the caller may hold a clock's lock, and ending takes it.
  (void)executor_.TryPost([self = shared_from_this()] {
    self->End(Error(absl::StatusCode::kResourceExhausted, "The follower doesn't read.",
                    {.reason = "STREAM_TOO_SLOW", .who = Actor::kCaller}));
  });
}

void FollowSession::SendBacklog() {
  MutexLock lock(send_mutex_);
  while (!backlog_.empty() && stream_->raw().pending() < kInStream) {
    stream_->Write(backlog_.front());
    backlog_.pop_front();
  }
}

void FollowSession::End(const absl::Status& status) {
  std::map<std::string, std::shared_ptr<WorldClock>> clocks;
  {
    MutexLock lock(mutex_);
    ended_ = true;
    clocks.swap(clocks_);
  }
  for (const auto& [id, clock] : clocks) clock->Unwatch(this);
  stream_->Finish(status);
}

}  // namespace sparkgate::simulator
