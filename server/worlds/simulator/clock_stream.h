// The one two-way clock stream of this process: says which worlds it watches, hands what it hears
// to the listener, and connects again by itself. Thread-safe; listener calls come from the loop's
// thread, one at a time and with no lock held.
#ifndef SPARKGATE_SERVER_WORLDS_SIMULATOR_CLOCK_STREAM_H_
#define SPARKGATE_SERVER_WORLDS_SIMULATOR_CLOCK_STREAM_H_

#include <deque>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include <absl/time/time.h>

#include "base/mutex.h"
#include "base/timer.h"
#include "server/worlds/simulator/completion_loop.h"
#include "server/worlds/worlds.h"
#include "sparkgate/simulator/v1/world_service.grpc.pb.h"

namespace sparkgate::server {

class ClockStream : public std::enable_shared_from_this<ClockStream> {
 public:
  // All outlive the calls that this makes on `loop`.
  ClockStream(simulator::v1::WorldService::Stub& stub, CompletionLoop& loop, TimerService& timers,
              std::string follower_id, ClockListener* listener);

  void Connect();
  void Watch(const std::string& world);
  void Unwatch(const std::string& world);
  // Lost if the stream is down: the simulator repeats an open tick to the next stream, and whoever
  // follows tells its due times anew.
  void Send(const simulator::v1::FollowClockRequest& request);
  // No new connection; the call in progress is cancelled.
  void Stop();

 private:
  struct Call;  // one connection

  void OnStarted(const std::shared_ptr<Call>& call, bool ok);
  void OnRead(const std::shared_ptr<Call>& call, bool ok);
  void OnWritten(const std::shared_ptr<Call>& call, bool ok);
  void OnFinished(const std::shared_ptr<Call>& call);
  void Hear(const simulator::v1::FollowClockResponse& response);

  void Queue(simulator::v1::FollowClockRequest request) SG_REQUIRES(mutex_);
  void WriteNext() SG_REQUIRES(mutex_);
  void Finish() SG_REQUIRES(mutex_);
  void ConnectLater() SG_REQUIRES(mutex_);

  simulator::v1::WorldService::Stub& stub_;
  CompletionLoop& loop_;
  TimerService& timers_;
  const std::string follower_id_;
  ClockListener* const listener_;

  Mutex mutex_;
  std::shared_ptr<Call> call_ SG_GUARDED_BY(mutex_);
  std::set<std::string> worlds_ SG_GUARDED_BY(mutex_);
  absl::Duration back_off_ SG_GUARDED_BY(mutex_);
  std::optional<TimerService::Id> reconnect_ SG_GUARDED_BY(mutex_);
  bool stopped_ SG_GUARDED_BY(mutex_) = false;
};

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_WORLDS_SIMULATOR_CLOCK_STREAM_H_
