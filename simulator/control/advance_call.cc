#include "simulator/control/advance_call.h"

#include <optional>
#include <utility>

#include "base/error.h"
#include "base/mutex.h"
#include "simulator/control/lookup.h"
#include "simulator/control/times.h"

namespace sparkgate::simulator {
namespace {

constexpr absl::Duration kDefaultWait = absl::Seconds(30);
constexpr absl::Duration kMaxWait = absl::Minutes(10);
constexpr absl::Duration kLongestAdvance = absl::Hours(24 * 3660);

v1::AdvanceResponse ToProto(const AdvanceProgress& progress) {
  v1::AdvanceResponse out;
  SetTime(out.mutable_now(), progress.now);
  out.set_ticks(progress.ticks);
  out.set_world_events(static_cast<int64_t>(progress.last_event - progress.events_before));
  out.set_waiting_for(progress.waiting_for);
  return out;
}

v1::AdvanceResponse ToLastProto(const AdvanceProgress& progress) {
  v1::AdvanceResponse out = ToProto(progress);
  out.set_finished(true);
  if (progress.last_event > progress.events_before) {
    out.set_first_event(static_cast<int64_t>(progress.events_before + 1));
    out.set_last_event(static_cast<int64_t>(progress.last_event));
  }
  return out;
}

// Ties a stream to its Advance: whichever ends first ends the other.
class Call {
 public:
  Call(std::shared_ptr<AdvanceStream> stream, std::shared_ptr<WorldClock> clock)
      : stream_(std::move(stream)), clock_(std::move(clock)) {}

  void Tell(const AdvanceProgress& progress) {
    // Only as fast as the client reads: what it misses, a later message says too.
    if (stream_->raw().pending() == 0) stream_->Write(ToProto(progress));
  }
  void Done(const absl::StatusOr<AdvanceProgress>& result) {
    if (result.ok()) {
      stream_->Write(ToLastProto(*result));
      stream_->Finish(absl::OkStatus());
    } else {
      stream_->Finish(WhyStopped().value_or(result.status()));
    }
  }
  void Started(uint64_t number) {
    {
      MutexLock lock(mutex_);
      number_ = number;
      if (!stopped_.has_value()) return;
    }
    clock_->Cancel(number);
  }
  // The client has gone, or the program stops.
  void Stop(const absl::Status& why) {
    std::optional<uint64_t> number;
    {
      MutexLock lock(mutex_);
      stopped_ = why;
      number = number_;
    }
    if (number.has_value()) clock_->Cancel(*number);
  }

 private:
  std::optional<absl::Status> WhyStopped() {
    MutexLock lock(mutex_);
    return stopped_;
  }

  const std::shared_ptr<AdvanceStream> stream_;
  const std::shared_ptr<WorldClock> clock_;
  Mutex mutex_;
  std::optional<uint64_t> number_ SG_GUARDED_BY(mutex_);
  std::optional<absl::Status> stopped_ SG_GUARDED_BY(mutex_);
};

absl::StatusOr<AdvanceRequest> AdvanceRequestOf(const v1::AdvanceRequest& request) {
  AdvanceRequest out;
  switch (request.target_case()) {
    case v1::AdvanceRequest::kTo:
      out.target = ToTime(request.to());
      break;
    case v1::AdvanceRequest::kBy: {
      SG_ASSIGN_OR_RETURN(const absl::Duration by,
                          CheckDuration("by", request.by(), absl::ZeroDuration(), kLongestAdvance));
      // A save keeps no less: the world would come back earlier than it was.
      if (by != absl::Floor(by, absl::Microseconds(1))) {
        return InvalidField("by", "Whole microseconds.");
      }
      out.target = by;
      break;
    }
    case v1::AdvanceRequest::TARGET_NOT_SET:
      return InvalidField("to", "Say how far: `to` or `by`.");
  }
  out.follower_wait = kDefaultWait;
  if (request.has_follower_wait()) {
    SG_ASSIGN_OR_RETURN(out.follower_wait, CheckDuration("follower_wait", request.follower_wait(),
                                                         absl::ZeroDuration(), kMaxWait));
  }
  return out;
}

absl::Status CheckTarget(const World& world, const AdvanceRequest& request) {
  const absl::Time* to = std::get_if<absl::Time>(&request.target);
  if (to == nullptr) return absl::OkStatus();
  const absl::Time now = world.Read([](const WorldState& state) { return state.now; });
  if (*to - now > kLongestAdvance) return InvalidField("to", "At most ten years ahead.");
  if (FromMicros(ToMicros(*to)) != *to) return InvalidField("to", "Whole microseconds.");
  return absl::OkStatus();
}

absl::Status Start(const Worlds& worlds, const v1::AdvanceRequest& request,
                   const std::shared_ptr<AdvanceStream>& stream) {
  SG_ASSIGN_OR_RETURN(const WorldEntry entry, WorldOf(worlds, "world", request.world()));
  SG_ASSIGN_OR_RETURN(AdvanceRequest advance, AdvanceRequestOf(request));
  SG_RETURN_IF_ERROR(CheckTarget(*entry.world, advance));
  const auto call = std::make_shared<Call>(stream, entry.clock);
  advance.on_progress = [call](const AdvanceProgress& progress) { call->Tell(progress); };
  advance.on_done = [call](const absl::StatusOr<AdvanceProgress>& result) { call->Done(result); };
  stream->raw().OnCancelled([call](const absl::Status& why) { call->Stop(why); });
  SG_ASSIGN_OR_RETURN(const uint64_t number, entry.clock->Advance(std::move(advance)));
  call->Started(number);
  return absl::OkStatus();
}

}  // namespace

void ServeAdvance(const Worlds& worlds, const v1::AdvanceRequest& request,
                  std::shared_ptr<AdvanceStream> stream) {
  const absl::Status status = Start(worlds, request, stream);
  if (!status.ok()) stream->Finish(status);
}

}  // namespace sparkgate::simulator
