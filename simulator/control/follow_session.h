// WorldService.FollowClock: one stream of one follower's process, carrying all the worlds it
// watches.
//
// Thread-safe. The stream's callbacks keep the session alive; the worlds' clocks hold it as a link
// until the stream ends.
#ifndef SPARKGATE_SIMULATOR_CONTROL_FOLLOW_SESSION_H_
#define SPARKGATE_SIMULATOR_CONTROL_FOLLOW_SESSION_H_

#include <deque>
#include <map>
#include <memory>
#include <string>

#include "base/executor.h"
#include "base/mutex.h"
#include "rpc/stream.h"
#include "simulator/world/time/follower_link.h"
#include "simulator/world/worlds.h"
#include "sparkgate/simulator/v1/world_service.pb.h"

namespace sparkgate::simulator {

using FollowStream = rpc::BidiStream<v1::FollowClockRequest, v1::FollowClockResponse>;

class FollowSession final : public FollowerLink,
                            public std::enable_shared_from_this<FollowSession> {
 public:
  // Takes the stream over; returns at once.
  static void Serve(const Worlds& worlds, Executor& executor, std::shared_ptr<FollowStream> stream);

  FollowSession(const Worlds& worlds, Executor& executor, std::shared_ptr<FollowStream> stream)
      : worlds_(worlds), executor_(executor), stream_(std::move(stream)) {}

  // FollowerLink
  const std::string& follower_id() const override { return follower_id_; }
  void SendTick(const std::string& world_id, int64_t tick_id, absl::Time time) override;
  void SendClock(const ClockState& state) override;
  void SendGone(const std::string& world_id, const WorldClock* clock) override;

 private:
  void Receive(const v1::FollowClockRequest& message);
  absl::Status Greet(const v1::FollowClockRequest::Hello& hello);
  absl::Status Watch(const v1::FollowClockRequest::Watch& watch);
  absl::Status Unwatch(const v1::FollowClockRequest::Unwatch& unwatch);
  absl::Status Ack(const v1::FollowClockRequest::Ack& ack);
  absl::Status Due(const v1::FollowClockRequest::Due& due);
  absl::Status Dispatch(const v1::FollowClockRequest& message);
  std::shared_ptr<WorldClock> ClockOf(const std::string& world_id);

  void Send(const v1::FollowClockResponse& message);
  void SendBacklog();
  void End(const absl::Status& status);

  const Worlds& worlds_;
  Executor& executor_;
  const std::shared_ptr<FollowStream> stream_;
  std::string follower_id_;  // set by Hello, before any clock knows this link

  Mutex mutex_;  // never held while a clock is called
  std::map<std::string, std::shared_ptr<WorldClock>> clocks_ SG_GUARDED_BY(mutex_);
  bool ended_ SG_GUARDED_BY(mutex_) = false;

  Mutex send_mutex_;
  std::deque<v1::FollowClockResponse> backlog_ SG_GUARDED_BY(send_mutex_);
};

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_CONTROL_FOLLOW_SESSION_H_
